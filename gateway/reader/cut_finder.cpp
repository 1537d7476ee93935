#include "gateway/reader/cut_finder.hpp"

#include <algorithm>

namespace cimgate::reader {
namespace {

/// So much is looked at first, and more each time.
constexpr std::size_t least = std::size_t{2} * 1024;
constexpr std::size_t most = std::size_t{16} * 1024;
/// A tag that begins at the end of one window is still seen whole in it.
constexpr std::size_t overlap = 256;

}  // namespace

std::optional<std::size_t> CutFinder::last_between(std::size_t begin, std::size_t end) {
  std::size_t window = least;
  for (std::size_t until = end; until > begin; window = std::min(window * 2, most)) {
    const std::size_t from = std::max(begin, until - std::min(until, window));
    const std::size_t size = std::min(end, until + overlap) - from;
    window_.resize(size);
    const auto got = read_all_at(read_at_, from, window_.data(), size);
    if (!got) return std::nullopt;  // whoever reads it in order tells why
    at_end_ = at_end_ || *got < size;
    if (const auto found = start_.last_in({window_.data(), *got})) return from + *found;
    until = from;
  }
  return std::nullopt;
}

std::optional<std::size_t> CutFinder::size_at(std::size_t begin) {
  at_end_ = false;
  if (record_ != 0 && record_ < bytes_) {
    // A little behind the place where the last record would begin if all were as long.
    const auto records = bytes_ / record_;
    const auto end = begin + records * record_ + least / 2;
    if (const auto found = last_between(begin, end)) {
      // Values grow longer, and a little is much after many records: the next are as long as these were.
      const auto size = *found - begin;
      if (const auto seen = (size + record_ / 2) / record_; seen != 0) record_ = size / seen;
      return size;
    }
  }
  for (std::size_t size = bytes_; !at_end_ && size <= most_; size *= 2) {
    if (const auto found = last_between(begin, begin + size)) return *found - begin;
  }
  return std::nullopt;
}

}  // namespace cimgate::reader

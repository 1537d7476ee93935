#include "gateway/server/body_sink.hpp"

#include <algorithm>

namespace cimgate::server {
namespace {

/// A body of unknown length takes its share in steps of this.
constexpr std::size_t lease_step = 256 * 1024;

}  // namespace

BodySink::State BodySink::announce(std::uint64_t length) {
  if (length > limit_) return State::too_large;
  if (!lease_.grow_to(length)) return State::no_budget;
  // Memory is taken as bytes come: who announces much and sends nothing costs address space only.
  if (!inflater_) body_.reserve(static_cast<std::size_t>(length));
  return State::good;
}

char* BodySink::room(std::size_t size) {
  const auto old = body_.size();
  body_.resize(old + size);
  return body_.data() + old;
}

BodySink::State BodySink::put(std::string_view piece) {
  if (!inflater_) {
    if (piece.size() > limit_ - body_.size()) return State::too_large;
    const auto size = body_.size() + piece.size();
    if (size > lease_.taken() && !lease_.grow_to(size + std::min(lease_step, size))) return State::no_budget;
    body_.append(piece);
    return State::good;
  }
  // Inflated a little at a time, so that a small piece cannot become much before the budget is asked.
  constexpr std::size_t slice = 4096;
  while (!piece.empty()) {
    const auto size = std::min(piece.size(), slice);
    if (const auto result = inflater_->put(piece.substr(0, size), body_, limit_);
        result != Inflater::Result::more)
      return result == Inflater::Result::broken ? State::broken_gzip : State::too_large;
    piece.remove_prefix(size);
    if (body_.size() > lease_.taken() && !lease_.grow_to(body_.size() + std::min(lease_step, body_.size())))
      return State::no_budget;
  }
  return State::good;
}

BodySink::State BodySink::end() {
  return inflater_ && !inflater_->whole() ? State::broken_gzip : State::good;
}

}  // namespace cimgate::server

#include "gateway/http/body_sink.hpp"

#include <algorithm>

namespace cimgate::http {
namespace {

constexpr std::size_t least_room = 16 * 1024;
constexpr std::size_t most_room = 256 * 1024;
constexpr std::size_t worth_reserving = 1024 * 1024;

}  // namespace

BodySink::State BodySink::announce(std::uint64_t length) {
  if (length > limit_) return State::too_large;
  announced_ = static_cast<std::size_t>(length);
  return State::good;
}

BodySink::State BodySink::lease(std::size_t size) {
  return lease_.grow_to(size) ? State::good : State::no_budget;
}

BodySink::Room BodySink::room(std::uint64_t wanted) {
  const auto old = body_.size();
  const auto size =
      static_cast<std::size_t>(std::min<std::uint64_t>(wanted, std::clamp(old, least_room, most_room)));
  // The rest is set aside at once when the other end has shown that it sends.
  if (old + size > body_.capacity() && old >= worth_reserving && announced_ > body_.capacity())
    body_.reserve(announced_);
  body_.resize(old + size);
  return {body_.data() + old, size};
}

BodySink::State BodySink::came(std::size_t size, std::size_t of_room) {
  body_.resize(body_.size() - (of_room - size));
  return lease(body_.size());
}

BodySink::State BodySink::put(std::string_view piece) {
  if (!inflater_) {
    if (piece.size() > limit_ - body_.size()) return State::too_large;
    if (const auto state = lease(body_.size() + piece.size()); state != State::good) return state;
    body_.append(piece);
    return State::good;
  }
  // Inflated a little at a time, so that a small piece cannot become much before the budget is asked.
  constexpr std::size_t slice = 4096;
  while (!piece.empty()) {
    const auto size = std::min(piece.size(), slice);
    switch (inflater_->put(piece.substr(0, size), body_, limit_)) {
      case gzip::Inflater::Result::broken:
        return State::broken_gzip;
      case gzip::Inflater::Result::too_large:
        return State::too_large;
      case gzip::Inflater::Result::too_dense:
        return State::dense_gzip;
      case gzip::Inflater::Result::more:
        break;
    }
    piece.remove_prefix(size);
    if (const auto state = lease(body_.size()); state != State::good) return state;
  }
  return State::good;
}

BodySink::State BodySink::end() {
  return inflater_ && !inflater_->whole() ? State::broken_gzip : State::good;
}

}  // namespace cimgate::http

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/server/budget.hpp"
#include "gateway/server/gzip.hpp"

namespace cimgate::server {

/// Takes the body of one request, piece by piece as it comes in: takes gzip off, holds it to the limit, and
/// takes its bytes from what all requests share.
class BodySink {
 public:
  enum class State : std::uint8_t { good, too_large, broken_gzip, no_budget };

  BodySink(std::size_t limit, bool gzip, Budget::Lease& lease) : limit_(limit), lease_(lease) {
    if (gzip) inflater_.emplace();
  }

  /// Says how long the body is going to be, as it travels.
  State announce(std::uint64_t length);
  State put(std::string_view piece);
  /// After the last piece.
  State end();
  std::string take() { return std::move(body_); }
  std::size_t limit() const { return limit_; }
  bool inflates() const { return inflater_.has_value(); }

  /// Room for the next bytes of a body without gzip, to read into without a copy; then says how many came.
  char* room(std::size_t size);
  void came(std::size_t size, std::size_t of_room) { body_.resize(body_.size() - (of_room - size)); }

 private:
  std::size_t limit_;
  Budget::Lease& lease_;
  std::optional<Inflater> inflater_;
  std::string body_;
};

}  // namespace cimgate::server

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/gzip/inflater.hpp"
#include "gateway/http/budget.hpp"

namespace cimgate::http {

/// Takes the body of one request, piece by piece as it comes in: takes gzip off, holds it to the limit, and
/// takes its bytes from what all requests share.
class BodySink {
 public:
  enum class State : std::uint8_t { good, too_large, broken_gzip, dense_gzip, no_budget };

  BodySink(std::size_t limit, Budget::Lease& lease) : limit_(limit), lease_(lease) {}

  /// The body travels with gzip.
  void inflate(const gzip::Inflater::Bounds& bounds) { inflater_.emplace(bounds); }
  /// Says how long the body is going to be, as it travels. That costs nothing: what comes is what counts.
  State announce(std::uint64_t length);
  State put(std::string_view piece);
  /// After the last piece.
  State end();
  std::string take() { return std::move(body_); }
  std::size_t limit() const { return limit_; }
  bool inflates() const { return inflater_.has_value(); }

  /// Room for the next bytes of a body without gzip, to read into without a copy: no more than has come
  /// already, so that memory follows what is sent. Then says how many bytes came.
  struct Room {
    char* at = nullptr;
    std::size_t size = 0;
  };
  Room room(std::uint64_t wanted);
  State came(std::size_t size, std::size_t of_room);

 private:
  State lease(std::size_t size);

  std::size_t limit_;
  std::size_t announced_ = 0;
  Budget::Lease& lease_;
  std::optional<gzip::Inflater> inflater_;
  std::string body_;
};

}  // namespace cimgate::http

#pragma once
#include <chrono>
#include <cstddef>

#include "gateway/check/judged_file.hpp"

namespace cimgate::cli {

/// One line on standard error that tells how far it is, how fast, and how long it will take. It comes when
/// work takes longer than a moment, and is gone at the end.
class Progress {
 public:
  Progress(std::size_t count, bool wanted) : count_(count), wanted_(wanted) {}

  void advance(const check::Totals& totals);
  /// Takes the line away, so that something else can be written.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  std::size_t count_;
  bool wanted_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

/// The same for one input of so many bytes (0: not known), on a terminal.
class BytesProgress {
 public:
  BytesProgress(std::size_t bytes, bool quiet);
  ~BytesProgress() { clear(); }
  BytesProgress(const BytesProgress&) = delete;
  BytesProgress& operator=(const BytesProgress&) = delete;

  void advance(std::size_t done);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  std::size_t bytes_;
  bool wanted_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

}  // namespace cimgate::cli

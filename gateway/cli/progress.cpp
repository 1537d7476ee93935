#include "gateway/cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "gateway/cli/options.hpp"
#include "gateway/report/words.hpp"

namespace cimgate::cli {
namespace {

std::string duration(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

void Progress::advance(const check::Totals& totals) {
  using namespace std::chrono_literals;
  const auto now = Clock::now();
  // On a terminal ten times a second; in a log now and then.
  const bool terminal = isatty(fileno(stderr)) != 0;
  if (!wanted_ || now - last_ < (terminal ? 100ms : 2000ms)) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = static_cast<double>(totals.files) / seconds;
  std::string line =
      fmt::format("{} of {} files · {:.0f}/s · {} left", report::grouped(totals.files),
                  report::grouped(count_), rate, duration(static_cast<double>(count_ - totals.files) / rate));
  if (totals.files_failed > 0) line += fmt::format(" · {} failed", report::grouped(totals.files_failed));
  print_error_as_made(terminal ? "\r\x1b[K" + line : line + "\n");
  shown_ = terminal;
}

BytesProgress::BytesProgress(std::size_t bytes, bool quiet)
    : bytes_(bytes), wanted_(!quiet && isatty(fileno(stderr)) != 0) {}

void BytesProgress::advance(std::size_t done) {
  using namespace std::chrono_literals;
  const auto now = Clock::now();
  if (!wanted_ || now - last_ < 200ms) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = static_cast<double>(done) / seconds;
  const auto megabytes = [](double number) {
    return report::grouped(static_cast<std::size_t>(number / 1e6));
  };
  std::string line = megabytes(static_cast<double>(done)) + " MB";
  if (bytes_ > 0) line += " of " + megabytes(static_cast<double>(bytes_)) + " MB";
  line += " · " + megabytes(rate) + " MB/s";
  if (bytes_ > done) line += " · " + duration(static_cast<double>(bytes_ - done) / rate) + " left";
  print_error_as_made("\r\x1b[K" + line);
  shown_ = true;
}

void BytesProgress::clear() {
  if (shown_) print_error_as_made("\r\x1b[K");
  shown_ = false;
}

void Progress::clear() {
  if (shown_) print_error_as_made("\r\x1b[K");
  shown_ = false;
}

}  // namespace cimgate::cli

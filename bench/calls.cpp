// What a call costs: the C++ interface, and the C interface on top of it. calls FILE ROUNDS. bench/calls.py
// and bench/Calls.java make the same calls from Python and Java; scripts/bench-calls runs all three.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "cimgate/cimgate.h"
#include "cimgate/gateway.hpp"

namespace {

/// The median of one call in microseconds.
double microseconds(int rounds, const std::function<void()>& call) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto begin = Clock::now();
    call();
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

using Call = int(const cimgate_gateway*, const cimgate_part*, std::size_t, const char*, char**);

void by_c(const cimgate_gateway* gateway, Call* call, const std::string& message, const char* options) {
  const cimgate_part part{message.data(), message.size()};
  char* answer = nullptr;
  call(gateway, &part, 1, options, &answer);
  cimgate_free(answer);
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 2;
  std::ifstream file(words[1], std::ios::binary);
  const std::string message(std::istreambuf_iterator<char>(file), {});
  const int rounds = std::atoi(words[2]);
  const auto cpp = cimgate::Gateway::open();
  cimgate_gateway* c = nullptr;
  if (!cpp || cimgate_open(nullptr, &c, nullptr) != CIMGATE_FINE) return 2;
  fmt::print("C++     validate {:6.1f}  translate {:6.1f}\n",
             microseconds(rounds, [&] { (void)cpp->validate(message); }),
             microseconds(rounds, [&] { (void)cpp->translate(message); }));
  fmt::print("C       validate {:6.1f}  translate {:6.1f}\n",
             microseconds(rounds, [&] { by_c(c, cimgate_validate, message, nullptr); }),
             microseconds(rounds, [&] { by_c(c, cimgate_translate, message, nullptr); }));
  cimgate_close(c);
}

// Writes metering values to standard output: cimgate_bench_generate SIZE [--seed N] [--profiled] [--indent].
// SIZE in bytes, or with K, M or G behind it.
#include <cstdio>
#include <cstring>
#include <string>

#include "gateway/sample/metering_values.hpp"

namespace {

std::size_t size_of(const std::string& text) {
  std::size_t end = 0;
  const double number = std::stod(text, &end);
  const char unit = end < text.size() ? text[end] : ' ';
  return static_cast<std::size_t>(number * (unit == 'G' ? 1e9 : unit == 'M' ? 1e6 : unit == 'K' ? 1e3 : 1));
}

}  // namespace

int main(int argc, char** argv) {
  cimgate::sample::MeteringValues what;
  bool sized = false;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--profiled")
      what.profiled = true;
    else if (word == "--indent")
      what.indent = true;
    else if (word == "--seed" && i + 1 < argc)
      what.seed = std::stoull(argv[++i]);
    else if (!word.empty() && word.front() != '-')
      what.bytes = size_of(word), sized = true;
    else
      sized = false;
  }
  if (!sized) {
    std::fputs("usage: cimgate_bench_generate SIZE[K|M|G] [--seed N] [--profiled] [--indent]\n", stderr);
    return 2;
  }
  bool whole = true;
  write_metering_values(what, [&](std::string_view piece) {
    whole = whole && std::fwrite(piece.data(), 1, piece.size(), stdout) == piece.size();
  });
  return whole && std::fflush(stdout) == 0 ? 0 : 1;
}

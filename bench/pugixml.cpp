// Parses a file with pugixml, in place, and nothing else: cimgate_bench_pugixml FILE [RUNS]. Prints the
// median seconds of parsing alone; the file is in memory before.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <pugixml.hpp>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: cimgate_bench_pugixml FILE [RUNS]\n", stderr);
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const int runs = argc > 2 ? std::stoi(argv[2]) : 5;
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) {
    std::string copy = bytes;
    pugi::xml_document document;
    const auto start = std::chrono::steady_clock::now();
    const auto result = document.load_buffer_inplace(copy.data(), copy.size());
    times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    if (!result) {
      std::fprintf(stderr, "%s\n", result.description());
      return 1;
    }
  }
  std::sort(times.begin(), times.end());
  std::printf("%.6f\n", times[times.size() / 2]);
  return 0;
}

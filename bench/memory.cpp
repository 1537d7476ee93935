// What memory gives: copies a file that was read, and says how many megabytes a second.
// cimgate_bench_memory FILE ROUNDS
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

int main(int count, char** arguments) {
  if (count != 3) return 2;
  std::ifstream in(arguments[1], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::string copy(text.size(), '\0');
  std::vector<double> rates;
  const auto rounds = std::max(1, std::stoi(arguments[2]));
  for (int i = 0; i <= rounds; ++i) {  // the first one only touches the memory
    const auto start = std::chrono::steady_clock::now();
    std::memcpy(copy.data(), text.data(), text.size());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (i > 0) rates.push_back(static_cast<double>(text.size()) / 1e6 / took.count());
  }
  std::sort(rates.begin(), rates.end());
  const bool same = copy == text;  // so that nobody leaves the copy out
  fmt::print("memcpy of the same file: {:.0f} MB/s\n", rates[rates.size() / 2]);
  return same ? 0 : 1;
}

#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// What an input costs, and how that grows with it.
namespace cimgate::test {

struct Spent {
  double seconds = 0;           ///< of the processor, all threads
  std::uint64_t kilobytes = 0;  ///< most memory that was in use
  std::uint64_t input = 0;      ///< bytes
  std::string fault;            ///< a signal, no answer, a status that is not documented; "" = none
};

/// One way in which an input can grow. `spend`: works on an input of size n.
struct Dimension {
  std::string name;
  std::size_t n = 0;  ///< where it is measured, and at twice as much
  std::function<Spent(std::size_t n)> spend;
};

/// What n and 2n cost, beyond what the smallest input does.
struct Grown {
  double seconds = 0;
  double seconds_of_twice = 0;
  std::uint64_t kilobytes_of_twice = 0;
  std::uint64_t input_of_twice = 0;  ///< bytes
  /// Why it grows too fast or takes too much; "" when all is well: at 2n at most 2.3 times the time of n (of
  /// the least times, or of most rounds), and at most 20 times the input in memory.
  std::string fault;
};
Grown measure(const Dimension& dimension);

/// Puts the files of an input into a folder, and says what the program is called with.
using Make = std::function<std::vector<std::string>(std::size_t n, const std::filesystem::path& folder)>;
/// A run of the program.
Dimension of_command(std::string name, std::size_t n, Make make);
/// A request to a server with a hub. `request`: all bytes of it.
Dimension of_server(std::string name, std::size_t n, std::function<std::string(std::size_t n)> request);

/// "make(0)make(1)…"
std::string repeat(std::size_t n, const std::function<std::string(std::size_t)>& make);

std::vector<Dimension> xml_dimensions();
std::vector<Dimension> json_dimensions();
std::vector<Dimension> file_dimensions();
std::vector<Dimension> server_dimensions();

}  // namespace cimgate::test

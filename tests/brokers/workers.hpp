#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rabbit.hpp"

namespace cimgate::test {

/// Messages `from` … `to` - 1, of two hundred groups, to the four queues of work: "m-0000000", "m-0000001" …
constexpr std::size_t groups = 200;
void feed(const Rabbit& rabbit, std::size_t from, std::size_t to, const std::string& body);

/// `cimgate work` from these queues to the others, as often as there shall be workers.
struct Workers {
  const Rabbit& rabbit;
  std::uint16_t port;  ///< through which they reach the broker
  std::vector<std::string> options;
  std::vector<Process> running = {};

  void be(std::size_t count);    ///< those that there are are killed
  void kill(std::size_t which);  ///< -9; another takes its place

 private:
  Process start(std::size_t which, std::size_t of) const;
};

}  // namespace cimgate::test

#pragma once
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <type_traits>

/// What a program with many changes in it (choices.hpp) asks to know which of them it has. CIMGATE_MUTANT:
/// its number; none: the program is as it was. CIMGATE_MUTANTS_REACHED: the file that is told, at the end,
/// which changes it would have come by.
namespace cimgate::mutation {

constexpr std::size_t most_mutants = 1U << 17U;

struct Mutants {
  std::size_t wanted = 0;
  std::array<std::uint8_t, most_mutants> reached = {};

  Mutants() {
    if (const char* number = std::getenv("CIMGATE_MUTANT")) wanted = std::strtoul(number, nullptr, 10);
  }
  Mutants(const Mutants&) = delete;
  Mutants& operator=(const Mutants&) = delete;
  ~Mutants() {
    const char* path = std::getenv("CIMGATE_MUTANTS_REACHED");
    auto* file = path != nullptr ? std::fopen(path, "w") : nullptr;
    if (file == nullptr) return;
    for (std::size_t number = 0; number < reached.size(); ++number)
      if (reached[number] != 0) std::fprintf(file, "%zu\n", number);
    std::fclose(file);
  }
};

inline Mutants& mutants() {
  static Mutants all;
  return all;
}

/// Whether the program is the one with this change. What is worked out when it is built is never changed.
[[gnu::noinline]] constexpr bool mutant(std::size_t number) {
  if (std::is_constant_evaluated()) return false;
  auto& all = mutants();
  all.reached[number] = 1;
  return number == all.wanted;
}

}  // namespace cimgate::mutation

#pragma once
#include <cstdint>
#include <string>

namespace cimgate::ledger {

/// What the ids of a ledger's messages are made from. Nobody outside knows it, so nobody can tell the next id
/// from those before; a replay takes it from the ledger that it repeats.
struct Seed {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};

/// The id of a number under a seed: a UUID of version 4 in form, by SipHash-2-4.
std::string make_id(const Seed& seed, std::uint64_t number);

}  // namespace cimgate::ledger

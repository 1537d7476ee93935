#include "gateway/elhub/ledger/ids.hpp"

#include <fmt/format.h>

#include <bit>

namespace cimgate::ledger {
namespace {

/// SipHash-2-4 of one number (Aumasson and Bernstein, 2012): who has seen any number of its results without
/// the key can tell no other.
std::uint64_t sip_hash(const Seed& key, std::uint64_t number) {
  std::uint64_t v0 = 0x736f6d6570736575ULL ^ key.low;
  std::uint64_t v1 = 0x646f72616e646f6dULL ^ key.high;
  std::uint64_t v2 = 0x6c7967656e657261ULL ^ key.low;
  std::uint64_t v3 = 0x7465646279746573ULL ^ key.high;
  const auto round = [&] {
    v0 += v1;
    v1 = std::rotl(v1, 13) ^ v0;
    v0 = std::rotl(v0, 32);
    v2 += v3;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 += v3;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 += v1;
    v1 = std::rotl(v1, 17) ^ v2;
    v2 = std::rotl(v2, 32);
  };
  constexpr std::uint64_t length = std::uint64_t{8} << 56;
  for (const auto word : {number, length}) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }
  v2 ^= 0xff;
  for (int i = 0; i < 4; ++i) round();
  return v0 ^ v1 ^ v2 ^ v3;
}

}  // namespace

std::string make_id(const Seed& seed, std::uint64_t number) {
  const auto high = sip_hash(seed, number * 2);
  const auto low = sip_hash(seed, number * 2 + 1);
  // The form of a UUID of version 4, as the schema's pattern wants it.
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xffff, high & 0xfff,
                     0x8000 | ((low >> 48) & 0x3fff), low & 0xffffffffffffULL);
}

}  // namespace cimgate::ledger

#include "gateway/elhub/bridge/new_id.hpp"

#include <fmt/format.h>

#include "gateway/security/keys/hash.hpp"

namespace cimgate::bridge {
std::string new_id() {
  auto bytes = keys::random_bytes(16);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3f) | 0x80);
  const auto all = keys::hex(bytes);
  return fmt::format("{}-{}-{}-{}-{}", all.substr(0, 8), all.substr(8, 4), all.substr(12, 4),
                     all.substr(16, 4), all.substr(20));
}

}  // namespace cimgate::bridge

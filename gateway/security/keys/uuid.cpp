#include "gateway/security/keys/uuid.hpp"

#include <fmt/format.h>

#include "gateway/security/keys/hash.hpp"

namespace cimgate::keys {

std::string new_uuid() {
  auto bytes = random_bytes(16);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3f) | 0x80);
  const auto all = hex(bytes);
  return fmt::format("{}-{}-{}-{}-{}", all.substr(0, 8), all.substr(8, 4), all.substr(12, 4),
                     all.substr(16, 4), all.substr(20));
}

}  // namespace cimgate::keys

#include "gateway/parts/part_id.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/security/keys/hash.hpp"

namespace cimgate::parts {

std::string part_id(std::string_view whole, std::size_t series, std::size_t number) {
  const auto digest =
      keys::digest_of(keys::Hash::sha1, fmt::format("cimgate part {}/{} of {}", number, series, whole));
  std::string id;
  for (std::size_t i = 0; i < 16; ++i) {
    auto byte = static_cast<unsigned>(static_cast<unsigned char>(digest[i]));
    if (i == 6) byte = (byte & 0x0FU) | 0x50U;  // version 5
    if (i == 8) byte = (byte & 0x3FU) | 0x80U;  // the variant of RFC 4122
    if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
    id += fmt::format("{:02x}", byte);
  }
  const bool short_form =
      whole.size() == 32 && whole.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  if (short_form) std::erase(id, '-');
  return id;
}

}  // namespace cimgate::parts

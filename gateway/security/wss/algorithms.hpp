#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "gateway/security/keys/certificate.hpp"

namespace cimgate::wss {

using keys::Hash;
using keys::Seconds;

/// How a message is signed: RSA (PKCS #1 v1.5) with one digest, and the digests of what is signed.
struct Algorithms {
  Hash signature = Hash::sha256;
  Hash digest = Hash::sha256;
  bool operator==(const Algorithms&) const = default;
};
/// What EMIF's policy names: Basic256, which is RSA-SHA1 with SHA-1 (WS-SecurityPolicy 1.2, section 6.1).
/// SHA-1 no longer withstands those who prepare both of two messages (SHAttered, 2017).
inline constexpr Algorithms basic256{Hash::sha1, Hash::sha1};
inline constexpr Algorithms basic256_sha256{Hash::sha256, Hash::sha256};

std::string_view signature_uri(Hash hash);
std::string_view digest_uri(Hash hash);
std::optional<Hash> hash_of_signature(std::string_view uri);
std::optional<Hash> hash_of_digest(std::string_view uri);

}  // namespace cimgate::wss

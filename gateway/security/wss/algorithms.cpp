#include "gateway/security/wss/algorithms.hpp"

#include "gateway/security/wss/names.hpp"

namespace cimgate::wss {

std::string_view signature_uri(Hash hash) {
  return hash == Hash::sha1 ? names::rsa_sha1 : names::rsa_sha256;
}

std::string_view digest_uri(Hash hash) {
  return hash == Hash::sha1 ? names::sha1 : names::sha256;
}

std::optional<Hash> hash_of_signature(std::string_view uri) {
  if (uri == names::rsa_sha1) return Hash::sha1;
  if (uri == names::rsa_sha256) return Hash::sha256;
  return std::nullopt;
}

std::optional<Hash> hash_of_digest(std::string_view uri) {
  if (uri == names::sha1) return Hash::sha1;
  if (uri == names::sha256) return Hash::sha256;
  return std::nullopt;
}

}  // namespace cimgate::wss

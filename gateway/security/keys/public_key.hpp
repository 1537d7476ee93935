#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/security/keys/certificate.hpp"

struct evp_pkey_st;

namespace cimgate::keys {

/// An RSA public key by itself, as JSON Web Keys have it.
class PublicKey {
 public:
  /// Modulus and exponent, big-endian. Nothing when they are no RSA key of 2048 to 8192 bits.
  static std::optional<PublicKey> rsa(std::string_view modulus, std::string_view exponent);
  /// Nothing when the certificate has a key of another kind.
  static std::optional<PublicKey> of(const Certificate& certificate);

  std::string modulus() const;
  std::string exponent() const;
  /// As Certificate::verifies.
  bool verifies(Hash hash, std::string_view digest, std::string_view signature) const;
  /// A signature of RSASSA-PKCS1-v1_5 over `text` with SHA-256, 384 or 512 (RFC 7518, 3.3); false for others.
  bool verifies_text(int bits, std::string_view text, std::string_view signature) const;

 private:
  explicit PublicKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  std::string number(const char* name) const;
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace cimgate::keys

#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/security/keys/hash.hpp"
#include "gateway/security/keys/problem.hpp"

struct x509_st;

namespace cimgate::keys {

/// Seconds since 1970-01-01T00:00:00Z.
using Seconds = std::int64_t;

/// A certificate (X.509 v3, RFC 5280) as a value; copies share it.
class Certificate {
 public:
  /// Error: why these bytes are none.
  static tl::expected<Certificate, std::string> from_der(std::string_view der);
  explicit Certificate(std::shared_ptr<x509_st> certificate);

  /// As RFC 2253 has it: "CN=Fjordlys Kraft AS,O=…".
  std::string subject() const;
  std::string issuer() const;
  /// The nine digits of a Norwegian organisation, from where enterprise certificates have them: serialNumber
  /// of the subject (SEID 1), or organizationIdentifier with NTRNO- before it (SEID 2; ETSI EN 319 412-1,
  /// 5.1.4). "" when neither has it, or both do and are not the same.
  std::string organisation_number() const;
  Seconds not_before() const;
  Seconds not_after() const;
  /// Whole days until it ends; negative when it has.
  std::int64_t days_left(Seconds now) const;
  std::string der() const;
  /// SHA-256 of all of it, in hex: what it is known by where it is pinned.
  std::string fingerprint() const;
  /// Bytes of subjectKeyIdentifier; "" when it has none.
  std::string key_identifier() const;

  bool has_rsa_key() const;
  unsigned key_bits() const;
  /// keyUsage has nonRepudiation (contentCommitment).
  bool commits() const;
  /// keyUsage, where there is one, allows signatures of messages: digitalSignature or nonRepudiation.
  bool may_sign() const;

  /// Whether this is the RSA signature (PKCS #1 v1.5) of bytes with this digest by the certificate's key.
  bool verifies(Hash hash, std::string_view digest, std::string_view signature) const;

  x509_st* get() const { return certificate_.get(); }

 private:
  std::shared_ptr<x509_st> certificate_;
};

/// All certificates of a PEM text, in order. Error: a block that is none, by its line, or no certificate.
tl::expected<std::vector<Certificate>, Problem> certificates_of(const std::string& file,
                                                                std::string_view pem);

}  // namespace cimgate::keys

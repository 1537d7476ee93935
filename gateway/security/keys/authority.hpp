#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/security/keys/identity.hpp"

/// Making keys and certificates: for rehearsals and tests. Whoever works on such an authority makes no
/// certificate that anybody outside trusts.
namespace cimgate::keys {

struct Subject {
  std::string name;                 ///< CN
  std::string organisation;         ///< O; "": none
  std::string organisation_number;  ///< as serialNumber; "": none
};

enum class CertificateUse : std::uint8_t {
  signatures,           ///< enterprise certificate: digitalSignature and nonRepudiation, clientAuth
  without_repudiation,  ///< the same without nonRepudiation
  server,               ///< TLS server
  authority
};

struct CertificateOrder {
  Subject subject;
  CertificateUse use = CertificateUse::signatures;
  Seconds from = 0;
  Seconds to = 0;
  unsigned rsa_bits = 2048;        ///< 0: a key on P-256, which signs no SOAP
  std::vector<std::string> names;  ///< of a server: "localhost", "127.0.0.1"
};

/// Throws std::runtime_error when OpenSSL does not, which has no reason but want of memory or of random
/// numbers, or an order that makes no sense.
class Authority {
 public:
  static Authority make(const CertificateOrder& order);
  Identity issue(const CertificateOrder& order) const;
  const Identity& identity() const { return identity_; }

 private:
  explicit Authority(Identity identity) : identity_(std::move(identity)) {}
  Identity identity_;
};

std::string to_pem(const Certificate& certificate);
/// PKCS #8, without a passphrase.
std::string to_pem(const PrivateKey& key);
std::string to_pkcs12(const Identity& identity, const std::string& name, const std::string& passphrase);

}  // namespace cimgate::keys

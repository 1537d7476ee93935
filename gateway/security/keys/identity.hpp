#pragma once
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/security/keys/certificate.hpp"

struct evp_pkey_st;

namespace cimgate::keys {

/// A private key; copies share it. Nothing gives it away again.
class PrivateKey {
 public:
  explicit PrivateKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

  /// RSA signature (PKCS #1 v1.5) of bytes with this digest. Error: why there is none; a host may forbid
  /// SHA-1.
  tl::expected<std::string, std::string> sign(Hash hash, std::string_view digest) const;
  bool is_rsa() const;

  evp_pkey_st* get() const { return key_.get(); }

 private:
  std::shared_ptr<evp_pkey_st> key_;
};

/// Who one is: a key, its certificate, and those between that and an issuer others know.
struct Identity {
  PrivateKey key;
  Certificate certificate;
  std::vector<Certificate> chain;
};

/// Where an identity is kept: two PEM files (or one, with both), or one PKCS #12 file.
struct IdentityFiles {
  std::string certificate;  ///< PEM: the certificate first, then its issuers; or PKCS #12 (.p12, .pfx)
  std::string key;          ///< PEM; "": in `certificate`
  std::string passphrase;   ///< a file whose first line it is; "": there is none

  std::vector<std::string> names() const;
};

/// Error: a file that cannot be read, is not of its form or has another passphrase; a key that is not the
/// certificate's.
tl::expected<Identity, Problem> load_identity(const IdentityFiles& files);

}  // namespace cimgate::keys

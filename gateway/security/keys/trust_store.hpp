#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/security/keys/certificate.hpp"

struct x509_store_st;

namespace cimgate::keys {

enum class Distrust : std::uint8_t {
  unknown_issuer,  ///< no path to a certificate of the store
  expired,
  not_yet_valid,
  weak,  ///< a key or signature of the path is weaker than 112 bits (RSA below 2048, SHA-1)
  other  ///< what a path must not have: an issuer that may issue nothing, an extension nobody knows, …
};
struct Untrusted {
  Distrust why = Distrust::other;
  std::string text;
};

/// Certificates that are trusted by themselves: issuers, or single ones that are pinned. Lists of revoked
/// certificates are not looked at.
class TrustStore {
 public:
  /// PEM: one certificate or more. Error: by file and line.
  static tl::expected<TrustStore, Problem> load(const std::string& file);
  static TrustStore of(const std::vector<Certificate>& trusted);

  /// Whether there is a path from this certificate to one of the store at this time. `others` may be on it.
  tl::expected<void, Untrusted> check(const Certificate& certificate, const std::vector<Certificate>& others,
                                      Seconds now) const;
  const std::vector<Certificate>& certificates() const { return certificates_; }

 private:
  std::shared_ptr<x509_store_st> store_;
  std::vector<Certificate> certificates_;
};

}  // namespace cimgate::keys

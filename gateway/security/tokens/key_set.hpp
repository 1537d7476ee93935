#pragma once
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/security/keys/public_key.hpp"

namespace cimgate::tokens {

/// JSON Web Keys (RFC 7517) that tokens are verified with: RSA, for signatures, by their kid. Others in the
/// set are passed over.
class KeySet {
 public:
  /// Error: it is no set, or has no key that could be used.
  static tl::expected<KeySet, std::string> read(std::string_view json);
  static tl::expected<KeySet, keys::Problem> load(const std::string& file);
  static KeySet of(const std::string& kid, const keys::PublicKey& key);

  /// Null: there is none of this name.
  const keys::PublicKey* find(std::string_view kid) const;
  std::size_t size() const { return keys_.size(); }
  /// The set as JSON.
  std::string json() const;

 private:
  std::map<std::string, keys::PublicKey, std::less<>> keys_;
};

}  // namespace cimgate::tokens

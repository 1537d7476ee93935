#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// OpenSSL's, so that whoever includes this need not know OpenSSL.
struct evp_md_ctx_st;

namespace cimgate::keys {

enum class Hash : std::uint8_t { sha1, sha256 };

/// A digest of bytes that come piece by piece; constant memory.
class Digest {
 public:
  explicit Digest(Hash hash);

  void add(std::string_view bytes);
  /// The digest of all that was added, as bytes. Once.
  std::string finish();

 private:
  std::shared_ptr<evp_md_ctx_st> context_;
};

std::string digest_of(Hash hash, std::string_view bytes);

/// Two digits a byte, small letters.
std::string hex(std::string_view bytes);
/// The SHA-256 digest, in hexadecimal digits.
std::string hex_digest(std::string_view bytes);

/// Base64 as XML has it (RFC 4648, section 4), on one line.
std::string base64(std::string_view bytes);
/// White space between the characters does not count. Nothing when it is not base64.
std::optional<std::string> from_base64(std::string_view text);

/// Bytes that nobody can guess. Throws std::runtime_error when the system has none.
std::string random_bytes(std::size_t count);

}  // namespace cimgate::keys

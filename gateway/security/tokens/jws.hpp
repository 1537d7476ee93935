#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/json/tree.hpp"

/// JSON Web Signatures in compact form (RFC 7515), RS256 alone: what Maskinporten signs its tokens with.
namespace cimgate::tokens {

/// Base64url without padding (RFC 4648, section 5). Nothing when it is not that.
std::optional<std::string> from_base64url(std::string_view text);
std::string base64url(std::string_view bytes);

/// A JSON object, with its text.
class Object {
 public:
  /// Nothing when it is no JSON object in UTF-8, or has a name twice.
  static std::optional<Object> read(std::string text);

  /// A string member; nothing when there is none.
  std::optional<std::string_view> string(std::string_view name) const;
  /// A whole number, seconds since 1970 most likely.
  std::optional<std::int64_t> number(std::string_view name) const;
  bool has(std::string_view name) const { return id_of(name) != json::no_json; }
  const json::JsonTree& tree() const { return *tree_; }
  json::JsonId id_of(std::string_view name) const { return tree_->member(0, name); }

 private:
  std::shared_ptr<const std::string> text_;
  std::shared_ptr<const json::JsonTree> tree_;
};

/// A token taken apart, and not yet verified: nothing but its header may be looked at before it is.
struct Unverified {
  Object header;
  std::string_view signed_part;  ///< of the token
  std::string payload;           ///< bytes
  std::string signature;         ///< bytes
};
/// Nothing when it has not the form, is longer than 16 kB, or names extensions that must be understood.
std::optional<Unverified> take_apart(std::string_view token);

}  // namespace cimgate::tokens

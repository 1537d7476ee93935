#pragma once
#include <string>
#include <vector>

#include "gateway/security/keys/authority.hpp"
#include "gateway/security/wss/sign.hpp"
#include "gateway/security/wss/verify.hpp"

/// Signed messages, and such as somebody makes who does not want to sign what he is asked to.
namespace cimgate::test {

inline constexpr wss::Seconds day = 24 * 60 * 60;
/// 2026-06-01T08:00:00Z
inline constexpr wss::Seconds now = 1780300800;

keys::CertificateOrder order_of(keys::CertificateUse use = keys::CertificateUse::signatures,
                                unsigned bits = 2048);
/// Made once: keys take long.
const keys::Authority& authority();
const keys::Identity& party();
/// Of an issuer that nobody trusts.
const keys::Identity& stranger();

wss::Trust trust();
extern const std::string content;
std::string signed_message(const keys::Identity& by = party(), const wss::Signing& signing = {},
                           wss::Seconds at = now, const std::string& body = content);

/// The text with the one place changed; fails when there is none, or more than one.
std::string replaced(std::string text, const std::string& from, const std::string& to);
/// From the first text up to and including the second.
std::string part(const std::string& text, const std::string& from, const std::string& to);

/// What a signer says who decides for himself what to sign and how: whatever stands here is signed by a key
/// that is trusted.
struct Forged {
  std::string canonicalisation = "http://www.w3.org/2001/10/xml-exc-c14n#";
  std::string canonicalisation_inside;
  std::string signature_method = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
  std::string digest_method = "http://www.w3.org/2001/04/xmlenc#sha256";
  std::string transforms =
      "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>";
  std::vector<std::string> uris = {"#Timestamp-1", "#Body-1"};
  std::string created = "2026-06-01T08:00:00Z";
  std::string expires = "2026-06-01T08:01:00Z";
  std::string timestamp_inside;  ///< beside Created and Expires
  std::string key_info =
      "<wsse:SecurityTokenReference><wsse:Reference URI=\"#Token-1\"/></wsse:SecurityTokenReference>";
  std::string signature_inside;  ///< at the end of the Signature
  bool token_last = false;
  const keys::Identity* by = &party();
};
std::string forged(const Forged& how);

}  // namespace cimgate::test

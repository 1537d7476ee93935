#pragma once
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/security/wss/algorithms.hpp"
#include "gateway/security/wss/element.hpp"
#include "gateway/security/wss/refusal.hpp"

/// The Security header as values. Only one form is read: one token or key identifier, one Timestamp, one
/// Signature. What else XML signatures can say is refused, not skipped.
namespace cimgate::wss {

struct Reference {
  std::string id;
  Hash hash = Hash::sha256;
  std::string digest;                  ///< bytes
  std::vector<std::string> inclusive;  ///< prefixes; "" is #default
};

struct SecurityHeader {
  const Element* timestamp = nullptr;
  const Element* token = nullptr;  ///< null: the signer is named by key identifier
  const Element* signed_info = nullptr;
  std::vector<std::string> signed_info_inclusive;
  Hash signature_hash = Hash::sha256;
  std::string signature;  ///< bytes
  std::vector<Reference> references;
  std::string token_bytes;     ///< of the token
  std::string key_identifier;  ///< bytes, when there is no token
  bool token_first = false;    ///< before the signature: strict layout
};

/// The ids of an element: wsu:Id, or Id as some libraries write it.
const std::string* id_of(const Element& element);

tl::expected<SecurityHeader, Refusal> read_security(const Element& security);

/// Created and Expires of a Timestamp.
struct Lifetime {
  Seconds created = 0;
  Seconds expires = 0;
};
tl::expected<Lifetime, Refusal> read_timestamp(const Element& timestamp);

}  // namespace cimgate::wss

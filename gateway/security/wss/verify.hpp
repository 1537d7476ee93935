#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/security/keys/trust_store.hpp"
#include "gateway/security/wss/algorithms.hpp"
#include "gateway/security/wss/refusal.hpp"
#include "gateway/security/wss/replay_guard.hpp"

/// Whether a SOAP message was signed as EMIF asks, by whom, and only just now.
namespace cimgate::wss {

struct Policy {
  std::vector<Algorithms> algorithms = {basic256, basic256_sha256};  ///< these pairs are taken
  bool strict_layout = false;    ///< the token stands before the signature (WS-SecurityPolicy, 6.7)
  bool timestamp_signed = true;  ///< EMIF's policy names the Body, its sample signs both
  bool needs_commitment = true;  ///< the certificate must have nonRepudiation
  Seconds clock_skew = 30;       ///< how far the clocks may be apart
  Seconds longest_life = 600;    ///< from Created to Expires; EMIF's sample has 60, npm soap writes 600
  std::size_t header_bytes = 64 * 1024;  ///< text and attributes of the header
  std::size_t header_elements = 500;
};

/// Whom a verifier trusts, and what it remembers.
struct Trust {
  std::shared_ptr<const keys::TrustStore> issuers;
  /// Those that may be named by key identifier, without a token.
  std::vector<keys::Certificate> known;
  /// Null: nothing is remembered.
  std::shared_ptr<ReplayGuard> replays;
};

struct Verified {
  keys::Certificate signer;
  Algorithms algorithms;
  Seconds created = 0;
  Seconds expires = 0;
  bool strict_layout = false;
};

/// `envelope`: a whole SOAP message in UTF-8, within the limits of xml::survey_xml. It is read once, piece by
/// piece; memory is bounded by the header and the depth of the message, whatever its size. Nothing of the
/// Body is looked at before the signature of the header holds.
///
/// What is verified is found by its place: the Body and the Security header of the Envelope, and in that the
/// Timestamp; the ids of the references must be theirs, and stand at no other place in the message.
tl::expected<Verified, Refusal> verify(std::string_view envelope, const Policy& policy, const Trust& trust,
                                       Seconds now);

}  // namespace cimgate::wss

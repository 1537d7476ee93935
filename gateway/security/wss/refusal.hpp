#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace cimgate::wss {

/// Why a message is not taken. Each has its row in docs/security.md and its case in the tests.
enum class Refused : std::uint8_t {
  not_xml,             ///< or beyond the limits of what is read
  no_envelope,         ///< no SOAP 1.1 envelope with one Body, Header before it
  no_security,         ///< no Security header
  two_securities,      ///< two of them
  unexpected,          ///< in the Security header: what is no token, timestamp or signature
  no_token,            ///< none, where the signature names one
  two_tokens,          ///< two of them
  no_signature,        ///< none
  two_signatures,      ///< two of them
  no_timestamp,        ///< none
  two_timestamps,      ///< two of them
  layout,              ///< token after the signature, where strict layout is asked for
  malformed,           ///< a signature or timestamp that has not its form
  algorithm,           ///< for signature, digest or canonical form: not on the list
  transform,           ///< other than exclusive canonical XML, or more than one
  reference,           ///< to something else than Body, Timestamp and token of this message
  id_twice,            ///< an id that a reference names stands at two places
  body_unsigned,       ///< the Body of the envelope is not referred to
  timestamp_unsigned,  ///< nor is the Timestamp
  no_certificate,      ///< the token is none
  weak_key,            ///< RSA below 2048 bits, or beyond 8192
  not_trusted,         ///< no path to an issuer that is trusted
  certificate_expired,
  certificate_not_yet_valid,
  no_commitment,    ///< keyUsage lacks nonRepudiation
  signature_wrong,  ///< SignatureValue
  digest_wrong,     ///< what is signed was changed
  expired,
  not_yet_valid,
  expires_before_created,
  lives_too_long,
  replayed,  ///< taken before
  too_many   ///< signatures to remember; a later try may be taken
};

/// "body_unsigned" as "body-unsigned": in logs and metrics.
std::string_view to_string(Refused why);

/// Texts hold nothing of the message but names of XML.
struct Refusal {
  Refused why = Refused::malformed;
  std::string text;
};

}  // namespace cimgate::wss

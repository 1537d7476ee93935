#include "gateway/security/wss/sign.hpp"

#include <fmt/format.h>

#include <chrono>

#include "gateway/security/wss/canonical.hpp"
#include "gateway/security/wss/names.hpp"
#include "gateway/security/wss/pass.hpp"

namespace cimgate::wss {
namespace {

// Ids need be unique in a message only, and a message has one of each.
constexpr std::string_view body_id = "Body-1";
constexpr std::string_view token_id = "Token-1";

std::string new_timestamp_id() {
  return "Timestamp-" + keys::hex(keys::random_bytes(8));
}

std::string time_text(Seconds at) {
  const std::chrono::sys_seconds time{std::chrono::seconds(at)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto left = static_cast<int>((time - day).count());
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), left / 3600,
                     left / 60 % 60, left % 60);
}

/// As it stands in the message, and in canonical form: what it uses it declares itself.
std::string body_start() {
  return fmt::format(R"(<soap:Body xmlns:soap="{}" xmlns:wsu="{}" wsu:Id="{}">)", names::soap, names::wsu,
                     body_id);
}
constexpr std::string_view body_end = "</soap:Body>";

std::string timestamp_text(std::string_view id, Seconds from, Seconds to) {
  return fmt::format(
      R"(<wsu:Timestamp xmlns:wsu="{}" wsu:Id="{}"><wsu:Created>{}</wsu:Created><wsu:Expires>{}</wsu:Expires></wsu:Timestamp>)",
      names::wsu, id, time_text(from), time_text(to));
}

std::string reference_text(std::string_view id, Hash hash, std::string_view digest) {
  return fmt::format(
      R"(<ds:Reference URI="#{}"><ds:Transforms><ds:Transform Algorithm="{}"></ds:Transform></ds:Transforms>)"
      R"(<ds:DigestMethod Algorithm="{}"></ds:DigestMethod><ds:DigestValue>{}</ds:DigestValue></ds:Reference>)",
      id, names::exclusive, digest_uri(hash), keys::base64(digest));
}

std::string signed_info_text(const Algorithms& algorithms, std::string_view body_digest,
                             std::string_view timestamp_id, std::string_view timestamp) {
  return fmt::format(
      R"(<ds:SignedInfo xmlns:ds="{}"><ds:CanonicalizationMethod Algorithm="{}"></ds:CanonicalizationMethod>)"
      R"(<ds:SignatureMethod Algorithm="{}"></ds:SignatureMethod>{}{}</ds:SignedInfo>)",
      names::ds, names::exclusive, signature_uri(algorithms.signature),
      reference_text(timestamp_id, algorithms.digest, keys::digest_of(algorithms.digest, timestamp)),
      reference_text(body_id, algorithms.digest, body_digest));
}

std::string token_text(const keys::Certificate& certificate) {
  return fmt::format(
      R"(<wsse:BinarySecurityToken EncodingType="{}" ValueType="{}" wsu:Id="{}">{}</wsse:BinarySecurityToken>)",
      names::base64, names::x509_v3, token_id, keys::base64(certificate.der()));
}

std::string key_info_text(const keys::Certificate& certificate, SignerBy by) {
  const auto inner =
      by == SignerBy::token
          ? fmt::format(R"(<wsse:Reference URI="#{}" ValueType="{}"/>)", token_id, names::x509_v3)
          : fmt::format(R"(<wsse:KeyIdentifier EncodingType="{}" ValueType="{}">{}</wsse:KeyIdentifier>)",
                        names::base64, names::key_identifier, keys::base64(certificate.key_identifier()));
  return fmt::format("<ds:KeyInfo><wsse:SecurityTokenReference>{}</wsse:SecurityTokenReference></ds:KeyInfo>",
                     inner);
}

}  // namespace

class BodySigner::Work {
 public:
  explicit Work(const Signing& signing)
      : signing_(signing),
        digest_(signing.algorithms.digest),
        canonical_([this](std::string_view piece) { digest_.add(piece); }, {}, {}),
        pass_(canonical_),
        good_(pass_.add(body_start())) {}

  void add(std::string_view piece) { good_ = good_ && pass_.add(piece); }

  tl::expected<SignedFrame, std::string> finish(const keys::Identity& identity, Seconds now) {
    if (!good_ || !pass_.add(body_end) || !pass_.finish())
      return tl::make_unexpected(std::string("what is to be signed is not well-formed"));
    canonical_.finish();
    const auto& algorithms = signing_.algorithms;
    const auto timestamp_id = signing_.timestamp_id.empty() ? new_timestamp_id() : signing_.timestamp_id;
    const auto timestamp = timestamp_text(timestamp_id, now, now + signing_.life);
    const auto info = signed_info_text(algorithms, digest_.finish(), timestamp_id, timestamp);
    const auto signature =
        identity.key.sign(algorithms.signature, keys::digest_of(algorithms.signature, info));
    if (!signature) return tl::make_unexpected(signature.error());
    SignedFrame frame;
    frame.before = fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?>)"
        "\n"
        R"(<soap:Envelope xmlns:soap="{0}"><soap:Header><wsse:Security xmlns:wsse="{1}" xmlns:wsu="{2}"{3}>)"
        R"({4}{5}<ds:Signature xmlns:ds="{6}">{7}<ds:SignatureValue>{8}</ds:SignatureValue>{9}</ds:Signature>)"
        R"(</wsse:Security></soap:Header>{10})",
        names::soap, names::wsse, names::wsu, signing_.must_understand ? R"( soap:mustUnderstand="1")" : "",
        signing_.signer_by == SignerBy::token ? token_text(identity.certificate) : "", timestamp, names::ds,
        info, keys::base64(*signature), key_info_text(identity.certificate, signing_.signer_by),
        body_start());
    frame.after = fmt::format("{}</soap:Envelope>\n", body_end);
    return frame;
  }

 private:
  Signing signing_;
  keys::Digest digest_;
  Canonicaliser canonical_;
  Pass pass_;
  bool good_;
};

BodySigner::BodySigner(const Signing& signing) : work_(std::make_unique<Work>(signing)) {}
BodySigner::~BodySigner() = default;

void BodySigner::add(std::string_view piece) {
  work_->add(piece);
}

tl::expected<SignedFrame, std::string> BodySigner::finish(const keys::Identity& identity, Seconds now) {
  return work_->finish(identity, now);
}

tl::expected<std::string, std::string> signed_envelope(std::string_view content,
                                                       const keys::Identity& identity, const Signing& signing,
                                                       Seconds now) {
  BodySigner signer(signing);
  signer.add(content);
  auto frame = signer.finish(identity, now);
  if (!frame) return tl::make_unexpected(frame.error());
  auto& made = frame->before;
  made.reserve(made.size() + content.size() + frame->after.size());
  made += content;
  made += frame->after;
  return std::move(made);
}

}  // namespace cimgate::wss

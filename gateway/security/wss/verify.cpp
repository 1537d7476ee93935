#include "gateway/security/wss/verify.hpp"

#include <algorithm>
#include <optional>

#include "gateway/security/wss/canonical.hpp"
#include "gateway/security/wss/names.hpp"
#include "gateway/security/wss/pass.hpp"
#include "gateway/security/wss/security_header.hpp"

namespace cimgate::wss {
namespace {

constexpr unsigned least_bits = 2048;
constexpr unsigned most_bits = 8192;  // beyond it verifying takes long

tl::unexpected<Refusal> refused(Refused why, std::string text) {
  return tl::make_unexpected(Refusal{why, std::move(text)});
}

bool is_id(const Attribute& one) {
  return one.local == "Id" || one.local == "ID" || one.local == "id";
}

/// What a header is judged by, before anything of the Body is read.
class HeaderJudge {
 public:
  HeaderJudge(const Policy& policy, const Trust& trust, Seconds now)
      : policy_(policy), trust_(trust), now_(now) {}

  /// `ids`: all that stand in the header. `body_id`: that of the Body; null when it has none.
  tl::expected<void, Refusal> judge(const Element& security, const std::vector<std::string>& ids,
                                    const std::string* body_id) {
    auto header = read_security(security);
    if (!header) return tl::make_unexpected(header.error());
    header_ = *std::move(header);
    if (policy_.strict_layout && header_.token != nullptr && !header_.token_first)
      return refused(Refused::layout, "The token comes after the signature that uses it.");
    if (auto good = algorithms(); !good) return good;
    if (auto good = references(ids, body_id); !good) return good;
    if (auto good = certificate(); !good) return good;
    const auto info = canonical(*header_.signed_info, header_.signed_info_inclusive);
    if (!signer_->verifies(header_.signature_hash, keys::digest_of(header_.signature_hash, info),
                           header_.signature))
      return refused(Refused::signature_wrong, "SignatureValue is not the signature of SignedInfo.");
    for (const auto* element : {header_.timestamp, header_.token})
      if (auto good = unchanged(element); !good) return good;
    return lifetime();
  }

  const Reference& body() const { return *body_; }
  Verified verified() const {
    return {*signer_,
            {header_.signature_hash, body_->hash},
            lifetime_.created,
            lifetime_.expires,
            header_.token == nullptr || header_.token_first};
  }
  const std::string& signature() const { return header_.signature; }
  bool names(std::string_view id) const {
    return std::any_of(header_.references.begin(), header_.references.end(),
                       [&](const Reference& one) { return one.id == id; }) ||
           (header_.token != nullptr && id_of(*header_.token) != nullptr && *id_of(*header_.token) == id);
  }

 private:
  tl::expected<void, Refusal> algorithms() const {
    for (const auto& one : header_.references)
      if (std::find(policy_.algorithms.begin(), policy_.algorithms.end(),
                    Algorithms{header_.signature_hash, one.hash}) == policy_.algorithms.end())
        return refused(Refused::algorithm, "These algorithms, or their combination, are not accepted.");
    return {};
  }

  const Reference* reference_to(const std::string* id) const {
    if (id == nullptr) return nullptr;
    const auto at = std::find_if(header_.references.begin(), header_.references.end(),
                                 [&](const Reference& one) { return one.id == *id; });
    return at == header_.references.end() ? nullptr : &*at;
  }

  tl::expected<void, Refusal> references(const std::vector<std::string>& ids, const std::string* body_id) {
    const auto* timestamp_id = id_of(*header_.timestamp);
    const auto* token_id = header_.token == nullptr ? nullptr : id_of(*header_.token);
    const auto count = [&](const std::string& id) {
      return std::count(ids.begin(), ids.end(), id) + (body_id != nullptr && *body_id == id ? 1 : 0);
    };
    for (const auto& one : header_.references) {
      const auto is = [&](const std::string* id) { return id != nullptr && *id == one.id; };
      if (count(one.id) > 1) return refused(Refused::id_twice, "A signed id occurs twice.");
      if (!is(body_id) && !is(timestamp_id) && !is(token_id))
        return refused(count(one.id) == 0 && body_id == nullptr ? Refused::body_unsigned : Refused::reference,
                       "A reference is to something else than Body, Timestamp and token of this message.");
    }
    if (token_id != nullptr && count(*token_id) > 1)
      return refused(Refused::id_twice, "The id of the token occurs twice.");
    body_ = reference_to(body_id);
    if (body_ == nullptr) return refused(Refused::body_unsigned, "The Body is not signed.");
    if (policy_.timestamp_signed && reference_to(timestamp_id) == nullptr)
      return refused(Refused::timestamp_unsigned, "The Timestamp is not signed.");
    return {};
  }

  tl::expected<void, Refusal> certificate() {
    if (header_.token != nullptr) {
      auto read = keys::Certificate::from_der(header_.token_bytes);
      if (!read) return refused(Refused::no_certificate, "The token is not a certificate.");
      signer_ = *std::move(read);
    } else {
      for (const auto& one : trust_.known)
        if (one.key_identifier() == header_.key_identifier) signer_ = one;
      if (!signer_) return refused(Refused::not_trusted, "No certificate with this key identifier is known.");
    }
    if (!signer_->has_rsa_key())
      return refused(Refused::algorithm, "The key of the certificate is not of RSA.");
    if (signer_->key_bits() < least_bits || signer_->key_bits() > most_bits)
      return refused(Refused::weak_key, "The key of the certificate must have 2048 to 8192 bits.");
    const auto trusted = trust_.issuers->check(*signer_, {}, now_);
    if (!trusted) {
      switch (trusted.error().why) {
        case keys::Distrust::expired:
          return refused(Refused::certificate_expired, "The certificate, or one it comes from, has expired.");
        case keys::Distrust::not_yet_valid:
          return refused(Refused::certificate_not_yet_valid, "The certificate is not valid yet.");
        case keys::Distrust::weak:
          return refused(Refused::weak_key, "A key or signature on the path of the certificate is too weak.");
        default:
          return refused(Refused::not_trusted, "The certificate comes from no issuer that is trusted here.");
      }
    }
    if (!signer_->may_sign() || (policy_.needs_commitment && !signer_->commits()))
      return refused(Refused::no_commitment,
                     "The certificate is not for signatures that commit (nonRepudiation).");
    return {};
  }

  /// What the header refers to in itself. Null, or not referred to: nothing to say.
  tl::expected<void, Refusal> unchanged(const Element* element) const {
    const auto* reference = element == nullptr ? nullptr : reference_to(id_of(*element));
    if (reference == nullptr) return {};
    if (keys::digest_of(reference->hash, canonical(*element, reference->inclusive)) == reference->digest)
      return {};
    return refused(Refused::digest_wrong, std::string(element->name.local) + " is not what was signed.");
  }

  tl::expected<void, Refusal> lifetime() {
    const auto read = read_timestamp(*header_.timestamp);
    if (!read) return tl::make_unexpected(read.error());
    lifetime_ = *read;
    if (lifetime_.expires < lifetime_.created)
      return refused(Refused::expires_before_created, "The message expires before it was created.");
    if (lifetime_.expires - lifetime_.created > policy_.longest_life)
      return refused(Refused::lives_too_long, "The time from Created to Expires is longer than accepted.");
    if (lifetime_.created > now_ + policy_.clock_skew)
      return refused(Refused::not_yet_valid, "The message was created later than it is now.");
    if (lifetime_.expires + policy_.clock_skew < now_)
      return refused(Refused::expired, "The message has expired.");
    return {};
  }

  const Policy& policy_;
  const Trust& trust_;
  Seconds now_;
  SecurityHeader header_;
  const Reference* body_ = nullptr;
  std::optional<keys::Certificate> signer_;
  Lifetime lifetime_;
};

/// Walks through the envelope: keeps the Security header, judges it where the Body begins, and takes the
/// digest of that.
class Walk final : public EventHandler {
 public:
  Walk(const Policy& policy, const Trust& trust, Seconds now) : policy_(policy), judge_(policy, trust, now) {}

  void attach(Pass& pass) { pass_ = &pass; }

  void start(const StartTag& tag) override {
    ++depth_;
    if (body_) return in_body(tag);
    if (depth_ == 1) return envelope(tag);
    if (depth_ == 2) return part(tag);
    if (!in_header_) return refuse(Refused::no_envelope, "The SOAP envelope has more than Header and Body.");
    if (++elements_ > policy_.header_elements) return too_much();
    header_element(tag);
  }

  void end() override {
    --depth_;
    if (body_) {
      body_->end();
      if (depth_ != 1) return;
      body_->finish();
      body_.reset();
      after_body_ = true;
      if (digest_->finish() != judge_.body().digest)
        refuse(Refused::digest_wrong, "The Body is not what was signed.");
      return;
    }
    if (!open_.empty()) open_.pop_back();
    if (depth_ == 1) in_header_ = false;
    declared_.resize(std::max<std::size_t>(1, std::min(declared_.size(), depth_)));
  }

  void text(std::string_view text) override {
    if (body_) return body_->text(text);
    if (open_.empty()) return;
    if ((bytes_ += text.size()) > policy_.header_bytes) return too_much();
    auto& content = open_.back()->content;
    if (content.empty() || !std::holds_alternative<std::string>(content.back()))
      content.emplace_back(std::string());
    std::get<std::string>(content.back()) += text;
  }

  void instruction(std::string_view target, std::string_view data) override {
    if (body_) return body_->instruction(target, data);
    if (!open_.empty()) refuse(Refused::malformed, "The Security header has a processing instruction.");
  }

  const std::optional<Refusal>& refusal() const { return refusal_; }
  bool whole() const { return after_body_; }
  const HeaderJudge& judge() const { return judge_; }

 private:
  void refuse(Refused why, std::string text) {
    if (!refusal_) refusal_ = Refusal{why, std::move(text)};
    pass_->stop();
  }
  void too_much() { refuse(Refused::not_xml, "The header exceeds the limits."); }

  void envelope(const StartTag& tag) {
    if (tag.name.ns != names::soap || tag.name.local != "Envelope")
      return refuse(Refused::no_envelope, "The message is not a SOAP 1.1 envelope.");
    declared_.assign(1, {tag.declared.begin(), tag.declared.end()});
  }

  void part(const StartTag& tag) {
    const bool soap = tag.name.ns == names::soap;
    if (soap && tag.name.local == "Header" && !seen_header_ && !after_body_) {
      seen_header_ = in_header_ = true;
      declared_.emplace_back(tag.declared.begin(), tag.declared.end());
      return;
    }
    if (!soap || tag.name.local != "Body" || after_body_)
      return refuse(Refused::no_envelope,
                    "The SOAP envelope has not one Header, when it has one, and one Body.");
    begin_body(tag);
  }

  void header_element(const StartTag& tag) {
    note_ids(tag);
    if (depth_ == 3) {
      if (tag.name.ns != names::wsse || tag.name.local != "Security") return;
      if (security_) return refuse(Refused::two_securities, "There are two Security headers.");
    } else if (open_.empty()) {
      return;  // in another header
    }
    auto made = std::make_unique<Element>();
    made->name = tag.name;
    made->declared.assign(tag.declared.begin(), tag.declared.end());
    if (open_.empty()) {
      for (const auto& level : declared_) made->around.insert(made->around.end(), level.begin(), level.end());
    } else {
      made->around = open_.back()->around;
      made->around.insert(made->around.end(), open_.back()->declared.begin(), open_.back()->declared.end());
    }
    for (const auto& one : tag.attributes) {
      bytes_ += one.value.size();
      made->attributes.push_back({one.prefix, one.local, one.ns, std::string(one.value)});
    }
    if (bytes_ > policy_.header_bytes) return too_much();
    auto* kept = made.get();
    if (open_.empty())
      security_ = std::move(made);
    else
      open_.back()->content.emplace_back(std::move(made));
    open_.push_back(kept);
  }

  void note_ids(const StartTag& tag) {
    for (const auto& one : tag.attributes) {
      if (!is_id(one)) continue;
      if ((bytes_ += one.value.size()) > policy_.header_bytes) return too_much();
      ids_.emplace_back(one.value);
    }
  }

  void begin_body(const StartTag& tag) {
    if (!security_) return refuse(Refused::no_security, "There is no Security header.");
    std::optional<std::string> id;
    for (const auto& one : tag.attributes) {
      if (!is_id(one)) continue;
      if (id) return refuse(Refused::id_twice, "The Body has two ids.");
      if (one.local == "Id" && (one.ns == names::wsu || one.ns.empty())) id = std::string(one.value);
    }
    if (auto judged = judge_.judge(*security_, ids_, id ? &*id : nullptr); !judged)
      return refuse(judged.error().why, std::move(judged.error().text));
    digest_.emplace(judge_.body().hash);
    body_.emplace([this](std::string_view piece) { digest_->add(piece); }, judge_.body().inclusive,
                  declared_.front());
    body_->start(tag);
  }

  void in_body(const StartTag& tag) {
    for (const auto& one : tag.attributes)
      if (is_id(one) && judge_.names(one.value))
        return refuse(Refused::id_twice, "A signed id occurs twice.");
    body_->start(tag);
  }

  const Policy& policy_;
  HeaderJudge judge_;
  Pass* pass_ = nullptr;
  std::optional<Refusal> refusal_;
  std::size_t depth_ = 0, elements_ = 0, bytes_ = 0;
  bool seen_header_ = false, in_header_ = false, after_body_ = false;
  std::vector<std::vector<Declaration>> declared_;  ///< by Envelope, by Header
  std::unique_ptr<Element> security_;
  std::vector<Element*> open_;  ///< from Security inwards
  std::vector<std::string> ids_;
  std::optional<keys::Digest> digest_;
  std::optional<Canonicaliser> body_;  ///< while the Body is open
};

/// Who reads the message afterwards must not read it in another encoding.
bool is_utf8(std::string_view envelope) {
  if (envelope.starts_with("\xEF\xBB\xBF")) envelope.remove_prefix(3);
  if (envelope.starts_with("\xFE\xFF") || envelope.starts_with("\xFF\xFE")) return false;
  if (envelope.substr(0, 4).find('\0') != std::string_view::npos) return false;
  if (!envelope.starts_with("<?xml")) return true;
  const auto declaration = envelope.substr(0, envelope.find("?>"));
  const auto at = declaration.find("encoding");
  if (at == std::string_view::npos) return true;
  const auto from = declaration.find_first_of("\"'", at);
  if (from == std::string_view::npos) return false;
  const auto name = declaration.substr(from + 1, declaration.find_first_of("\"'", from + 1) - from - 1);
  return name.size() == 5 && (name[0] | 0x20) == 'u' && (name[1] | 0x20) == 't' && (name[2] | 0x20) == 'f' &&
         name.substr(3) == "-8";
}

}  // namespace

tl::expected<Verified, Refusal> verify(std::string_view envelope, const Policy& policy, const Trust& trust,
                                       Seconds now) {
  if (!is_utf8(envelope)) return refused(Refused::not_xml, "The message is not in UTF-8.");
  Walk walk(policy, trust, now);
  Pass pass(walk);
  walk.attach(pass);
  const bool read = pass.add(envelope) && pass.finish();
  if (walk.refusal()) return tl::make_unexpected(*walk.refusal());
  if (!read) return refused(Refused::not_xml, "The message is not well-formed XML.");
  if (!walk.whole()) return refused(Refused::no_envelope, "The SOAP envelope has no Body.");
  auto verified = walk.judge().verified();
  if (trust.replays) {
    switch (trust.replays->remember(walk.judge().signature(), verified.expires + policy.clock_skew, now)) {
      case ReplayGuard::Outcome::fresh:
        break;
      case ReplayGuard::Outcome::seen:
        return refused(Refused::replayed, "This message was received before.");
      case ReplayGuard::Outcome::full:
        return refused(Refused::too_many, "Too many signed messages are alive; try again later.");
    }
  }
  return verified;
}

}  // namespace cimgate::wss

#include <doctest/doctest.h>

#include <functional>

#include "gateway/security/wss/names.hpp"
#include "tests/security/signed_messages.hpp"

namespace cimgate::test {
namespace {

using wss::Refused;

struct Attack {
  std::string name;
  Refused why;
  std::function<std::string()> message;
  wss::Policy policy = {};
};

/// Changes of a message that was signed well: by somebody on the way, without its key.
std::string changed(const std::string& from, const std::string& to) {
  return replaced(signed_message(), from, to);
}

std::string repeated(const std::string& from, const std::string& to) {
  const auto message = signed_message();
  const auto twice = part(message, from, to);
  return replaced(message, twice, twice + twice);
}

std::string without(const std::string& from, const std::string& to) {
  const auto message = signed_message();
  return replaced(message, part(message, from, to), "");
}

/// The signed Body goes somewhere else, and another takes its place.
std::string wrapped(const std::string& before, const std::string& after, const std::string& new_id) {
  const auto message = signed_message();
  const auto body = part(message, "<soap:Body", "</soap:Body>");
  const auto other = "<soap:Body xmlns:wsu=\"" + std::string(wss::names::wsu) + "\" wsu:Id=\"" + new_id +
                     "\"><evil/></soap:Body>";
  return replaced(replaced(message, body, other), before,
                  before + after.substr(0, after.find('@')) + body + after.substr(after.find('@') + 1));
}

std::string body_in_body(const std::string& new_id) {
  const auto message = signed_message();
  const auto body = part(message, "<soap:Body", "</soap:Body>");
  return replaced(message, body,
                  "<soap:Body xmlns:wsu=\"" + std::string(wss::names::wsu) + "\" wsu:Id=\"" + new_id +
                      "\"><evil/>" + body + "</soap:Body>");
}

Forged how(const std::function<void(Forged&)>& change) {
  Forged made;
  change(made);
  return made;
}

const keys::Identity& issued(keys::CertificateUse use, unsigned bits, wss::Seconds from, wss::Seconds to) {
  static std::vector<std::unique_ptr<keys::Identity>> all;
  auto order = order_of(use, bits);
  order.from = from;
  order.to = to;
  all.push_back(std::make_unique<keys::Identity>(authority().issue(order)));
  return *all.back();
}

std::vector<Attack> attacks() {
  const std::string c14n = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
  const std::string exclusive(wss::names::exclusive);
  const auto transform = [](const std::string& uri, const std::string& inside = "") {
    return "<ds:Transform Algorithm=\"" + uri + "\">" + inside + "</ds:Transform>";
  };
  const auto forge = [](const std::function<void(Forged&)>& change) {
    return [change] { return forged(how(change)); };
  };
  wss::Policy strict;
  strict.strict_layout = true;
  wss::Policy only_sha256;
  only_sha256.algorithms = {wss::basic256_sha256};
  const auto signatures = keys::CertificateUse::signatures;
  return {
      // On the way, without a key.
      {"no Security header", Refused::no_security, [] { return without("<soap:Header>", "</soap:Header>"); }},
      {"two Security headers", Refused::two_securities,
       [] { return repeated("<wsse:Security ", "</wsse:Security>"); }},
      {"no signature", Refused::no_signature, [] { return without("<ds:Signature ", "</ds:Signature>"); }},
      {"two signatures", Refused::two_signatures,
       [] { return repeated("<ds:Signature ", "</ds:Signature>"); }},
      {"no timestamp", Refused::no_timestamp, [] { return without("<wsu:Timestamp ", "</wsu:Timestamp>"); }},
      {"two timestamps", Refused::two_timestamps,
       [] { return repeated("<wsu:Timestamp ", "</wsu:Timestamp>"); }},
      {"no token", Refused::no_token,
       [] { return without("<wsse:BinarySecurityToken", "</wsse:BinarySecurityToken>"); }},
      {"two tokens", Refused::two_tokens,
       [] { return repeated("<wsse:BinarySecurityToken", "</wsse:BinarySecurityToken>"); }},
      {"another token, such as a user name", Refused::unexpected,
       [] { return changed("<wsu:Timestamp ", "<wsse:UsernameToken/><wsu:Timestamp "); }},
      {"the token is another's", Refused::signature_wrong,
       [] {
         const auto message = signed_message();
         const auto other = issued(keys::CertificateUse::signatures, 2048, now - day, now + day);
         return replaced(message, keys::base64(party().certificate.der()),
                         keys::base64(other.certificate.der()));
       }},
      {"the Body was changed", Refused::digest_wrong, [] { return changed("a=\"1\"", "a=\"2\""); }},
      {"the Body was added to", Refused::digest_wrong, [] { return changed("<m:Empty/>", "<m:Empty/> "); }},
      {"indented after signing", Refused::digest_wrong,
       [] { return changed("<m:Request", "\n  <m:Request"); }},
      {"a namespace of the Body was changed", Refused::digest_wrong,
       [] { return changed("\"urn:m\"", "\"urn:n\""); }},
      {"the timestamp was changed", Refused::digest_wrong,
       [] { return changed("2026-06-01T08:01:00Z", "2026-06-01T08:02:00Z"); }},
      {"the digest was changed with the Body", Refused::signature_wrong,
       [] {
         const auto digest = [](const std::string& message) {
           const auto reference = part(message, "URI=\"#Body-1\"", "</ds:DigestValue>");
           return part(reference, "<ds:DigestValue>", "</ds:DigestValue>");
         };
         const auto other = signed_message(party(), {}, now, "<evil/>");
         return replaced(replaced(signed_message(), digest(signed_message()), digest(other)), content,
                         "<evil/>");
       }},
      {"the algorithm was changed",
       Refused::signature_wrong,
       [] { return changed("2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1"); },
       {{{wss::Hash::sha1, wss::Hash::sha256}}}},
      {"wrapped in a header of its own, same id", Refused::id_twice,
       [] { return wrapped("<soap:Header>", "<x>@</x>", "Body-1"); }},
      {"wrapped in a header of its own, other id", Refused::reference,
       [] { return wrapped("<soap:Header>", "<x>@</x>", "Body-2"); }},
      {"wrapped in the Security header", Refused::unexpected,
       [] { return wrapped("</ds:Signature>", "@", "Body-2"); }},
      {"wrapped in an Object of the signature", Refused::malformed,
       [] { return wrapped("</ds:KeyInfo>", "<ds:Object>@</ds:Object>", "Body-2"); }},
      {"wrapped behind the envelope's Body", Refused::reference,
       [] {
         const auto body = part(signed_message(), "<soap:Body", "</soap:Body>");
         return replaced(signed_message(), body,
                         "<soap:Body wsu:Id=\"x\" xmlns:wsu=\"" + std::string(wss::names::wsu) +
                             "\"><evil/></soap:Body>" + body);
       }},
      {"the signed Body in another Body, same id", Refused::id_twice, [] { return body_in_body("Body-1"); }},
      {"the signed Body in another Body, other id", Refused::reference,
       [] { return body_in_body("Body-2"); }},
      {"a Body without an id, the signed one in it", Refused::body_unsigned,
       [] { return replaced(body_in_body("x"), " wsu:Id=\"x\"", ""); }},
      {"the id of the Body once more in it", Refused::id_twice,
       [] { return changed("<m:Empty/>", "<m:Empty Id=\"Body-1\"/>"); }},
      {"the id of the timestamp once more in the Body", Refused::id_twice,
       [] { return changed("<m:Empty/>", "<m:Empty xml:id=\"Timestamp-1\"/>"); }},
      {"the id of the token once more in a header", Refused::id_twice,
       [] { return changed("<soap:Header>", "<soap:Header><x ID=\"Token-1\"/>"); }},
      {"two ids at the Body", Refused::id_twice,
       [] { return changed("wsu:Id=\"Body-1\">", "wsu:Id=\"Body-1\" Id=\"b\">"); }},
      {"another timestamp wrapped in a header", Refused::reference,
       [] {
         const auto message = signed_message();
         const auto signed_one = part(message, "<wsu:Timestamp ", "</wsu:Timestamp>");
         const auto other = replaced(signed_one, "Timestamp-1", "Timestamp-2");
         return replaced(replaced(message, signed_one, other), "<soap:Header>",
                         "<soap:Header><x>" + signed_one + "</x>");
       }},
      {"a second Body", Refused::no_envelope,
       [] { return changed("</soap:Envelope>", "<soap:Body><evil/></soap:Body></soap:Envelope>"); }},
      {"a second Header", Refused::no_envelope,
       [] { return changed("<soap:Header>", "<soap:Header/><soap:Header>"); }},
      {"the Header behind the Body", Refused::no_security,
       [] {
         const auto header = part(signed_message(), "<soap:Header>", "</soap:Header>");
         return replaced(replaced(signed_message(), header, ""), "</soap:Body>", "</soap:Body>" + header);
       }},
      {"a document type", Refused::not_xml,
       [] { return changed("<soap:Envelope ", "<!DOCTYPE x [<!ENTITY e \"v\">]><soap:Envelope "); }},
      {"cut off", Refused::not_xml, [] { return signed_message().substr(0, signed_message().size() - 20); }},
      {"something behind it", Refused::not_xml, [] { return signed_message() + "<x/>"; }},
      {"another encoding", Refused::not_xml, [] { return changed("UTF-8", "ISO-8859-1"); }},
      {"UTF-16", Refused::not_xml, [] { return "\xFF\xFE" + signed_message(); }},
      {"no envelope", Refused::no_envelope, [] { return std::string("<a/>"); }},
      {"SOAP 1.2", Refused::no_envelope,
       [] {
         return std::string(
             "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body/></s:Envelope>");
       }},
      {"nothing", Refused::not_xml, [] { return std::string(); }},
      {"a header without end", Refused::not_xml,
       [] { return changed("<wsu:Timestamp ", "<x>" + std::string(100'000, 'x') + "</x><wsu:Timestamp "); }},
      {"a header of many elements", Refused::not_xml,
       [] {
         std::string many;
         for (int i = 0; i < 1000; ++i) many += "<x/>";
         return changed("<soap:Header>", "<soap:Header>" + many);
       }},
      {"an instruction in the Security header", Refused::malformed,
       [] { return changed("<wsu:Timestamp ", "<?x y?><wsu:Timestamp "); }},
      // By those who have a key that is trusted, and sign something else.
      {"Body not signed", Refused::body_unsigned, forge([](Forged& f) { f.uris = {"#Timestamp-1"}; })},
      {"timestamp not signed", Refused::timestamp_unsigned, forge([](Forged& f) { f.uris = {"#Body-1"}; })},
      {"nothing but the token signed", Refused::body_unsigned,
       forge([](Forged& f) { f.uris = {"#Token-1"}; })},
      {"a reference to nothing", Refused::reference, forge([](Forged& f) {
         f.uris = {"#Timestamp-1", "#Body-2"};
       })},
      {"a reference to the whole message", Refused::reference, forge([](Forged& f) {
         f.uris = {"#Timestamp-1", ""};
       })},
      {"a reference to elsewhere", Refused::reference, forge([](Forged& f) {
         f.uris = {"#Timestamp-1", "http://example.no/body.xml"};
       })},
      {"a reference by XPointer", Refused::reference, forge([](Forged& f) {
         f.uris = {"#Timestamp-1", "#xpointer(id('Body-1'))"};
       })},
      {"two references to the Body", Refused::reference, forge([](Forged& f) {
         f.uris = {"#Timestamp-1", "#Body-1", "#Body-1"};
       })},
      {"many references", Refused::reference, forge([](Forged& f) {
         f.uris = {"#Timestamp-1", "#Body-1", "#Token-1", "#x"};
       })},
      {"a transform that is not exclusive", Refused::transform,
       forge([=](Forged& f) { f.transforms = transform(c14n); })},
      {"with comments", Refused::transform,
       forge([=](Forged& f) { f.transforms = transform(exclusive + "WithComments"); })},
      {"enveloped signature", Refused::transform, forge([=](Forged& f) {
         f.transforms =
             transform("http://www.w3.org/2000/09/xmldsig#enveloped-signature") + transform(exclusive);
       })},
      {"XPath", Refused::transform, forge([=](Forged& f) {
         f.transforms =
             transform("http://www.w3.org/TR/1999/REC-xpath-19991116", "<ds:XPath>true()</ds:XPath>");
       })},
      {"XSLT", Refused::transform,
       forge([=](Forged& f) { f.transforms = transform("http://www.w3.org/TR/1999/REC-xslt-19991116"); })},
      {"exclusive twice", Refused::transform,
       forge([=](Forged& f) { f.transforms = transform(exclusive) + transform(exclusive); })},
      {"no transform", Refused::transform, forge([](Forged& f) { f.transforms.clear(); })},
      {"something in the transform", Refused::malformed,
       forge([=](Forged& f) { f.transforms = transform(exclusive, "<ds:XPath></ds:XPath>"); })},
      {"SignedInfo not exclusive", Refused::algorithm, forge([=](Forged& f) { f.canonicalisation = c14n; })},
      {"a shared secret in place of a key", Refused::algorithm,
       forge([](Forged& f) { f.signature_method = "http://www.w3.org/2000/09/xmldsig#hmac-sha1"; })},
      {"RSA with MD5", Refused::algorithm,
       forge([](Forged& f) { f.signature_method = "http://www.w3.org/2001/04/xmldsig-more#rsa-md5"; })},
      {"digests by MD5", Refused::algorithm,
       forge([](Forged& f) { f.digest_method = "http://www.w3.org/2001/04/xmldsig-more#md5"; })},
      {"SHA-256 over SHA-1 digests", Refused::algorithm,
       forge([](Forged& f) { f.digest_method = "http://www.w3.org/2000/09/xmldsig#sha1"; })},
      {"SHA-1 where only SHA-256 is taken", Refused::algorithm,
       [] { return signed_message(party(), {wss::basic256}); }, only_sha256},
      {"the token behind the signature, strict layout", Refused::layout,
       forge([](Forged& f) { f.token_last = true; }), strict},
      {"an Object in the signature", Refused::malformed,
       forge([](Forged& f) { f.signature_inside = "<ds:Object></ds:Object>"; })},
      {"a key in KeyInfo", Refused::malformed,
       forge([](Forged& f) { f.key_info = "<ds:KeyName>k</ds:KeyName>"; })},
      {"a second key in KeyInfo", Refused::malformed,
       forge([](Forged& f) { f.key_info += "<ds:KeyName>k</ds:KeyName>"; })},
      {"KeyInfo names another token", Refused::no_token,
       forge([](Forged& f) { f.key_info = replaced(f.key_info, "#Token-1", "#Token-2"); })},
      {"KeyInfo fetches the token", Refused::reference,
       forge([](Forged& f) { f.key_info = replaced(f.key_info, "#Token-1", "http://example.no/token"); })},
      {"expired", Refused::expired,
       forge([](Forged& f) { f.created = "2026-06-01T07:58:00Z", f.expires = "2026-06-01T07:59:00Z"; })},
      {"not yet valid", Refused::not_yet_valid,
       forge([](Forged& f) { f.created = "2026-06-01T08:00:40Z", f.expires = "2026-06-01T08:01:00Z"; })},
      {"expires before it was created", Refused::expires_before_created,
       forge([](Forged& f) { f.expires = "2026-06-01T07:59:59Z"; })},
      {"lives too long", Refused::lives_too_long,
       forge([](Forged& f) { f.expires = "2026-06-01T09:00:00Z"; })},
      {"a time without zone", Refused::malformed,
       forge([](Forged& f) { f.created = "2026-06-01T08:00:00"; })},
      {"a day that there is not", Refused::malformed,
       forge([](Forged& f) { f.created = "2026-02-30T08:00:00Z"; })},
      {"Expires twice", Refused::malformed,
       forge([](Forged& f) { f.timestamp_inside = "<wsu:Expires>2027-06-01T08:00:00Z</wsu:Expires>"; })},
      {"from an issuer that nobody trusts", Refused::not_trusted, [] { return signed_message(stranger()); }},
      {"a certificate that has expired", Refused::certificate_expired,
       [=] { return signed_message(issued(signatures, 2048, now - 2 * day, now - day)); }},
      {"a certificate that is not yet valid", Refused::certificate_not_yet_valid,
       [=] { return signed_message(issued(signatures, 2048, now + day, now + 2 * day)); }},
      {"a weak key", Refused::weak_key,
       [=] { return signed_message(issued(signatures, 1024, now - day, now + day)); }},
      {"a key of another kind", Refused::algorithm,
       [=] {
         Forged f;
         f.by = &issued(signatures, 0, now - day, now + day);
         return forged(f);
       }},
      {"without non-repudiation", Refused::no_commitment,
       [] {
         return signed_message(issued(keys::CertificateUse::without_repudiation, 2048, now - day, now + day));
       }},
      {"a server's certificate", Refused::no_commitment,
       [] { return signed_message(issued(keys::CertificateUse::server, 2048, now - day, now + day)); }},
      {"the authority itself", Refused::algorithm,
       [] {
         Forged f;
         f.by = &authority().identity();
         return forged(f);
       }},
      {"a key identifier that nobody knows", Refused::not_trusted,
       [] {
         wss::Signing signing;
         signing.signer_by = wss::SignerBy::key_identifier;
         return signed_message(party(), signing);
       }},
      {"the token is not a certificate", Refused::no_certificate,
       [] { return changed(keys::base64(party().certificate.der()), "AAAA"); }},
      {"the token is not a base64", Refused::malformed,
       [] { return changed(keys::base64(party().certificate.der()), "A-A"); }},
  };
}

}  // namespace

TEST_CASE("what must be refused is refused, for its own reason") {
  for (const auto& attack : attacks()) {
    CAPTURE(attack.name);
    std::string message;
    try {
      message = attack.message();
    } catch (const std::exception& error) {
      FAIL_CHECK(std::string(error.what()));
      continue;
    }
    const auto verified = wss::verify(message, attack.policy, trust(), now);
    REQUIRE(!verified);
    CAPTURE(verified.error().text);
    CHECK(to_string(verified.error().why) == to_string(attack.why));
    CHECK(!verified.error().text.empty());
  }
}

TEST_CASE("what the forger signs is taken when there is nothing wrong with it") {
  const auto taken = [](const Forged& f, const wss::Policy& policy = {}) {
    const auto verified = wss::verify(forged(f), policy, trust(), now);
    CAPTURE((verified ? std::string() : verified.error().text));
    CHECK(verified.has_value());
  };
  taken({});
  taken(how([](Forged& f) { f.token_last = true; }));
  taken(how([](Forged& f) {
    f.created = "2026-06-01T10:00:00.123+02:00", f.expires = "2026-06-01T10:01:00+02:00";
  }));
  wss::Policy body_alone;
  body_alone.timestamp_signed = false;
  taken(how([](Forged& f) { f.uris = {"#Body-1"}; }), body_alone);
}

TEST_CASE("the same message is taken once, and remembered until it has expired") {
  auto trusted = trust();
  trusted.replays = std::make_shared<wss::ReplayGuard>(2);
  const wss::Policy policy;
  const auto try_it = [&](const std::string& message, wss::Seconds at) {
    const auto verified = wss::verify(message, policy, trusted, at);
    return verified ? std::string("taken") : std::string(to_string(verified.error().why));
  };
  const auto first = signed_message();
  CHECK(try_it(first, now) == "taken");
  CHECK(try_it(first, now + 1) == "replayed");
  // Through another pretty face, too: what counts is the signature.
  CHECK(try_it(replaced(first, "<soap:Header>", "<soap:Header><x/>"), now + 1) == "replayed");
  CHECK(try_it(first, now + 60 + policy.clock_skew) == "replayed");
  CHECK(try_it(first, now + 60 + policy.clock_skew + 1) == "expired");
  // What did not hold is not remembered.
  const auto second = signed_message(party(), {}, now + 1);
  CHECK(try_it(replaced(second, "a=\"1\"", "a=\"2\""), now + 1) == "digest-wrong");
  CHECK(try_it(second, now + 1) == "taken");
  // When it is full, nothing is forgotten for a newcomer.
  const auto third = signed_message(party(), {}, now + 2);
  CHECK(try_it(third, now + 2) == "too-many");
  CHECK(try_it(first, now + 2) == "replayed");
  CHECK(trusted.replays->size() == 2);
  const auto later = signed_message(party(), {}, now + 200);
  CHECK(try_it(later, now + 200) == "taken");
  CHECK(trusted.replays->size() == 1);
}

}  // namespace cimgate::test

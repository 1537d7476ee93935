#include "tests/security/signed_messages.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "gateway/security/wss/names.hpp"

namespace cimgate::test {

using namespace keys;
namespace names = wss::names;

const std::string content =
    "<tns:RequestStartOfSupplyRequest xmlns:tns=\"urn:tns\"><m:Request xmlns:m=\"urn:m\" xmlns=\"urn:d\" "
    "b=\"2\" a=\"1\"><Id>r\xC3\xB8r &amp; "
    "&lt;1&gt;</Id><m:Empty/></m:Request></tns:RequestStartOfSupplyRequest>";

CertificateOrder order_of(CertificateUse use, unsigned bits) {
  CertificateOrder made;
  made.subject = {"Fjordlys Kraft AS", "Fjordlys Kraft AS", "313000125"};
  made.use = use;
  made.from = now - day;
  made.to = now + 30 * day;
  made.rsa_bits = bits;
  return made;
}

const Authority& authority() {
  static const auto made = Authority::make(order_of(CertificateUse::authority, 0));
  return made;
}

const Identity& party() {
  static const auto made = authority().issue(order_of());
  return made;
}

const Identity& stranger() {
  static const auto made = Authority::make(order_of(CertificateUse::authority, 0)).issue(order_of());
  return made;
}

wss::Trust trust() {
  wss::Trust made;
  made.issuers = std::make_shared<TrustStore>(TrustStore::of({authority().identity().certificate}));
  return made;
}

std::string signed_message(const Identity& by, const wss::Signing& signing, wss::Seconds at,
                           const std::string& body) {
  // Attacks know where to strike.
  auto known = signing;
  if (known.timestamp_id.empty()) known.timestamp_id = "Timestamp-1";
  auto made = wss::signed_envelope(body, by, known, at);
  if (!made) throw std::runtime_error(made.error());
  return *std::move(made);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos || text.find(from, at + 1) != std::string::npos)
    throw std::runtime_error("not there once: " + from);
  return text.replace(at, from.size(), to);
}

std::string part(const std::string& text, const std::string& from, const std::string& to) {
  const auto begin = text.find(from);
  const auto end = text.find(to, begin);
  if (begin == std::string::npos || end == std::string::npos) throw std::runtime_error("not there: " + from);
  return text.substr(begin, end + to.size() - begin);
}

std::string forged(const Forged& how) {
  const auto digest = [&](const std::string& text) {
    const auto hash = how.digest_method.ends_with("sha1") ? Hash::sha1 : Hash::sha256;
    return base64(digest_of(hash, text));
  };
  // All of it is written in canonical form.
  const auto body =
      fmt::format(R"(<soap:Body xmlns:soap="{}" xmlns:wsu="{}" wsu:Id="Body-1"><a></a></soap:Body>)",
                  names::soap, names::wsu);
  const auto timestamp = fmt::format(
      R"(<wsu:Timestamp xmlns:wsu="{}" wsu:Id="Timestamp-1"><wsu:Created>{}</wsu:Created><wsu:Expires>{}</wsu:Expires>{}</wsu:Timestamp>)",
      names::wsu, how.created, how.expires, how.timestamp_inside);
  std::string references;
  for (const auto& uri : how.uris)
    references += fmt::format(
        R"(<ds:Reference URI="{}">{}<ds:DigestMethod Algorithm="{}"></ds:DigestMethod><ds:DigestValue>{}</ds:DigestValue></ds:Reference>)",
        uri, how.transforms.empty() ? "" : "<ds:Transforms>" + how.transforms + "</ds:Transforms>",
        how.digest_method, digest(uri == "#Timestamp-1" ? timestamp : body));
  const auto info = fmt::format(
      R"(<ds:SignedInfo xmlns:ds="{}"><ds:CanonicalizationMethod Algorithm="{}">{}</ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="{}"></ds:SignatureMethod>{}</ds:SignedInfo>)",
      names::ds, how.canonicalisation, how.canonicalisation_inside, how.signature_method, references);
  const auto hash = how.signature_method.ends_with("sha1") ? Hash::sha1 : Hash::sha256;
  const auto value = how.by->key.is_rsa() ? *how.by->key.sign(hash, digest_of(hash, info)) : std::string("x");
  const auto token = fmt::format(
      R"(<wsse:BinarySecurityToken ValueType="{}" wsu:Id="Token-1">{}</wsse:BinarySecurityToken>)",
      names::x509_v3, base64(how.by->certificate.der()));
  return fmt::format(
      R"(<soap:Envelope xmlns:soap="{}"><soap:Header><wsse:Security xmlns:wsse="{}" xmlns:wsu="{}">{}{}<ds:Signature xmlns:ds="{}">{}<ds:SignatureValue>{}</ds:SignatureValue><ds:KeyInfo>{}</ds:KeyInfo>{}</ds:Signature>{}</wsse:Security></soap:Header>{}</soap:Envelope>)",
      names::soap, names::wsse, names::wsu, how.token_last ? "" : token, timestamp, names::ds, info,
      base64(value), how.key_info, how.signature_inside, how.token_last ? token : "", body);
}

}  // namespace cimgate::test

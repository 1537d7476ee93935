#include "gateway/security/wss/security_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "gateway/security/wss/names.hpp"

namespace cimgate::wss {
namespace {

using Elements = std::vector<const Element*>;

constexpr std::size_t most_prefixes = 100;
constexpr std::size_t most_references = 3;  // Body, Timestamp, token

tl::unexpected<Refusal> refused(Refused why, std::string text) {
  return tl::make_unexpected(Refusal{why, std::move(text)});
}

tl::unexpected<Refusal> malformed(std::string text) {
  return refused(Refused::malformed, std::move(text));
}

std::string_view attribute(const Element& element, std::string_view name) {
  const auto* found = element.attribute("", name);
  return found == nullptr ? std::string_view() : std::string_view(*found);
}

/// The prefixes of InclusiveNamespaces, the only thing that exclusive canonical XML can be told.
tl::expected<std::vector<std::string>, Refusal> prefixes_of(const Element& method) {
  Elements children;
  if (!method.children(children) || children.size() > 1)
    return malformed(fmt::format("{} has more than InclusiveNamespaces.", method.name.local));
  std::vector<std::string> prefixes;
  if (children.empty()) return prefixes;
  const auto& only = *children.front();
  if (!only.is(names::exclusive, "InclusiveNamespaces") || !only.content.empty())
    return malformed(fmt::format("{} has more than InclusiveNamespaces.", method.name.local));
  const auto list = attribute(only, "PrefixList");
  for (std::size_t at = 0; at < list.size();) {
    const auto from = list.find_first_not_of(" \t\n\r", at);
    if (from == std::string_view::npos) break;
    at = std::min(list.find_first_of(" \t\n\r", from), list.size());
    const auto prefix = list.substr(from, at - from);
    prefixes.emplace_back(prefix == "#default" ? std::string_view() : prefix);
  }
  if (prefixes.size() > most_prefixes) return malformed("InclusiveNamespaces names too many prefixes.");
  return prefixes;
}

tl::expected<std::string, Refusal> bytes_of(const Element& element) {
  std::string text;
  if (!element.text(text)) return malformed(fmt::format("{} is not text.", element.name.local));
  auto bytes = keys::from_base64(text);
  if (!bytes || bytes->empty()) return malformed(fmt::format("{} is not base64.", element.name.local));
  return *std::move(bytes);
}

/// An attribute URI that refers into the message: "#id".
tl::expected<std::string, Refusal> id_in(const Element& element) {
  const auto uri = attribute(element, "URI");
  if (uri.size() < 2 || uri.front() != '#' || uri.find('(') != std::string_view::npos)
    return refused(Refused::reference, "A reference does not name an id of this message.");
  return std::string(uri.substr(1));
}

tl::expected<Reference, Refusal> read_reference(const Element& element) {
  Elements parts;
  if (!element.children(parts) || parts.size() != 3 || !parts[0]->is(names::ds, "Transforms") ||
      !parts[1]->is(names::ds, "DigestMethod") || !parts[2]->is(names::ds, "DigestValue")) {
    if (parts.size() == 2 && parts[0]->is(names::ds, "DigestMethod"))
      return refused(Refused::transform, "A reference has no transform; it must be exclusive canonical XML.");
    return malformed("A Reference has not its form: Transforms, DigestMethod, DigestValue.");
  }
  Reference reference;
  const auto id = id_in(element);
  if (!id) return tl::make_unexpected(id.error());
  reference.id = *id;
  Elements transforms;
  if (!parts[0]->children(transforms) || transforms.size() != 1 ||
      !transforms.front()->is(names::ds, "Transform") ||
      attribute(*transforms.front(), "Algorithm") != names::exclusive)
    return refused(Refused::transform,
                   "The one transform of a reference must be exclusive canonical XML without comments.");
  auto prefixes = prefixes_of(*transforms.front());
  if (!prefixes) return tl::make_unexpected(prefixes.error());
  reference.inclusive = *std::move(prefixes);
  const auto hash = hash_of_digest(attribute(*parts[1], "Algorithm"));
  if (!hash || !parts[1]->content.empty())
    return refused(Refused::algorithm, "Digests must be SHA-256 or SHA-1.");
  reference.hash = *hash;
  auto digest = bytes_of(*parts[2]);
  if (!digest) return tl::make_unexpected(digest.error());
  reference.digest = *std::move(digest);
  return reference;
}

tl::expected<void, Refusal> read_signed_info(const Element& info, SecurityHeader& header) {
  Elements parts;
  if (!info.children(parts) || parts.size() < 3 || !parts[0]->is(names::ds, "CanonicalizationMethod") ||
      !parts[1]->is(names::ds, "SignatureMethod"))
    return malformed("SignedInfo has not its form: CanonicalizationMethod, SignatureMethod, Reference.");
  if (attribute(*parts[0], "Algorithm") != names::exclusive)
    return refused(Refused::algorithm, "SignedInfo must be in exclusive canonical XML without comments.");
  auto prefixes = prefixes_of(*parts[0]);
  if (!prefixes) return tl::make_unexpected(prefixes.error());
  header.signed_info_inclusive = *std::move(prefixes);
  const auto hash = hash_of_signature(attribute(*parts[1], "Algorithm"));
  if (!hash || !parts[1]->content.empty())
    return refused(Refused::algorithm, "The signature must be RSA with SHA-256 or SHA-1.");
  header.signature_hash = *hash;
  if (parts.size() > 2 + most_references)
    return refused(Refused::reference, "Only Body, Timestamp and token may be referred to.");
  for (std::size_t i = 2; i < parts.size(); ++i) {
    if (!parts[i]->is(names::ds, "Reference"))
      return malformed("SignedInfo has something else than Reference.");
    auto reference = read_reference(*parts[i]);
    if (!reference) return tl::make_unexpected(reference.error());
    for (const auto& other : header.references)
      if (other.id == reference->id) return refused(Refused::reference, "Two references name the same id.");
    header.references.push_back(*std::move(reference));
  }
  header.signed_info = &info;
  return {};
}

/// KeyInfo: a reference to the token, or the key identifier of a certificate. `token_id`: the id it names.
tl::expected<void, Refusal> read_key_info(const Element& info, SecurityHeader& header,
                                          std::string& token_id) {
  Elements outer, inner;
  if (!info.children(outer) || outer.size() != 1 ||
      !outer.front()->is(names::wsse, "SecurityTokenReference") || !outer.front()->children(inner) ||
      inner.size() != 1)
    return malformed("KeyInfo has not its form: SecurityTokenReference with one Reference.");
  const auto& only = *inner.front();
  if (only.is(names::wsse, "KeyIdentifier")) {
    if (attribute(only, "ValueType") != names::key_identifier)
      return malformed("KeyIdentifier is not that of a certificate (X509SubjectKeyIdentifier).");
    auto bytes = bytes_of(only);
    if (!bytes) return tl::make_unexpected(bytes.error());
    header.key_identifier = *std::move(bytes);
    return {};
  }
  if (!only.is(names::wsse, "Reference")) return malformed("KeyInfo does not refer to a token.");
  const auto id = id_in(only);
  if (!id) return tl::make_unexpected(id.error());
  token_id = *id;
  return {};
}

tl::expected<void, Refusal> read_signature(const Element& signature, SecurityHeader& header,
                                           std::string& token_id) {
  Elements parts;
  if (!signature.children(parts) || parts.size() != 3 || !parts[0]->is(names::ds, "SignedInfo") ||
      !parts[1]->is(names::ds, "SignatureValue") || !parts[2]->is(names::ds, "KeyInfo"))
    return malformed("The Signature has not its form: SignedInfo, SignatureValue, KeyInfo.");
  if (auto read = read_signed_info(*parts[0], header); !read) return read;
  auto value = bytes_of(*parts[1]);
  if (!value) return tl::make_unexpected(value.error());
  header.signature = *std::move(value);
  return read_key_info(*parts[2], header, token_id);
}

tl::expected<void, Refusal> read_token(const Element& token, SecurityHeader& header) {
  const auto encoding = attribute(token, "EncodingType");
  if (attribute(token, "ValueType") != names::x509_v3 || (!encoding.empty() && encoding != names::base64))
    return refused(Refused::no_certificate, "The token is not one certificate (X509v3) in base64.");
  auto bytes = bytes_of(token);
  if (!bytes) return tl::make_unexpected(bytes.error());
  header.token_bytes = *std::move(bytes);
  return {};
}

bool number(std::string_view text, std::size_t at, std::size_t size, int& into) {
  const auto part = text.substr(std::min(at, text.size()), size);
  return part.size() == size && part.find_first_not_of("0123456789") == std::string_view::npos &&
         std::from_chars(part.data(), part.data() + size, into).ec == std::errc();
}

/// xsd:dateTime with a zone; fractions of a second are cut off.
std::optional<Seconds> time_of(std::string_view text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || !number(text, 0, 4, year) || !number(text, 5, 2, month) ||
      !number(text, 8, 2, day) || !number(text, 11, 2, hour) || !number(text, 14, 2, minute) ||
      !number(text, 17, 2, second))
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || year < 1970 || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  auto rest = text.substr(19);
  if (rest.starts_with('.')) {
    const auto end = rest.find_first_not_of("0123456789", 1);
    if (end == 1 || end == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(end);
  }
  int zone = 0;
  if (rest != "Z") {
    int hours = 0, minutes = 0;
    if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':' ||
        !number(rest, 1, 2, hours) || !number(rest, 4, 2, minutes) || hours > 14 || minutes > 59)
      return std::nullopt;
    zone = (hours * 60 + minutes) * (rest[0] == '-' ? -60 : 60);
  }
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return Seconds{days} * 86400 + hour * 3600 + minute * 60 + second - zone;
}

}  // namespace

const std::string* id_of(const Element& element) {
  const auto* id = element.attribute(names::wsu, "Id");
  return id != nullptr ? id : element.attribute("", "Id");
}

tl::expected<SecurityHeader, Refusal> read_security(const Element& security) {
  Elements blocks;
  if (!security.children(blocks)) return malformed("The Security header has text of its own.");
  SecurityHeader header;
  const Element* signature = nullptr;
  for (const auto* block : blocks) {
    if (block->is(names::wsse, "BinarySecurityToken")) {
      if (header.token != nullptr) return refused(Refused::two_tokens, "There are two tokens.");
      header.token = block;
      header.token_first = signature == nullptr;
    } else if (block->is(names::wsu, "Timestamp")) {
      if (header.timestamp != nullptr) return refused(Refused::two_timestamps, "There are two Timestamps.");
      header.timestamp = block;
    } else if (block->is(names::ds, "Signature")) {
      if (signature != nullptr) return refused(Refused::two_signatures, "There are two Signatures.");
      signature = block;
    } else {
      return refused(Refused::unexpected,
                     "The Security header has something else than one token, one Timestamp "
                     "and one Signature.");
    }
  }
  if (signature == nullptr) return refused(Refused::no_signature, "There is no Signature.");
  if (header.timestamp == nullptr) return refused(Refused::no_timestamp, "There is no Timestamp.");
  std::string token_id;
  if (auto read = read_signature(*signature, header, token_id); !read)
    return tl::make_unexpected(read.error());
  if (header.key_identifier.empty()) {
    const auto* id = header.token == nullptr ? nullptr : id_of(*header.token);
    if (id == nullptr || *id != token_id)
      return refused(Refused::no_token, "The signature names a token that is not in the header.");
    if (auto read = read_token(*header.token, header); !read) return tl::make_unexpected(read.error());
  } else if (header.token != nullptr) {
    return refused(Refused::two_tokens, "There is a token beside the key identifier of the signature.");
  }
  return header;
}

tl::expected<Lifetime, Refusal> read_timestamp(const Element& timestamp) {
  Elements parts;
  std::string created, expires;
  if (!timestamp.children(parts) || parts.size() != 2 || !parts[0]->is(names::wsu, "Created") ||
      !parts[1]->is(names::wsu, "Expires") || !parts[0]->text(created) || !parts[1]->text(expires))
    return malformed("The Timestamp has not its form: Created, Expires.");
  const auto from = time_of(created);
  const auto to = time_of(expires);
  if (!from || !to)
    return malformed("Created and Expires must be times with zone, such as 2026-06-01T08:00:00Z.");
  return Lifetime{*from, *to};
}

}  // namespace cimgate::wss

#include "gateway/security/keys/certificate.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>

#include "gateway/security/keys/openssl.hpp"
#include "gateway/security/keys/pem.hpp"

namespace cimgate::keys {
namespace {

constexpr Seconds day = 24 * 60 * 60;

std::string name_text(const X509_NAME* name) {
  const BioHandle out(BIO_new(BIO_s_mem()));
  // Letters beyond ASCII as they are.
  if (!out || X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) return {};
  return text_of(out.get());
}

Seconds seconds_of(const ASN1_TIME* time) {
  std::tm utc{};
  if (ASN1_TIME_to_tm(time, &utc) != 1) return 0;
  return timegm(&utc);
}

bool is_organisation(std::string_view text) {
  return text.size() == 9 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string attribute(const X509_NAME* name, int kind) {
  const int at = X509_NAME_get_index_by_NID(const_cast<X509_NAME*>(name), kind, -1);
  // Two of a kind say nothing.
  if (at < 0 || X509_NAME_get_index_by_NID(const_cast<X509_NAME*>(name), kind, at) >= 0) return {};
  const auto* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, value);
  if (size < 0) return {};
  std::string made(reinterpret_cast<char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  return made;
}

}  // namespace

Certificate::Certificate(std::shared_ptr<x509_st> certificate) : certificate_(std::move(certificate)) {}

tl::expected<Certificate, std::string> Certificate::from_der(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  std::shared_ptr<X509> made(d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
  if (!made) return tl::make_unexpected("no certificate: " + newest_reason());
  if (at != reinterpret_cast<const unsigned char*>(der.data()) + der.size())
    return tl::make_unexpected(std::string("no certificate: something follows it"));
  if (X509_get0_pubkey(made.get()) == nullptr)
    return tl::make_unexpected("a certificate with a key that cannot be read: " + newest_reason());
  return Certificate(std::move(made));
}

std::string Certificate::subject() const {
  return name_text(X509_get_subject_name(get()));
}

std::string Certificate::issuer() const {
  return name_text(X509_get_issuer_name(get()));
}

std::string Certificate::organisation_number() const {
  const auto* name = X509_get_subject_name(get());
  auto old_place = attribute(name, NID_serialNumber);
  auto new_place = attribute(name, NID_organizationIdentifier);
  if (new_place.starts_with("NTRNO-")) new_place.erase(0, 6);
  if (!is_organisation(old_place)) old_place.clear();
  if (!is_organisation(new_place)) new_place.clear();
  if (!old_place.empty() && !new_place.empty() && old_place != new_place) return {};
  return old_place.empty() ? new_place : old_place;
}

Seconds Certificate::not_before() const {
  return seconds_of(X509_get0_notBefore(get()));
}

Seconds Certificate::not_after() const {
  return seconds_of(X509_get0_notAfter(get()));
}

std::int64_t Certificate::days_left(Seconds now) const {
  const auto left = not_after() - now;
  return left >= 0 ? left / day : -((-left + day - 1) / day);
}

std::string Certificate::der() const {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(get(), &bytes);
  if (size < 0) return {};
  std::string made(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return made;
}

std::string Certificate::fingerprint() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string made;
  for (const char c : digest_of(Hash::sha256, der())) {
    made += digits[static_cast<unsigned char>(c) >> 4U];
    made += digits[static_cast<unsigned char>(c) & 15U];
  }
  return made;
}

std::string Certificate::key_identifier() const {
  const auto* id = X509_get0_subject_key_id(get());
  if (id == nullptr) return {};
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(id)),
          static_cast<std::size_t>(ASN1_STRING_length(id))};
}

bool Certificate::has_rsa_key() const {
  return EVP_PKEY_is_a(X509_get0_pubkey(get()), "RSA") == 1;
}

unsigned Certificate::key_bits() const {
  return static_cast<unsigned>(std::max(0, EVP_PKEY_get_bits(X509_get0_pubkey(get()))));
}

bool Certificate::commits() const {
  const auto usage = X509_get_key_usage(get());
  return usage != UINT32_MAX && (usage & KU_NON_REPUDIATION) != 0;
}

bool Certificate::may_sign() const {
  return (X509_get_key_usage(get()) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

bool Certificate::verifies(Hash hash, std::string_view digest, std::string_view signature) const {
  if (!has_rsa_key()) return false;
  return keys::verifies(X509_get0_pubkey(get()), hash, digest, signature);
}

tl::expected<std::vector<Certificate>, Problem> certificates_of(const std::string& file,
                                                                std::string_view pem) {
  const auto blocks = pem_blocks(file, pem);
  if (!blocks) return tl::make_unexpected(blocks.error());
  std::vector<Certificate> made;
  for (const auto& block : *blocks) {
    if (block.label != "CERTIFICATE" && block.label != "X509 CERTIFICATE") continue;
    const auto bio = bio_of(block.text);
    std::shared_ptr<X509> one(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
    if (!one || X509_get0_pubkey(one.get()) == nullptr)
      return tl::make_unexpected(
          Problem{file, block.line, "this certificate cannot be read: " + newest_reason()});
    made.emplace_back(std::move(one));
  }
  if (made.empty())
    return tl::make_unexpected(
        Problem{file, 0, "there is no certificate in this file (-----BEGIN CERTIFICATE-----)"});
  return made;
}

}  // namespace cimgate::keys

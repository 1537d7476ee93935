#include "gateway/security/keys/authority.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <stdexcept>

#include "gateway/security/keys/openssl.hpp"

namespace cimgate::keys {
namespace {

void need(bool good) {
  if (!good) throw std::runtime_error("no certificate made: " + newest_reason());
}

std::shared_ptr<evp_pkey_st> new_key(unsigned rsa_bits) {
  std::shared_ptr<evp_pkey_st> key(rsa_bits == 0 ? EVP_EC_gen("P-256") : EVP_RSA_gen(rsa_bits),
                                   EVP_PKEY_free);
  need(key != nullptr);
  return key;
}

void add_name(X509_NAME* name, int kind, const std::string& value) {
  if (value.empty()) return;
  need(X509_NAME_add_entry_by_NID(name, kind, MBSTRING_UTF8,
                                  reinterpret_cast<const unsigned char*>(value.data()),
                                  static_cast<int>(value.size()), -1, 0) == 1);
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> made(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  need(made != nullptr && X509_add_ext(certificate, made.get(), -1) == 1);
}

bool is_address(const std::string& name) {
  return name.find(':') != std::string::npos || name.find_first_not_of("0123456789.") == std::string::npos;
}

void add_use(X509* certificate, X509* issuer, const CertificateOrder& order) {
  const auto add = [&](int kind, const std::string& value) {
    add_extension(certificate, issuer, kind, value);
  };
  switch (order.use) {
    case CertificateUse::authority:
      add(NID_basic_constraints, "critical,CA:TRUE");
      add(NID_key_usage, "critical,keyCertSign,cRLSign");
      break;
    case CertificateUse::signatures:
    case CertificateUse::without_repudiation:
      add(NID_basic_constraints, "critical,CA:FALSE");
      add(NID_key_usage, order.use == CertificateUse::signatures ? "critical,digitalSignature,nonRepudiation"
                                                                 : "critical,digitalSignature");
      add(NID_ext_key_usage, "clientAuth");
      break;
    case CertificateUse::server:
      add(NID_basic_constraints, "critical,CA:FALSE");
      add(NID_key_usage, "critical,digitalSignature");
      add(NID_ext_key_usage, "serverAuth");
      std::string names;
      for (const auto& name : order.names)
        names += (names.empty() ? "" : ",") + std::string(is_address(name) ? "IP:" : "DNS:") + name;
      if (!names.empty()) add(NID_subject_alt_name, names);
      break;
  }
  add(NID_subject_key_identifier, "hash");
  add(NID_authority_key_identifier, "keyid:always");
}

/// `issuer`: null for a certificate that issues itself.
Identity made_by(const Identity* issuer, const CertificateOrder& order) {
  auto key = new_key(order.rsa_bits);
  std::shared_ptr<X509> certificate(X509_new(), X509_free);
  need(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  auto serial = random_bytes(16);
  serial[0] = static_cast<char>(static_cast<unsigned char>(serial[0]) & 0x7fU);  // positive
  const std::unique_ptr<BIGNUM, Free<BN_free>> number(BN_bin2bn(
      reinterpret_cast<const unsigned char*>(serial.data()), static_cast<int>(serial.size()), nullptr));
  need(number != nullptr &&
       BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get())) != nullptr);
  need(ASN1_TIME_set(X509_getm_notBefore(certificate.get()), order.from) != nullptr);
  need(ASN1_TIME_set(X509_getm_notAfter(certificate.get()), order.to) != nullptr);
  auto* name = X509_get_subject_name(certificate.get());
  add_name(name, NID_countryName, "NO");
  add_name(name, NID_organizationName, order.subject.organisation);
  add_name(name, NID_serialNumber, order.subject.organisation_number);
  add_name(name, NID_commonName, order.subject.name);
  X509* by = issuer == nullptr ? certificate.get() : issuer->certificate.get();
  need(X509_set_issuer_name(certificate.get(), X509_get_subject_name(by)) == 1);
  need(X509_set_pubkey(certificate.get(), key.get()) == 1);
  add_use(certificate.get(), by, order);
  need(X509_sign(certificate.get(), issuer == nullptr ? key.get() : issuer->key.get(), EVP_sha256()) > 0);
  Identity made{PrivateKey(std::move(key)), Certificate(std::move(certificate)), {}};
  if (issuer != nullptr) made.chain.push_back(issuer->certificate);
  return made;
}

}  // namespace

Authority Authority::make(const CertificateOrder& order) {
  return Authority(made_by(nullptr, order));
}

Identity Authority::issue(const CertificateOrder& order) const {
  return made_by(&identity_, order);
}

std::string to_pem(const Certificate& certificate) {
  const BioHandle out(BIO_new(BIO_s_mem()));
  need(out != nullptr && PEM_write_bio_X509(out.get(), certificate.get()) == 1);
  return text_of(out.get());
}

std::string to_pem(const PrivateKey& key) {
  const BioHandle out(BIO_new(BIO_s_secmem()));
  need(out != nullptr &&
       PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return text_of(out.get());
}

std::string to_pkcs12(const Identity& identity, const std::string& name, const std::string& passphrase) {
  const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> others(
      sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
  need(others != nullptr);
  for (const auto& one : identity.chain) need(sk_X509_push(others.get(), one.get()) != 0);
  const std::unique_ptr<PKCS12, Free<PKCS12_free>> box(
      PKCS12_create(passphrase.c_str(), name.c_str(), identity.key.get(), identity.certificate.get(),
                    others.get(), 0, 0, 0, 0, 0));
  const BioHandle out(BIO_new(BIO_s_mem()));
  need(box != nullptr && out != nullptr && i2d_PKCS12_bio(out.get(), box.get()) == 1);
  return text_of(out.get());
}

}  // namespace cimgate::keys

#include "gateway/security/keys/trust_store.hpp"

#include <openssl/x509_vfy.h>

#include <stdexcept>

#include "gateway/security/keys/openssl.hpp"
#include "gateway/security/keys/pem.hpp"

namespace cimgate::keys {
namespace {

/// Of OpenSSL's levels: 112 bits. RSA has 2048 bits for that, and certificates are not signed with SHA-1.
constexpr int strength = 2;

Distrust why_of(int error) {
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return Distrust::expired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return Distrust::not_yet_valid;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
      return Distrust::weak;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return Distrust::unknown_issuer;
    default:
      return Distrust::other;
  }
}

}  // namespace

tl::expected<TrustStore, Problem> TrustStore::load(const std::string& file) {
  const auto text = read_key_file(file);
  if (!text) return tl::make_unexpected(text.error());
  const auto trusted = certificates_of(file, *text);
  if (!trusted) return tl::make_unexpected(trusted.error());
  return of(*trusted);
}

TrustStore TrustStore::of(const std::vector<Certificate>& trusted) {
  TrustStore made;
  made.store_ = std::shared_ptr<X509_STORE>(X509_STORE_new(), X509_STORE_free);
  if (!made.store_) throw std::bad_alloc();
  for (const auto& one : trusted)
    if (X509_STORE_add_cert(made.store_.get(), one.get()) != 1) throw std::bad_alloc();
  made.certificates_ = trusted;
  return made;
}

tl::expected<void, Untrusted> TrustStore::check(const Certificate& certificate,
                                                const std::vector<Certificate>& others, Seconds now) const {
  const std::unique_ptr<X509_STORE_CTX, Free<X509_STORE_CTX_free>> context(X509_STORE_CTX_new());
  const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> between(
      sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
  if (!context || !between) throw std::bad_alloc();
  for (const auto& one : others)
    if (sk_X509_push(between.get(), one.get()) == 0) throw std::bad_alloc();
  if (X509_STORE_CTX_init(context.get(), store_.get(), certificate.get(), between.get()) != 1)
    throw std::bad_alloc();
  auto* wanted = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(wanted, now);
  X509_VERIFY_PARAM_set_auth_level(wanted, strength);
  // A certificate of the store ends the path, though it may not have issued itself: pinned.
  X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_X509_STRICT);
  const bool good = X509_verify_cert(context.get()) == 1;
  const int error = X509_STORE_CTX_get_error(context.get());
  forget_errors();
  if (good) return {};
  return tl::make_unexpected(Untrusted{why_of(error), X509_verify_cert_error_string(error)});
}

}  // namespace cimgate::keys

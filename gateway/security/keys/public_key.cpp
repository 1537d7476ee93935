#include "gateway/security/keys/public_key.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "gateway/security/keys/openssl.hpp"

namespace cimgate::keys {
namespace {

using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;

Number number_of(std::string_view bytes) {
  return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                          static_cast<int>(bytes.size()), nullptr));
}

bool is_strong(const EVP_PKEY* key) {
  return EVP_PKEY_get_bits(key) >= 2048 && EVP_PKEY_get_bits(key) <= 8192;
}

}  // namespace

std::optional<PublicKey> PublicKey::rsa(std::string_view modulus, std::string_view exponent) {
  if (modulus.size() > 1024 || exponent.empty() || exponent.size() > 4) return std::nullopt;
  const auto n = number_of(modulus);
  const auto e = number_of(exponent);
  if (!n || !e || BN_is_odd(n.get()) == 0 || BN_is_odd(e.get()) == 0 || BN_is_one(e.get()) == 1)
    return std::nullopt;
  const std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>> build(OSSL_PARAM_BLD_new());
  const std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  if (!build || !context || OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
    return std::nullopt;
  const std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>> parameters(OSSL_PARAM_BLD_to_param(build.get()));
  EVP_PKEY* made = nullptr;
  if (!parameters || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    forget_errors();
    return std::nullopt;
  }
  PublicKey key(std::shared_ptr<evp_pkey_st>(made, EVP_PKEY_free));
  if (!is_strong(made)) return std::nullopt;
  return key;
}

std::optional<PublicKey> PublicKey::of(const Certificate& certificate) {
  if (!certificate.has_rsa_key()) return std::nullopt;
  PublicKey key(std::shared_ptr<evp_pkey_st>(X509_get_pubkey(certificate.get()), EVP_PKEY_free));
  if (!key.key_ || !is_strong(key.key_.get())) return std::nullopt;
  return key;
}

std::string PublicKey::number(const char* name) const {
  BIGNUM* found = nullptr;
  if (EVP_PKEY_get_bn_param(key_.get(), name, &found) != 1) return {};
  const Number kept(found);
  std::string made(static_cast<std::size_t>(BN_num_bytes(found)), '\0');
  BN_bn2bin(found, reinterpret_cast<unsigned char*>(made.data()));
  return made;
}

std::string PublicKey::modulus() const {
  return number(OSSL_PKEY_PARAM_RSA_N);
}

std::string PublicKey::exponent() const {
  return number(OSSL_PKEY_PARAM_RSA_E);
}

bool PublicKey::verifies(Hash hash, std::string_view digest, std::string_view signature) const {
  return keys::verifies(key_.get(), hash, digest, signature);
}

bool PublicKey::verifies_text(int bits, std::string_view text, std::string_view signature) const {
  const EVP_MD* method = bits == 256   ? EVP_sha256()
                         : bits == 384 ? EVP_sha384()
                         : bits == 512 ? EVP_sha512()
                                       : nullptr;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const bool good = method != nullptr && context &&
                    EVP_DigestVerifyInit(context.get(), nullptr, method, nullptr, key_.get()) == 1 &&
                    EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                                     signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

}  // namespace cimgate::keys

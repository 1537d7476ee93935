#include "gateway/security/keys/identity.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <cstring>

#include "gateway/security/keys/openssl.hpp"
#include "gateway/security/keys/pem.hpp"

namespace cimgate::keys {
namespace {

using Key = std::shared_ptr<evp_pkey_st>;

tl::unexpected<Problem> problem(std::string file, std::uint32_t line, std::string text) {
  return tl::make_unexpected(Problem{std::move(file), line, std::move(text)});
}

struct Passphrase {
  bool given = false;
  bool asked = false;
  std::string text;
  ~Passphrase() { OPENSSL_cleanse(text.data(), text.size()); }
};

/// OpenSSL asks for the passphrase only where a key has one. Without one it must not ask on the terminal.
int tell_passphrase(char* buffer, int size, int, void* of) {
  auto& passphrase = *static_cast<Passphrase*>(of);
  passphrase.asked = true;
  if (!passphrase.given || passphrase.text.size() > static_cast<std::size_t>(size)) return -1;
  std::memcpy(buffer, passphrase.text.data(), passphrase.text.size());
  return static_cast<int>(passphrase.text.size());
}

tl::expected<void, Problem> read_passphrase(const std::string& file, Passphrase& passphrase) {
  if (file.empty()) return {};
  auto text = read_key_file(file);
  if (!text) return tl::make_unexpected(text.error());
  passphrase.given = true;
  passphrase.text = text->substr(0, text->find_first_of("\r\n"));
  OPENSSL_cleanse(text->data(), text->size());
  return {};
}

std::string wrong_key(const Passphrase& passphrase, const std::string& reason) {
  if (passphrase.asked && !passphrase.given) return "this private key has a passphrase, and none was given";
  if (passphrase.asked) return "this private key cannot be read; most likely it has another passphrase";
  return "this private key cannot be read: " + reason;
}

tl::expected<Key, Problem> key_of(const std::string& file, std::string_view pem, Passphrase& passphrase) {
  const auto blocks = pem_blocks(file, pem);
  if (!blocks) return tl::make_unexpected(blocks.error());
  Key made;
  std::uint32_t first = 0;
  for (const auto& block : *blocks) {
    if (!block.label.ends_with("PRIVATE KEY")) continue;
    if (made)
      return problem(file, block.line, "a second private key; the first is in line " + std::to_string(first));
    const auto bio = bio_of(block.text);
    made.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, tell_passphrase, &passphrase), EVP_PKEY_free);
    if (!made) return problem(file, block.line, wrong_key(passphrase, newest_reason()));
    first = block.line;
  }
  if (!made) return problem(file, 0, "there is no private key in this file (-----BEGIN PRIVATE KEY-----)");
  return made;
}

/// PKCS #12 begins as every ASN.1 sequence does; PEM is text.
bool is_binary(std::string_view bytes) {
  return bytes.starts_with('\x30');
}

tl::expected<Identity, Problem> read_pkcs12(const std::string& file, std::string_view bytes,
                                            const Passphrase& passphrase) {
  const auto bio = bio_of(bytes);
  const std::unique_ptr<PKCS12, Free<PKCS12_free>> box(d2i_PKCS12_bio(bio.get(), nullptr));
  if (!box) return problem(file, 0, "this is neither PEM nor PKCS #12: " + newest_reason());
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  STACK_OF(X509)* others = nullptr;
  if (PKCS12_parse(box.get(), passphrase.text.c_str(), &key, &certificate, &others) != 1) {
    const bool mac = ERR_GET_REASON(ERR_peek_last_error()) == PKCS12_R_MAC_VERIFY_FAILURE;
    const bool old = ERR_GET_REASON(ERR_peek_error()) == ERR_R_UNSUPPORTED;
    const auto reason = newest_reason();
    if (mac)
      return problem(file, 0,
                     passphrase.given ? "this file has another passphrase"
                                      : "this file has a passphrase, and none was given");
    if (old)
      return problem(
          file, 0,
          "this file is encrypted in an old way (RC2 or DES) that OpenSSL 3 does not read; write it "
          "anew with `openssl pkcs12 -legacy -in … -nodes | openssl pkcs12 -export -out …`");
    return problem(file, 0, "this PKCS #12 file cannot be read: " + reason);
  }
  Identity made{PrivateKey(Key(key, EVP_PKEY_free)), Certificate({certificate, X509_free}), {}};
  for (int i = 0; others != nullptr && i < sk_X509_num(others); ++i)
    made.chain.emplace_back(std::shared_ptr<X509>(sk_X509_value(others, i), X509_free));
  sk_X509_free(others);
  if (key == nullptr) return problem(file, 0, "there is no private key in this file");
  if (certificate == nullptr)
    return problem(file, 0, "there is no certificate for the private key in this file");
  return made;
}

tl::expected<Identity, Problem> read_pem(const IdentityFiles& files, const std::string& pem,
                                         Passphrase& passphrase) {
  auto certificates = certificates_of(files.certificate, pem);
  if (!certificates) return tl::make_unexpected(certificates.error());
  tl::expected<Key, Problem> key;
  if (files.key.empty()) {
    key = key_of(files.certificate, pem, passphrase);
  } else {
    auto text = read_key_file(files.key);
    if (!text) return tl::make_unexpected(text.error());
    key = key_of(files.key, *text, passphrase);
    OPENSSL_cleanse(text->data(), text->size());
  }
  if (!key) return tl::make_unexpected(key.error());
  Identity made{PrivateKey(*key), certificates->front(), {}};
  made.chain.assign(certificates->begin() + 1, certificates->end());
  return made;
}

}  // namespace

tl::expected<std::string, std::string> PrivateKey::sign(Hash hash, std::string_view digest) const {
  const std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>> context(EVP_PKEY_CTX_new(get(), nullptr));
  std::string made(static_cast<std::size_t>(std::max(0, EVP_PKEY_get_size(get()))), '\0');
  std::size_t size = made.size();
  if (!is_rsa()) return tl::make_unexpected(std::string("the private key is not of RSA"));
  if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
      EVP_PKEY_CTX_set_signature_md(context.get(), hash == Hash::sha1 ? EVP_sha1() : EVP_sha256()) != 1 ||
      EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(made.data()), &size,
                    reinterpret_cast<const unsigned char*>(digest.data()), digest.size()) != 1)
    return tl::make_unexpected("this host does not sign: " + newest_reason());
  made.resize(size);
  return made;
}

bool PrivateKey::is_rsa() const {
  return EVP_PKEY_is_a(get(), "RSA") == 1;
}

std::vector<std::string> IdentityFiles::names() const {
  std::vector<std::string> made{certificate};
  if (!key.empty()) made.push_back(key);
  if (!passphrase.empty()) made.push_back(passphrase);
  return made;
}

tl::expected<Identity, Problem> load_identity(const IdentityFiles& files) {
  Passphrase passphrase;
  if (const auto read = read_passphrase(files.passphrase, passphrase); !read)
    return tl::make_unexpected(read.error());
  auto bytes = read_key_file(files.certificate);
  if (!bytes) return tl::make_unexpected(bytes.error());
  auto made = is_binary(*bytes) ? read_pkcs12(files.certificate, *bytes, passphrase)
                                : read_pem(files, *bytes, passphrase);
  OPENSSL_cleanse(bytes->data(), bytes->size());
  if (!made) return made;
  if (X509_check_private_key(made->certificate.get(), made->key.get()) != 1) {
    forget_errors();
    return problem(files.key.empty() ? files.certificate : files.key, 0,
                   "this private key does not belong to the first certificate of " + files.certificate);
  }
  return made;
}

}  // namespace cimgate::keys

#pragma once
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

#include "gateway/security/keys/hash.hpp"

/// Handles of OpenSSL, for this room.
namespace cimgate::keys {

template <auto free_it>
struct Free {
  template <class T>
  void operator()(T* handle) const {
    free_it(handle);
  }
};
using BioHandle = std::unique_ptr<BIO, Free<BIO_free_all>>;

/// A reading view of bytes, which must outlive it.
BioHandle bio_of(std::string_view bytes);
/// All that was written to a memory BIO.
std::string text_of(BIO* bio);
/// The reason of the newest error in OpenSSL's queue, which is emptied: fixed words of OpenSSL, nothing of
/// what was read.
std::string newest_reason();
void forget_errors();
/// Whether this is the RSA signature (PKCS #1 v1.5) of bytes with this digest.
bool verifies(EVP_PKEY* key, Hash hash, std::string_view digest, std::string_view signature);

}  // namespace cimgate::keys

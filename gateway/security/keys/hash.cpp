#include "gateway/security/keys/hash.hpp"

#include <openssl/rand.h>

#include <stdexcept>

#include "gateway/security/keys/openssl.hpp"

namespace cimgate::keys {
namespace {

const EVP_MD* method_of(Hash hash) {
  return hash == Hash::sha1 ? EVP_sha1() : EVP_sha256();
}

int place_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return -1;
}

}  // namespace

Digest::Digest(Hash hash) : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
  if (!context_ || EVP_DigestInit_ex(context_.get(), method_of(hash), nullptr) != 1)
    throw std::runtime_error("no digest: " + newest_reason());
}

void Digest::add(std::string_view bytes) {
  if (EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1)
    throw std::runtime_error("no digest: " + newest_reason());
}

std::string Digest::finish() {
  std::string made(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  if (EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(made.data()), &size) != 1)
    throw std::runtime_error("no digest: " + newest_reason());
  made.resize(size);
  return made;
}

std::string digest_of(Hash hash, std::string_view bytes) {
  Digest digest(hash);
  digest.add(bytes);
  return digest.finish();
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string made;
  made.reserve(2 * bytes.size());
  for (const char c : bytes) {
    made += digits[static_cast<unsigned char>(c) >> 4U];
    made += digits[static_cast<unsigned char>(c) & 15U];
  }
  return made;
}

std::string hex_digest(std::string_view bytes) {
  return hex(digest_of(Hash::sha256, bytes));
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string made;
  made.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto left = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8U | (i < left ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) made += i <= left ? letters[group >> (18 - 6 * i) & 63U] : '=';
  }
  return made;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string made;
  made.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  unsigned count = 0, padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const int place = place_of(c);
    if (place < 0 || padding > 0) return std::nullopt;
    group = group << 6U | static_cast<std::uint32_t>(place);
    if (++count % 4 == 0) {
      made += static_cast<char>(group >> 16U & 255U);
      made += static_cast<char>(group >> 8U & 255U);
      made += static_cast<char>(group & 255U);
      group = 0;
    }
  }
  const unsigned rest = count % 4;
  if (rest == 1 || (rest == 0 ? padding != 0 : padding != 4 - rest)) return std::nullopt;
  // Bits that belong to no byte are zero: one value has one text.
  if (rest == 2) {
    if ((group & 15U) != 0) return std::nullopt;
    made += static_cast<char>(group >> 4U & 255U);
  } else if (rest == 3) {
    if ((group & 3U) != 0) return std::nullopt;
    made += static_cast<char>(group >> 10U & 255U);
    made += static_cast<char>(group >> 2U & 255U);
  }
  return made;
}

std::string random_bytes(std::size_t count) {
  std::string made(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(made.data()), static_cast<int>(count)) != 1)
    throw std::runtime_error("no random numbers: " + newest_reason());
  return made;
}

}  // namespace cimgate::keys

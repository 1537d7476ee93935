#include "gateway/security/keys/webhook_secret.hpp"

#include <fmt/format.h>
#include <openssl/hmac.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "gateway/security/keys/hash.hpp"
#include "gateway/security/keys/openssl.hpp"

namespace cimgate::keys {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t least_bytes = 24, most_bytes = 64;
constexpr std::size_t most_secrets = 2;

std::string hmac_sha256(std::string_view secret, std::string_view text) {
  std::string made(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(),
           reinterpret_cast<unsigned char*>(made.data()), &size) == nullptr)
    throw std::runtime_error("no HMAC: " + newest_reason());
  made.resize(size);
  return made;
}

}  // namespace

tl::expected<WebhookSecrets, Problem> WebhookSecrets::load(const std::string& file) {
  std::ifstream input(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(input), {}};
  if (!input) return tl::make_unexpected(Problem{file, 0, "this file cannot be read"});
  auto made = read(text);
  if (!made) made.error().file = file;
  return made;
}

tl::expected<WebhookSecrets, Problem> WebhookSecrets::read(std::string_view text) {
  const auto wrong = [](std::uint32_t line, const char* what) {
    return tl::make_unexpected(Problem{"", line, what});
  };
  WebhookSecrets made;
  for (std::uint32_t line = 1; !text.empty(); ++line) {
    auto one = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    if (one.ends_with('\r')) one.remove_suffix(1);
    if (one.empty()) continue;
    if (!one.starts_with(prefix))
      return wrong(line, "this is not a secret of a webhook: whsec_ and 24 to 64 bytes in base64");
    auto bytes = from_base64(one.substr(prefix.size()));
    if (!bytes || bytes->size() < least_bytes || bytes->size() > most_bytes)
      return wrong(line, "this is not a secret of a webhook: whsec_ and 24 to 64 bytes in base64");
    if (made.secrets_.size() == most_secrets) return wrong(line, "two secrets at most, one a line");
    made.secrets_.push_back(*std::move(bytes));
  }
  if (made.secrets_.empty()) return wrong(0, "there is no secret in this file");
  return made;
}

std::string WebhookSecrets::sign(std::string_view id, std::int64_t seconds, std::string_view body) const {
  const auto text = fmt::format("{}.{}.{}", id, seconds, body);
  std::string signatures;
  for (const auto& secret : secrets_)
    signatures += fmt::format("{}v1,{}", signatures.empty() ? "" : " ", base64(hmac_sha256(secret, text)));
  return signatures;
}

}  // namespace cimgate::keys

#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/security/keys/problem.hpp"

/// What webhooks are signed with, so that whoever gets one knows by whom it was sent and when.
/// Source: Standard Webhooks 1.0.0, https://www.standardwebhooks.com
namespace cimgate::keys {

/// Symmetric secrets: "whsec_" and 24 to 64 bytes in base64, one a line. While they are changed there are
/// two, and both sign.
class WebhookSecrets {
 public:
  /// Error: a line is no such secret, or there is none. The problem names the line and nothing of it.
  static tl::expected<WebhookSecrets, Problem> load(const std::string& file);
  static tl::expected<WebhookSecrets, Problem> read(std::string_view text);

  /// The value of `webhook-signature`: HMAC-SHA256 over "id.seconds.body", one a secret.
  /// `id` has no full stop in it.
  std::string sign(std::string_view id, std::int64_t seconds, std::string_view body) const;

 private:
  std::vector<std::string> secrets_;
};

}  // namespace cimgate::keys

#pragma once
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/cli/services/serve_security.hpp"
#include "gateway/elhub/bridge/webhook.hpp"

namespace cimgate::cli {

/// Where a bridge posts what it fetches. The secret is in a file; it is never an option.
struct WebhookOptions {
  std::string url;
  std::string secret_file;
  std::string tls_trust;  ///< PEM
};
void add_webhook(Command& verb, WebhookOptions& options);

/// Null: nothing is posted. Error: a sentence.
tl::expected<std::shared_ptr<bridge::WebhookSetting>, std::string> open_webhook(
    const WebhookOptions& options, std::vector<WatchedFile>& watched);

}  // namespace cimgate::cli

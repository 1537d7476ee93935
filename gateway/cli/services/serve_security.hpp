#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/cli/options.hpp"
#include "gateway/elhub/emif/security.hpp"
#include "gateway/http/route.hpp"
#include "gateway/security/tls/tls.hpp"

namespace cimgate::cli {

/// What `serve` is told of signatures. Secrets are in files; none is ever an option.
struct WsSecurityOptions {
  std::string demand = "off";
  std::string trust;  ///< PEM: issuers of the parties' certificates
  std::string certificate, key, passphrase_file;
  std::string algorithms = "both";
  std::uint64_t skew = 30;
  std::uint64_t longest_life = 600;
  bool strict_layout = false;
};
void add_ws_security(Command& verb, WsSecurityOptions& options);

struct TlsOptions {
  std::string certificate, key, passphrase_file;
  std::string client_ca;  ///< PEM: issuers of the certificates that clients must have
};
void add_tls(Command& verb, TlsOptions& options);

/// With fewer days left, a certificate is spoken of.
inline constexpr std::int64_t days_soon = 30;

/// A file of keys or certificates that is watched.
struct WatchedFile {
  std::string use;                                        ///< "tls", "ws-security"
  std::function<std::optional<keys::Certificate>()> own;  ///< what it holds, when it is a certificate of ours
  std::function<std::optional<keys::Problem>()> problem;  ///< why its newest content is not in use
};

template <class T>
using Kept = tl::expected<std::shared_ptr<keys::Reloaded<T>>, std::string>;
/// A key and its certificate, watched. Error: it cannot be used, or not any more.
Kept<keys::Identity> open_own(const CommonOptions& common, const std::string& option,
                              const keys::IdentityFiles& files, const std::string& use,
                              std::vector<WatchedFile>& watched);
Kept<keys::TrustStore> open_trust(const std::string& option, const std::string& file, const std::string& use,
                                  std::vector<WatchedFile>& watched);

/// Null: nothing is asked of signatures. Error: a sentence. What is to be said loudly is said on standard
/// error.
tl::expected<std::shared_ptr<emif::Security>, std::string> open_ws_security(
    const CommonOptions& common, const WsSecurityOptions& options, std::vector<WatchedFile>& watched);
/// Null: plain HTTP.
tl::expected<std::shared_ptr<tls::Server>, std::string> open_tls(const CommonOptions& common,
                                                                 const TlsOptions& options,
                                                                 std::vector<WatchedFile>& watched);

/// Metrics and readiness of certificates: days left, files that changed and cannot be used.
http::Part certificates_part(std::vector<WatchedFile> watched);

}  // namespace cimgate::cli

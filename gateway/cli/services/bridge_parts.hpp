#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/cli/services/serve_security.hpp"
#include "gateway/elhub/bridge/bridge.hpp"
#include "gateway/elhub/bridge/routes.hpp"

namespace cimgate::cli {

/// Whom a bridge speaks with, as whom, and how. Secrets are in files; none is ever an option.
struct UpstreamOptions {
  std::string url;
  std::string tls_trust;  ///< PEM
  std::string gln;        ///< of the physical sender
  std::string hub_gln = "7080003824349";
  std::vector<std::string> parties;
  std::string version;
  std::string ws_security = "required";
  std::string ws_trust, ws_certificate, ws_key, ws_passphrase_file;
  std::string ws_algorithms = "sha256";
  std::uint64_t ws_skew = 30;
  std::uint64_t timeout = 60;
  std::uint64_t connections = 4, rate = 20;
  std::uint64_t retry_first = 1000, retry_most = 300'000, give_up_after = 86'400;
  std::uint64_t poll_interval = 60'000;
};
void add_upstream(Command& verb, UpstreamOptions& options);

/// What of a bridge's setting follows from them. Error: a sentence.
tl::expected<bridge::Setting, std::string> open_upstream(const CommonOptions& common,
                                                         const UpstreamOptions& options,
                                                         std::vector<WatchedFile>& watched);
/// The traffic light of BRS-NO-611 by the built-in limits. Error: a sentence.
tl::expected<std::shared_ptr<bridge::UsageLight>, std::string> open_light(const Gateway& gateway, bool stops);
/// A line for each thing that happens, on standard error. `form`: "none", "text", "json".
bridge::Log log_of_bridge(const std::string& form);
/// `cimgate replay`, which asks a bridge.
void add_replay(Command& app, CommonOptions& common, Run& run);
std::vector<bridge::CertificateView> views_of(const std::vector<WatchedFile>& watched);

}  // namespace cimgate::cli

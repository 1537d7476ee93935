#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

#include "gateway/amqp/module.hpp"
#include "gateway/cli/services/work_places.hpp"
#include "gateway/http_client/connection.hpp"
#include "gateway/work/folder_files.hpp"

namespace cimgate::cli {
namespace {

using Mechanism = amqp::Broker::Mechanism;

tl::expected<std::string, std::string> password_of(const BrokerOptions& options) {
  if (options.password_file.empty()) {
    const char* value = std::getenv("CIMGATE_AMQP_PASSWORD");
    return std::string(value == nullptr ? "" : value);
  }
  std::ifstream in(options.password_file);
  std::string line;
  if (!in || !std::getline(in, line))
    return tl::make_unexpected(
        fmt::format("--amqp-password-file: '{}' has no first line", options.password_file));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

tl::expected<amqp::Broker, std::string> broker_of(const BrokerOptions& options, const amqp::Place& place) {
  amqp::Broker broker;
  broker.host = place.host;
  broker.port = place.port;
  broker.tls = place.tls;
  broker.container = "cimgate-" + work::new_name();
  broker.trust = options.trust;
  broker.certificate = options.certificate;
  broker.key = options.key;
  broker.silence = std::chrono::seconds(options.silence);
  const auto& sasl = options.sasl;
  if (sasl == "external" || (sasl.empty() && options.user.empty() && !options.certificate.empty())) {
    if (options.certificate.empty() || !place.tls)
      return tl::make_unexpected("--amqp-sasl external needs amqps:// and --amqp-certificate");
    broker.mechanism = Mechanism::external;
    return broker;
  }
  if (sasl == "anonymous") return broker;
  if (options.user.empty())
    return tl::make_unexpected("AMQP needs --amqp-user, --amqp-certificate, or --amqp-sasl anonymous");
  auto password = password_of(options);
  if (!password) return tl::make_unexpected(password.error());
  if (password->empty())
    return tl::make_unexpected("--amqp-user needs --amqp-password-file, or CIMGATE_AMQP_PASSWORD");
  if (!place.tls && !http_client::is_this_machine(place.host) && !options.plain_in_clear)
    return tl::make_unexpected(
        "a password would be seen on the way: use amqps://, or say --amqp-plain-in-clear");
  broker.mechanism = Mechanism::plain;
  broker.user = options.user;
  broker.password = std::move(*password);
  return broker;
}

tl::expected<amqp::Place, std::string> place_of(std::string_view option, const std::string& url,
                                                const BrokerOptions& options) {
  auto place = amqp::parse_place(url);
  if (!place) return tl::make_unexpected(fmt::format("{}: {}", option, place.error()));
  // What can be wrong with how we connect is said now, not when there is a message.
  if (auto broker = broker_of(options, *place); !broker) return tl::make_unexpected(broker.error());
  return place;
}

work::Connect connecting_with(const BrokerOptions& options) {
  return [options](const amqp::Place& place) -> amqp::Connected {
    auto broker = broker_of(options, place);
    if (!broker) return tl::make_unexpected(broker.error());
    return amqp::connect(*broker);
  };
}

void add_claims(Command& group, ClaimOptions& options) {
  group
      .option("--claims", options.folder,
              "Folder for bodies that are too large for the broker; sender and receiver see the same")
      .type("FOLDER");
  group.option("--claim-above", options.above, "Larger bodies go there").type("SIZE").bytes().show_default();
}

std::optional<work::Claims> claims_of(const ClaimOptions& options, std::uint64_t most_bytes) {
  if (options.folder.empty()) return std::nullopt;
  return work::Claims(options.folder, most_bytes);
}

void add_broker(Command& verb, BrokerOptions& options) {
  auto group = verb.group("Brokers (AMQP 1.0)");
  group.option("--amqp-user", options.user, "User at the broker (SASL PLAIN)").type("NAME");
  group
      .option("--amqp-password-file", options.password_file,
              "File whose first line is the password (default: CIMGATE_AMQP_PASSWORD)")
      .type("FILE");
  group
      .option("--amqp-sasl", options.sasl,
              "plain, external or anonymous (default: plain with a user, external with a certificate)")
      .one_of({"plain", "external", "anonymous"});
  group
      .option("--amqp-trust", options.trust,
              "Certificates that amqps:// is trusted by (PEM; default: those of the system)")
      .type("FILE");
  group.option("--amqp-certificate", options.certificate, "Certificate that we show the broker (PEM)")
      .type("FILE");
  group.option("--amqp-key", options.key, "Its private key (PEM), if it is in a separate file").type("FILE");
  group
      .option("--amqp-idle-timeout", options.silence,
              "Seconds after which a broker from which nothing was heard is taken to be gone")
      .type("N")
      .between(2, 3600)
      .show_default();
  group.flag("--amqp-plain-in-clear", options.plain_in_clear,
             "Send a password without TLS to another machine, too");
}

}  // namespace cimgate::cli

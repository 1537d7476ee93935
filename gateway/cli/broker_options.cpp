#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

#include "gateway/cli/work_places.hpp"
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
  group.flag("--amqp-plain-in-clear", options.plain_in_clear,
             "Send a password without TLS to another machine, too");
}

}  // namespace cimgate::cli

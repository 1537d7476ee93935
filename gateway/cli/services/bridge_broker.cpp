#include "gateway/cli/services/bridge_broker.hpp"

#include <memory>
#include <utility>

namespace cimgate::cli {
namespace {

using Sink = std::function<std::shared_ptr<work::Sink>()>;

tl::expected<Sink, std::string> open_sink(std::string_view option, const std::string& url,
                                          const BridgeBrokerOptions& options, std::uint64_t most_bytes) {
  auto place = place_of(option, url, options.broker);
  if (!place) return tl::make_unexpected(place.error());
  return [place = *place, connect = connecting_with(options.broker),
          claims = claims_of(options.claims, most_bytes), above = options.claims.above] {
    return std::make_shared<work::AmqpSink>(place, connect, claims, above);
  };
}

tl::expected<std::shared_ptr<bridge::BrokerSourceSetting>, std::string> open_source(
    const BridgeBrokerOptions& options, std::uint64_t most_bytes) {
  auto place = place_of("--documents-from", options.documents_from, options.broker);
  if (!place) return tl::make_unexpected(place.error());
  auto refused = open_sink("--dead-letter", options.dead_letter, options, most_bytes);
  if (!refused) return tl::make_unexpected(refused.error());
  work::AmqpAddresses addresses;
  addresses.own = {*std::move(place)};
  addresses.most_bytes = most_bytes;
  addresses.claims = claims_of(options.claims, most_bytes);
  auto setting = std::make_shared<bridge::BrokerSourceSetting>();
  setting->source = [addresses, connect = connecting_with(options.broker)] {
    return std::make_unique<work::AmqpSource>(addresses, connect);
  };
  setting->refused = *std::move(refused);
  return setting;
}

}  // namespace

void add_bridge_broker(Command& verb, BridgeBrokerOptions& options) {
  auto group = verb.group("Documents and messages through a broker");
  group
      .option("--documents-from", options.documents_from,
              "Address that documents are taken from, as if they were posted: amqp://HOST/ADDRESS (amqps://)")
      .type("URL");
  group
      .option("--dead-letter", options.dead_letter,
              "Address for documents that are refused, each behind its problem as JSON; needed with "
              "--documents-from")
      .type("URL");
  group
      .option("--messages-to", options.messages_to,
              "Address that fetched messages and outcomes of documents are handed over to")
      .type("URL");
  add_claims(group, options.claims);
  add_broker(verb, options.broker);
}

tl::expected<void, std::string> open_bridge_broker(const BridgeBrokerOptions& options,
                                                   bridge::Setting& setting) {
  const auto wrong = [](const char* text) { return tl::make_unexpected(std::string(text)); };
  if (options.documents_from.empty() != options.dead_letter.empty())
    return wrong("--documents-from and --dead-letter need each other");
  if (options.documents_from.empty() && options.messages_to.empty()) return {};
  if (!options.documents_from.empty()) {
    auto source = open_source(options, setting.limits.bytes);
    if (!source) return tl::make_unexpected(source.error());
    (*source)->retry_first = setting.delivery.retry_first;
    (*source)->retry_most = setting.delivery.retry_most;
    setting.broker_source = *std::move(source);
  }
  if (options.messages_to.empty()) return {};
  if (setting.webhook) return wrong("--messages-to and --webhook: a message goes to one of them");
  auto sink = open_sink("--messages-to", options.messages_to, options, setting.limits.bytes);
  if (!sink) return tl::make_unexpected(sink.error());
  auto broker_sink = std::make_shared<bridge::BrokerSinkSetting>();
  broker_sink->sink = *std::move(sink);
  broker_sink->retry_first = setting.delivery.retry_first;
  broker_sink->retry_most = setting.delivery.retry_most;
  setting.broker_sink = std::move(broker_sink);
  return {};
}

}  // namespace cimgate::cli

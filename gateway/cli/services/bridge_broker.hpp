#pragma once
#include <string>
#include <tl/expected.hpp>

#include "gateway/cli/services/work_places.hpp"
#include "gateway/elhub/bridge/bridge.hpp"

namespace cimgate::cli {

/// Addresses at brokers that a bridge takes documents from, and hands messages over to.
struct BridgeBrokerOptions {
  std::string documents_from, dead_letter, messages_to;
  ClaimOptions claims;
  BrokerOptions broker;
};
void add_bridge_broker(Command& verb, BridgeBrokerOptions& options);

/// Into the setting, whose limits, webhook and delivery are as they shall be. Error: a sentence.
tl::expected<void, std::string> open_bridge_broker(const BridgeBrokerOptions& options,
                                                   bridge::Setting& setting);

}  // namespace cimgate::cli

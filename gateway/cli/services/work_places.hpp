#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/amqp/peer.hpp"
#include "gateway/amqp/place.hpp"
#include "gateway/cli/command.hpp"
#include "gateway/work/amqp_sides.hpp"
#include "gateway/work/flow.hpp"

namespace cimgate::cli {

/// How brokers are reached, as options.
struct BrokerOptions {
  std::string user, password_file, sasl;
  std::string trust, certificate, key;
  bool plain_in_clear = false;
  unsigned silence = 20;  ///< seconds
};
void add_broker(Command& verb, BrokerOptions& options);
/// Error: what does not go together, or a file that cannot be read. The password is never in it.
tl::expected<amqp::Broker, std::string> broker_of(const BrokerOptions& options, const amqp::Place& place);

/// An address at a broker, of an option. Error: what is wrong with it, or with how we would connect.
tl::expected<amqp::Place, std::string> place_of(std::string_view option, const std::string& url,
                                                const BrokerOptions& options);
/// Connects to any broker with these options.
work::Connect connecting_with(const BrokerOptions& options);

/// Where bodies are that are too large for a broker, as options.
struct ClaimOptions {
  std::string folder;
  std::uint64_t above = std::uint64_t{1024} * 1024;
};
void add_claims(Command& group, ClaimOptions& options);
/// Nothing when there is no such folder.
std::optional<work::Claims> claims_of(const ClaimOptions& options, std::uint64_t most_bytes);

/// Where `cimgate work` takes messages from, and puts what becomes of them.
struct WorkPlaces {
  std::vector<std::string> from;
  std::string to, dead_letter, invalid;
  std::string share;
  std::string inbox;
  unsigned inbox_days = 30;
  unsigned together = 64, longest_together = 5;
  ClaimOptions claims;
  BrokerOptions broker;
};
/// Whether the source says at once that there is nothing, so that somebody has to wait.
bool is_polled(const WorkPlaces& places);
void add_places(Command& verb, WorkPlaces& places);

/// `poll`: how long a message is waited for, in seconds. Error: what is wrong with the options, or a place
/// that cannot be used.
tl::expected<std::unique_ptr<work::Flow>, std::string> open_flow(const WorkPlaces& places,
                                                                 std::uint64_t most_bytes, unsigned poll);

}  // namespace cimgate::cli

#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/elhub/cim_rest/counterpart.hpp"
#include "gateway/elhub/ledger/records.hpp"

/// What a bridge keeps.
namespace cimgate::bridge {

/// Milliseconds since 1970-01-01T00:00:00Z.
using Millis = std::int64_t;
/// Of what is not tried again.
inline constexpr Millis never = std::numeric_limits<Millis>::max();
using ledger::Channel;
using State = cim_rest::DocumentState::State;

/// A message on its way to the market. Its id never changes, however often it is sent.
struct Outgoing {
  std::int64_t sequence = 0;
  std::string id, name, process;
  std::string physical_sender, sender;
  std::string digest;  ///< SHA-256 of `xml`, in hex
  State state = State::accepted;
  Millis accepted = 0;
  Millis next_try = 0;
  std::int64_t tries = 0;
  std::int64_t refusals = 0;  ///< faults of the group Security in a row
  bool uncertain = false;     ///< a try has ended of which nobody knows whether it arrived
  std::string fault_group;    ///< of the counterpart's last fault, "Security"; "" = there was none
  std::string fault;          ///< its description and text; or why a try came to nothing
  std::string traceparent;
  std::string xml;              ///< one line; not in listings
  std::string answer;           ///< what was answered at once; not in listings
  std::int64_t claimed_by = 0;  ///< the worker that is to send it; 0 = nobody else could
};

enum class Fetched : std::uint8_t {
  waiting,  ///< for its party to fetch it
  handed,   ///< in a result set that is not acknowledged
  done,
  unreadable  ///< it has no form in CIM: for people to look at
};

/// A message that was fetched for a party. An id is taken once.
struct Incoming {
  std::int64_t sequence = 0;
  std::string party;
  Channel channel = Channel::market_processes;
  std::string id;         ///< of the message; of one that has none, its digest
  std::string name;       ///< "" = it could not be read
  std::string reference;  ///< id of what it answers; "" = nothing of ours
  std::string digest;
  Fetched state = Fetched::waiting;
  std::string problem;  ///< of one that is unreadable; nothing of the message
  Millis received = 0;
  std::string xml;  ///< not in listings
};

/// One entry of the audit log: ids and digests, nothing that a message says.
struct AuditEntry {
  std::int64_t sequence = 0;
  Millis at = 0;
  std::string event;    ///< "accepted", "sent", "failed", "again", "fetched", "handed-out", "posted",
                        ///< "acknowledged", "refused", "forgotten", "replayed"
  std::string message;  ///< id
  std::string party;    ///< GLN
  std::string digest;
  std::string hash;  ///< SHA-256 over all this and the hash of the entry before
};

}  // namespace cimgate::bridge

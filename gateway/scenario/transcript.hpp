#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/json/out.hpp"
#include "gateway/scenario/exchange.hpp"

namespace cimgate::scenario {

enum class Outcome : std::uint8_t { passed, failed, undetermined };
std::string_view to_string(Outcome outcome);

/// What became of one step of a pack.
struct PlayedStep {
  std::size_t number = 0;  ///< from 1, as in the pack; 0: what comes before the first
  std::uint32_t line = 0;  ///< in the pack
  std::string kind;        ///< send, expect, none, answer, fault, move, state, take-over, mail, correct,
                           ///< reactive-channels, send-again, fetch, usage, rest, start, same
  Text text;               ///< what the step does
  std::string party;       ///< name in the pack; "" when it has none
  std::string message;     ///< "RequestStartOfSupply"; "" when it has none
  Outcome outcome = Outcome::passed;
  Text why;             ///< of a step that has not passed: what was wanted, and what was received instead
  std::string content;  ///< the message that was sent or received, as XML of Elhub's BIM
  std::shared_ptr<const Wire> wire;  ///< what that message, or the answer, went over the wire in
  std::int64_t at = 0;               ///< the hub's time: seconds since 1970-01-01T00:00:00Z
};

/// What a report shows of it: the message, or a request over REST and its answer; "" = nothing.
std::string shown_of(const PlayedStep& step);

/// A message that a party got, in the order in which it got them.
struct Received {
  std::string party;
  std::string queue;
  std::string message;
  std::string xml;
};

/// A pack as it was played in one language.
struct Transcript {
  std::string name;
  std::string file;
  Text title;
  std::string schema;  ///< version of the messages; "" = what is in force
  std::string by;      ///< "soap", "cim"
  std::vector<PlayedStep> steps;
  std::vector<Received> received;  ///< everything, also what no step asked for
  bool transport_failed = false;

  /// failed when a step failed; else undetermined when one could not be judged.
  Outcome outcome() const;
};

/// {"name":…,"by":…,"passed":…,"outcome":…,"steps":[{"number","text":{"en","nb"},"kind","party","message","outcome",
/// "passed","why":{"en","nb"},"content","at"}]}; with the wire, which steps over REST always have,
/// {"method","target","sent","status","contentType","received"}, too
enum class Wires : std::uint8_t { left_out, told };
void append_json(const Transcript& transcript, json::JsonOut& out, Wires wires = Wires::left_out);
/// {"en":…,"nb":…}
void append_json(const Text& text, json::JsonOut& out);

}  // namespace cimgate::scenario

#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "cimgate/finding.hpp"

/// A test pack: who sends what to whom, when, and what must happen then. The format is told in
/// docs/scenarios.md.
namespace cimgate::scenario {

struct Party {
  std::string gln;
  std::string role;  ///< in which it sends and polls when a step does not say: "DDQ"
};
struct Customer {
  std::string id;    ///< 9 digits: organisation number (82); 11: national identity number (Z01)
  std::string name;  ///< of an organisation
  std::string given, family;
  std::string scheme() const { return id.size() == 9 ? "82" : "Z01"; }
};
/// A party, an end user, or an identifier of anything else (metering point, grid area).
using Named = std::variant<Party, Customer, std::string>;

/// A word with its value, or several. No values: there must be none, or it is taken out.
struct Value {
  std::string word;
  std::vector<std::string> texts;
  std::uint32_t line = 0, column = 0;
};

/// A message of a step, as the pack says it.
struct Message {
  std::string name;     ///< "RequestStartOfSupply"
  std::string process;  ///< "BRS-NO-101"; "" when it is not said
  std::string type;     ///< "392"; likewise
  std::vector<Value> with;
};

struct Send {
  Message message;
  std::string as;    ///< name of the party
  std::string role;  ///< "" = the party's
  std::string sent_by;
  bool confirm = false;
  std::string base;              ///< file of scenarios/messages; "" = the one named after message and process
  std::string takes_back;        ///< step that is cancelled or rolled back; "" = none
  std::string same_id_as;        ///< step whose message id is used again
  bool last_is_refused = false;  ///< a fault or an answer is expected in the next step
};
/// The same bytes once more.
struct Resend {
  std::string step;
  bool last_is_refused = false;
};
/// A message that waits for a party.
struct Expect {
  Message message;
  std::string at;
  std::string queue;  ///< "market-processes", "metering-values", or "" = either
};
/// Nothing waits: nothing at all, or no such message.
struct ExpectNone {
  Message message;
  std::string at;
};
/// The answer that came at once, to the message sent last.
struct ExpectAnswer {
  Message message;
};
/// The message sent last was refused with a SOAP fault of this group (by CIM: with a problem).
struct ExpectFault {
  std::string group;
};
/// Moves the virtual time.
struct Move {
  enum class How : std::uint8_t { to, by, next_step } how = How::to;
  std::string to;  ///< a time; or a duration such as P1D
};
/// What the hub knows of a metering point.
struct State {
  std::string point;
  std::string on;         ///< a day; "" = today
  std::vector<Value> is;  ///< status, settlement, supplier, contract, from, role, origin, customer, process …
};
/// Elhub moves all contracts of one supplier to another (BRS-NO-305).
struct TakeOver {
  std::string from, to;  ///< names of parties
  std::string on;        ///< a day
};
/// A mail to the end user of a metering point, which the hub has written.
struct ExpectMail {
  std::string point;
  bool none = false;      ///< there is none that no step expected
  std::vector<Value> is;  ///< process, ends, to, nb, en
};

/// Elhub puts a metering point right by hand after a takeover.
struct Correct {
  std::string kind;  ///< "remove-switch", "end-supply", "reopen"
  std::string point;
  std::string on;        ///< a day; "" = none
  std::string message;   ///< step that sent the BRS-NO-103; "" = none
  std::string supplier;  ///< name of a party; "" = none
  bool last_resort = false;
  std::string refused;  ///< member of the request that does not fit: nothing is done; "" = all fits
};
/// Elhub opens and closes reactive channels on many metering points (BRS-NO-305).
struct ReactiveChannels {
  std::vector<std::string> points;
  std::string on;                                ///< a day
  std::vector<std::string> open, close;          ///< "8716867000139 Out"
  std::vector<std::string> not_open, not_close;  ///< points on which it is blocked
};
/// Elhub puts into the queues of a party again what it sent to it.
struct SendAgain {
  std::string party;
  std::string from, to;  ///< times; `to`: "" = until now
};

/// Asks for what waits for a party, and leaves it there.
struct Fetch {
  std::string party;
  std::string sent_by;  ///< name of the party that asks; "" = itself
  std::string queue;
  bool last_is_refused = false;
};

/// How far a party has come with BRS-NO-611, by the hub's own count.
struct Usage {
  std::string party;
  std::vector<Value> is;  ///< level, queries-for-start, starts, blocked, and the measures of the limits
};

/// A request over REST, and what must be answered. Texts may have placeholders (placeholders.hpp).
struct Rest {
  std::string method, address;  ///< "POST", "/cim/v1/third-party-access"
  std::string as;               ///< name of the party whose GLN is SenderGLN; "" = nobody says who asks
  std::vector<std::pair<std::string, std::string>> headers;
  std::string json;                                       ///< the body, when it is JSON
  std::vector<std::pair<std::string, std::string>> form;  ///< the body, when it is a form
  unsigned status = 0;                                    ///< 0 = any that is a success
  std::vector<Value> is;                                  ///< by JSON pointer
  std::vector<std::string> says;                          ///< texts that the answer has in it
};

struct Step {
  std::string id;  ///< other steps refer to it; "" = none do
  std::uint32_t line = 0, column = 0;
  Text text;  ///< what the pack says of it; empty = said by what it does
  std::variant<Send, Resend, Expect, ExpectNone, ExpectAnswer, ExpectFault, Move, State, TakeOver, ExpectMail,
               Correct, ReactiveChannels, SendAgain, Fetch, Usage, Rest>
      what;
};

struct Pack {
  std::string file;
  std::string name;
  Text title;
  std::vector<std::string> roles;  ///< under test
  std::vector<std::string> processes;
  RuleSource source;
  std::string schema;      ///< version of the messages, "elhub/pending"; "" = what is in force
  std::int64_t clock = 0;  ///< when it starts: seconds since 1970-01-01T00:00:00Z
  std::string market;      ///< YAML of docs/market.md
  std::string users;       ///< YAML of docs/access.md; "" = nobody is asked for a role
  std::string limits;      ///< to the use of BRS-NO-611, YAML of docs/usage-611.md; "" = those of the hub
  std::map<std::string, Named, std::less<>> names;
  std::vector<std::pair<std::string, std::string>> days;  ///< in order: later ones may use earlier ones
  std::vector<std::string> by;                            ///< "soap", "cim"; both unless the pack says less
  std::vector<Step> steps;
};

}  // namespace cimgate::scenario

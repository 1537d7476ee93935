#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cimgate/finding.hpp"
#include "gateway/market/market.hpp"
#include "gateway/rules/calendar.hpp"

/// What the hub keeps besides the market state.
namespace cimgate::ledger {

using rules::Day;
using Seconds = std::int64_t;  ///< since 1970-01-01T00:00:00Z, of virtual time

/// The two queues that each party has (EMIF, section 3).
enum class Channel : std::uint8_t { market_processes, metering_values };
std::string_view to_string(Channel channel);  ///< "market-processes"
std::optional<Channel> parse_channel(std::string_view text);

/// A message of BIM that came in or was sent.
struct StoredMessage {
  std::string id;
  bool incoming = false;
  std::string name;           ///< RequestStartOfSupply
  std::string process;        ///< BRS-NO-101
  std::string document_type;  ///< 392
  std::string physical_sender, sender, recipient;
  std::string gsrn;    ///< of the first payload; "" when there is none
  std::string answer;  ///< id of what was answered at once; "" when nothing was
  Seconds at = 0;
  std::string xml;  ///< one line, UTF-8
};

/// A message in a queue.
struct QueuedMessage {
  std::string id, name, document_type, process, gsrn;
  Seconds at = 0;
  std::int64_t sequence = 0;  ///< of all queues, in the order in which messages came into them
};

/// One thing that happened. Texts hold no personal data.
struct Event {
  std::int64_t sequence = 0;
  Seconds at = 0;
  std::string kind;  ///< "process-started"; all kinds: docs/hub.md
  std::string process, gsrn, party;
  std::string message;       ///< id
  std::string message_name;  ///< NotifyStartOfSupply
  Text text;
};

struct EventFilter {
  std::int64_t after = 0;
  std::size_t limit = 200;
  std::string kind, process, gsrn, party;
};

/// A mail to an end user. It holds personal data: never for logs or events.
struct Mail {
  std::int64_t sequence = 0;
  Seconds at = 0;
  std::string process, gsrn;
  Day ends{};      ///< the first day without what ends
  std::string to;  ///< mail address; "" = none is known that a mail could go to
  Text subject, body;
};

struct MailFilter {
  std::int64_t after = 0;
  std::size_t limit = 200;
  std::string process, gsrn;
  Seconds since = 0;
};

/// What an end user's decision about a link (BRS-NO-624) has become, for the third party.
struct LinkAnswer {
  std::int64_t sequence = 0;
  Seconds at = 0;
  std::string party;    ///< GLN of the third party
  std::string request;  ///< its id for the request
  std::string reason;   ///< why there is no access: EH088; "" = there is
  std::string body;     ///< what is posted, JSON. It has personal data
};

/// What has become of something on its way out. What nothing is kept of has not left.
struct Delivery {
  enum class State : std::uint8_t { waiting, sent, refused, given_up } state = State::waiting;
  std::int64_t tries = 0;
};
std::string_view to_string(Delivery::State state);  ///< "given-up"

/// Something that is to happen at a time.
struct Step {
  std::int64_t sequence = 0;
  Seconds at = 0;
  std::string name;     ///< "cancellation-deadline"
  std::string subject;  ///< id of a process, or what else the step is about
  std::string process, gsrn;
};

/// What was done to the hub from outside: enough to do it again.
struct JournalEntry {
  std::int64_t sequence = 0;
  std::string kind;  ///< message, key, clock, market, poll, acknowledge, takeover, contracts, correction,
                     ///< reactive-channels, resend, version, link, authorization, users, usage-limits
  std::string first, second, third;
};

/// A process on a metering point, with what the state machine needs besides market::Process.
struct Case {
  std::string id;       ///< of the message that started it
  std::string process;  ///< BRS-NO-101
  std::string gsrn;
  std::string initiator, physical_sender, role;
  std::string status;  ///< ongoing, completed, cancelled, rejected, rolled-back
  Day date{};
  std::optional<Day> cancellation_deadline;
  /// waiting-for-deadline, waiting-for-activation, announced (the parties know, its day has not come), done
  std::string stage;
  std::string supplier, supplier_role, customer;
  std::string announcement;  ///< id of the notice that asks the grid company to activate
};

/// An agreement on a metering point that is no supply, such as Norgespris. One of a type holds at a time.
struct PointContract {
  std::string id;  ///< a UUID
  std::string type;
  std::string gsrn;
  std::string status;  ///< Initiated, Activated, Expired, Cancelled
  Day start{};
  std::optional<Day> end;  ///< the last day; nothing = that of the year in which it starts
  std::string customer;    ///< of the metering point when it was made: never into a text
  std::string created_by;  ///< GLN
  std::string updated_by;  ///< GLN; "" when only the clock changed it, or nobody did
  Seconds created = 0, updated = 0;
};

/// Which of them are asked for. Empty: any.
struct PointContractFilter {
  std::string type;
  std::optional<Seconds> updated_after, updated_before;
};

/// What the runs of the settlement have told of a day of a grid area.
struct Settled {
  std::string grid_area;
  Day day{};
  int run = 0;       ///< how many there were
  Seconds at = 0;    ///< of the last
  std::string sums;  ///< a fingerprint of what it told
};

/// Metered or stipulated values of a metering point, for one period. None is ever changed: later ones for the
/// same time stand beside it.
struct StoredSeries {
  std::int64_t sequence = 0;  ///< in the order in which they came

  std::string id, gsrn, process, sender;
  std::string direction, product;
  Seconds start = 0, end = 0;
  Seconds registered = 0;    ///< RegistrationDateTime
  std::string registration;  ///< the same, as it was written
  Seconds inserted = 0;
  bool withdrawn = false;   ///< says that there is no value
  std::string reading_end;  ///< of the meter; "" = not said, or the meter was changed then
  std::string xml;          ///< a CollectedData with this one series
};

/// What a supplier asks an end user for: a request, or a document to sign. Names, addresses and identity
/// numbers never go into a text.
struct Authorization {
  std::string id;
  bool is_document = false;
  std::string kind;            ///< see market::Grant
  std::string status;          ///< Pending, Rejected, Expired; Accepted of a request, Signed of a document
  std::string requested_by;    ///< GLN
  std::string requested_from;  ///< who lives there or moves in: identity number
  std::string gsrn;
  std::optional<Day> move_in;
  std::string person, address, supplier, contract;  ///< as the end user is to read them
  std::string redirect_uri;                         ///< of a request
  std::string language;                             ///< nb, nn, en; "" = not said
  std::string grant;                                ///< what came of it; "" = nothing
  Seconds created = 0, updated = 0;
  Seconds valid_to = 0;  ///< the end user has until then
};

/// A grant with what the market state does not say of it.
struct GrantRecord {
  market::Grant grant;
  std::string source;  ///< id of the request or document; "" = it came with the market state
  bool source_is_document = false;
  Seconds created = 0, updated = 0;
};

/// One version of a shared production (BRS-NO-701): who contributes, who receives which share, from when.
struct SharingVersion {
  std::string sharing;
  int version = 0;                   ///< from 1
  std::string surplus_to;            ///< Recipient, Contributor
  bool withdrawn = false;            ///< before it began
  Seconds created = 0, updated = 0;  ///< 0: it was kept before versions were
  std::string xml;                   ///< a RequestUpdateSharedProduction
};

/// What happened to a version.
struct SharingChange {
  std::int64_t sequence = 0;  ///< of all shared production, in the order in which it happened
  Seconds at = 0;
  std::string sharing;
  int version = 0;
  std::string what;  ///< created, changed, withdrawn, ended
};

/// Somebody wants to hear of changes.
struct SharingSubscription {
  std::string id;
  std::string party;    ///< GLN
  std::string sharing;  ///< "" = all that the party keeps
  Seconds created = 0;
  std::int64_t since = 0;  ///< the last change before it
};

/// Some of many, the newest first.
struct Page {
  std::size_t number = 0;  ///< from 0
  std::size_t size = 100;
};

}  // namespace cimgate::ledger

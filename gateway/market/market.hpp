#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/market/answer.hpp"
#include "gateway/rules/calendar.hpp"

/// The market state: metering points, who owns them, who supplies them, on every day of the past and the
/// future that it knows of. Days are those of the market's calendar. Identifiers are texts as in messages;
/// none of them is checked here: one that does not exist is simply not there.
namespace cimgate::market {

using rules::Day;

/// [from, to): `to` is the first day on which it no longer holds.
struct Period {
  Day from{};
  std::optional<Day> to;  ///< nothing: no end is known
  bool holds(Day day) const { return from <= day && (!to || day < *to); }
  bool operator==(const Period&) const = default;
};

/// A metering point as it is on a day. Fields that no file has given are not known; a field that was given as
/// `null` is known to be empty.
struct MeteringPoint {
  std::string gsrn;
  Day since{};                     ///< the first day of the state that is shown here
  Answer<std::string> type;        ///< E17 consumption, E18 production, E19 both, E20 exchange, …
  Answer<std::string> status;      ///< E22 active, E23 inactive, E31 closed
  Answer<std::string> settlement;  ///< E01 profiled, E02 interval, Z01 not settled
  Answer<std::string> resolution;  ///< PT15M, PT1H
  Answer<std::string> grid_area;   ///< EIC
  Answer<bool> accounting_point;   ///< takes part in the settlement
  Answer<bool> blocked_for_switching;
  Answer<std::string> meter;  ///< number of the meter
};

struct Address {
  std::string street, building_number, post_code, city;
};

/// A contract of supply. One at a time on a metering point: it ends where the next one starts.
struct Contract {
  std::string metering_point;
  Period period;
  std::string customer;  ///< organisation number or national identity number: never into a text
  std::string supplier;  ///< GLN
  std::string role;      ///< DDQ, or SLR: the supplier of last resort
  std::string origin;    ///< the process that made it, "BRS-NO-305"; "" when it is not known
};

struct Customer {
  std::string id;      ///< never into a text when it is a person's
  std::string scheme;  ///< 82 organisation, Z01 person
  std::string name;    ///< never into a text
};

struct Party {
  std::string gln;
  std::string name;  ///< of a company: may be shown
  std::vector<std::string> roles;
  Period period;
};

/// A supplier has arranged for balance responsibility in a grid area.
struct BalanceAgreement {
  std::string supplier;
  std::string grid_area;
  Period period;
};

/// A party may see the data of a metering point.
struct ThirdPartyAccess {
  std::string metering_point;
  std::string party;
  Period period;
};

/// A process that was started on a metering point.
struct Process {
  std::string id;       ///< of the message that started it
  std::string process;  ///< BRS-NO-101
  std::string metering_point;
  std::string initiator;                     ///< GLN
  std::string status;                        ///< ongoing, completed, cancelled, rejected
  Day date{};                                ///< on which it takes (or took) effect
  std::optional<Day> cancellation_deadline;  ///< the last day on which it can be cancelled, where known
  /// What it waits for: waiting-for-deadline, waiting-for-activation, waiting-for-answer; announced (the
  /// parties know, its day has not come), done.
  std::string stage;
  bool stage_is_told = false;  ///< else it is the usual one of the status
  std::string announcement;    ///< id of the notice that asks somebody to act on it; "" when nobody was asked
};

/// The stage of a process whose file does not say it: one that is ongoing can still be cancelled.
inline std::string usual_stage(std::string_view status) {
  return status == "ongoing" ? "waiting-for-deadline" : "done";
}

/// The stage on a day: who kept the process may not have gone on with it when its deadline passed.
inline std::string stage_on(const Process& process, Day day) {
  const bool is_late = process.cancellation_deadline && *process.cancellation_deadline < day;
  return is_late && process.stage == "waiting-for-deadline" ? "announced" : process.stage;
}

/// What a look-up of metering points searches by (BRS-NO-611). Empty texts: anything.
struct PointSearch {
  std::string text;   ///< the beginning of a GSRN; what no GSRN begins with finds nothing
  std::string after;  ///< GSRN
  std::size_t limit = 50;
  std::string post_code, meter, customer, street, building_number;  ///< * stands for anything
  bool operator==(const PointSearch&) const = default;
};

/// A series of metering values, without the values.
struct Series {
  std::string id;
  std::string metering_point;
  std::string process;  ///< BRS-NO-311, 312, 313, 332
  std::string direction, product;
  std::int64_t start = 0, end = 0;  ///< [start, end), seconds since 1970-01-01T00:00:00Z
  std::int64_t registered = 0;      ///< RegistrationDateTime
  bool withdrawn = false;           ///< says that there is no value
  std::string reading_end;          ///< of the meter; "" = not said, or the meter was changed then
};

/// An end user has agreed to a start of supply: what a ConsentID names.
struct Grant {
  std::string id;    ///< a UUID
  std::string kind;  ///< ChangeOfBalanceSupplierForPerson, MoveInAndChangeOfBalanceSupplierForPerson
  std::string metering_point;
  std::string party;           ///< GLN of the supplier that may start
  std::string customer;        ///< who agreed: never into a text
  Period period;               ///< in which it may be used
  std::optional<Day> move_in;  ///< of a move-in today or back in time
  std::string status;          ///< Active, Exhausted, Expired, Revoked
};

struct Wanted;
struct Part;

/// Look-ups by day. One that names a metering point that is not registered is answered as `absent`, or with
/// an empty list. May be asked from several threads. Throws database::Error when the store itself fails.
class Market {
 public:
  Market() = default;
  Market(const Market&) = delete;
  Market& operator=(const Market&) = delete;
  virtual ~Market() = default;

  /// As it is on a day; absent before its first day.
  virtual Answer<MeteringPoint> metering_point(const std::string& gsrn, Day day) const = 0;
  /// The days on which something about it changed, ascending; none when it is not registered.
  virtual std::vector<Day> changes_of(const std::string& gsrn) const = 0;

  /// All contracts of a metering point, by first day, with the ends that follow from the next one.
  virtual std::vector<Contract> contracts_of(const std::string& gsrn) const = 0;
  virtual Answer<Customer> customer(const std::string& id) const = 0;

  /// GLN of the owner of a grid area on a day; absent when the area is not registered then.
  virtual Answer<std::string> grid_owner(const std::string& grid_area, Day day) const = 0;
  /// What a party was, by first day; none when it is not registered.
  virtual std::vector<Party> party_history(const std::string& gln) const = 0;
  /// The roles in which `agent` may send for a party on a day. Nobody needs leave to send for himself.
  virtual std::vector<std::string> roles_of_agent(const std::string& agent, const std::string& party,
                                                  Day day) const = 0;
  /// All agreements on balance responsibility of a supplier in a grid area, by first day.
  virtual std::vector<BalanceAgreement> balance_agreements(const std::string& supplier,
                                                           const std::string& grid_area) const = 0;
  /// The same in all grid areas.
  virtual std::vector<BalanceAgreement> balance_agreements(const std::string& supplier) const = 0;
  virtual std::vector<ThirdPartyAccess> third_party_access(const std::string& gsrn) const = 0;

  /// All processes of a metering point, by date.
  virtual std::vector<Process> processes_of(const std::string& gsrn) const = 0;
  /// The process that a message refers to: by the message that started it, or by the notice that announced
  /// it. absent: there is none.
  virtual Answer<Process> process(const std::string& id) const = 0;

  /// GLN of the grid company that keeps a calculation of shared production; absent: there is none with this
  /// id.
  virtual Answer<std::string> sharing_owner(const std::string& id) const = 0;
  /// not_known: the state is not told of grants at all.
  virtual Answer<Grant> grant(const std::string& id) const = 0;
  /// Whether the market refuses on a day what a control finds; before, it only warns.
  virtual bool in_force(std::string_view control, Day day) const = 0;

  /// GLNs of the parties that have a role on a day.
  virtual std::vector<std::string> parties_with_role(std::string_view role, Day day) const = 0;

  /// Metering points that fit a search on a day, ascending.
  virtual std::vector<std::string> search(const PointSearch& search, Day day) const = 0;

  /// The series of a metering point that overlap [from, to), in the order in which they were registered, and
  /// then taken in. not_known: the state is not told of metering values at all.
  virtual Answer<std::vector<Series>> series_of(const std::string& gsrn, std::int64_t from,
                                                std::int64_t to) const = 0;
  /// The same of all metering points that were ever in a grid area; without their readings.
  virtual Answer<std::vector<Series>> series_in(const std::string& grid_area, std::int64_t from,
                                                std::int64_t to) const = 0;
  /// The series with the latest end of a process, direction and product; absent: there is none.
  virtual Answer<Series> last_series(const std::string& gsrn, const std::string& process,
                                     const std::string& direction, const std::string& product) const = 0;
  virtual Answer<Series> series(const std::string& id) const = 0;

  /// How many records each section of a file of market state would have.
  virtual std::vector<std::pair<std::string, std::int64_t>> sizes() const = 0;

  /// Each look-up is a journey to another process.
  virtual bool is_far() const { return false; }
  /// What is wanted (wanted.hpp), fetched together; for markets that are far away. Others, and those that
  /// cannot, give a part without a copy.
  virtual Part part(const Wanted& wanted) const;
};

/// The one that holds on a day: of contracts, agreements, what a party was.
template <class Held>
const Held* held_on(const std::vector<Held>& all, Day day) {
  const Held* found = nullptr;
  for (const auto& one : all)
    if (one.period.holds(day)) found = &one;
  return found;
}

/// Since when the end user of a day lives there, through all its contracts without a break; nothing when
/// there is none.
std::optional<Day> lives_since(const std::vector<Contract>& all, Day day);

/// Whoever has these roles (QRY and no other) has BRS-NO-611, and nothing else. Source: Elhub's guide to
/// access for users. No roles at all are another matter.
inline bool may_only_ask(const std::vector<std::string>& roles) {
  return !roles.empty() &&
         std::all_of(roles.begin(), roles.end(), [](const std::string& role) { return role == "QRY"; });
}

}  // namespace cimgate::market

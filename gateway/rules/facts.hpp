#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/dialect/dialect.hpp"
#include "gateway/rules/calendar.hpp"

/// What rules may ask about the market: `market.NAME` in rule files.
namespace cimgate::rules {

/// A series of metering values in a message, without the values.
struct SeriesHead {
  std::string id, metering_point, direction, product;
  std::optional<std::int64_t> start, end;  ///< [start, end), seconds since 1970-01-01T00:00:00Z
  std::int64_t registered = 0;
  bool withdrawn = false;   ///< says that there is no value
  std::string reading_end;  ///< of the meter; "" = not said, or the meter was changed then
  bool refused = false;     ///< has been found wrong by a rule before

  bool is_channel_of(const SeriesHead& other) const {
    return metering_point == other.metering_point && direction == other.direction && product == other.product;
  }
};

/// What a look-up is about, as far as the message says it. Empty texts: the message does not.
struct Question {
  std::string message;          ///< id of the message itself
  std::string metering_point;   ///< GSRN
  std::optional<Day> on;        ///< the day that the answer must hold on
  Day as_of{};                  ///< the day that the message is judged on
  std::string grid_area;        ///< EIC
  std::string supplier;         ///< GLN
  std::string customer;         ///< organisation number or national identity number: never into a text
  std::string sender;           ///< GLN of the juridical sender
  std::string physical_sender;  ///< GLN
  std::string role;             ///< of the sender: DDQ, DDM, …
  std::string process;          ///< as the message names it
  std::string reference;        ///< id of the message that this one refers to
  std::string payload;          ///< id of the payload in it
  std::string consent;          ///< id of the grant that it names
  std::optional<std::int64_t> from, to;                   ///< [from, to): the time that is asked about
  std::string business_type;                              ///< kind of aggregate that is asked for
  std::string meter, street, building_number, post_code;  ///< what is searched for; never into a text
  const SeriesHead* series = nullptr;                     ///< what the record is, where it is one
  const Calendar* calendar = &dialect::none()->calendar;  ///< of the message's dialect
  std::span<const SeriesHead> earlier;  ///< series of its channel that stand before it in the message
};

/// One answer of the market state.
struct Fact {
  enum class Kind : std::uint8_t {
    known,      ///< `values` are the answer
    absent,     ///< it is known that there is none
    not_known,  ///< the state does not say; `missing` names the fact
  };
  Kind kind = Kind::not_known;
  std::vector<std::string> values;  ///< texts as in messages; days as YYYY-MM-DD, times as xs:dateTime
  Text missing;                     ///< not_known: "the status of metering point 7070… on 2026-11-09"
};

/// A look-up that rule files may name. The table of all of them is what conditions are checked against when
/// they are loaded.
struct LookUp {
  enum class Type : std::uint8_t { text, day, time, yes_no };
  std::string_view name;  ///< "status" for market.status
  Type type = Type::text;
  std::string_view en, nb;  ///< the fact in words: "the status of the metering point"
  bool personal = false;    ///< answers are never shown
  bool of_series = false;   ///< hangs on the series that stand before it in the message
};

std::span<const LookUp> look_ups();
const LookUp* find_look_up(std::string_view name);

class Facts;

/// What will be asked about a message is told first, and fetched together.
class Gathering {
 public:
  Gathering() = default;
  Gathering(const Gathering&) = delete;
  Gathering& operator=(const Gathering&) = delete;
  virtual ~Gathering() = default;

  /// This may be asked. What is not told here is asked on its own, and costs what it costs.
  virtual void expect(std::string_view name, const Question& question) = 0;
  /// They answer as the facts themselves do; for one message, and one thread. Throws what they throw.
  virtual std::unique_ptr<const Facts> fetch() = 0;
};

/// The market state as rules see it. Implementations may be asked from several threads.
class Facts {
 public:
  Facts() = default;
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;
  virtual ~Facts() = default;

  /// `name` is one of look_ups(). What a question lacks (no metering point in the message) is answered
  /// not_known.
  virtual Fact look_up(std::string_view name, const Question& question) const = 0;

  /// Of facts that are far away, where each question is a journey. Null: they are near.
  virtual std::unique_ptr<Gathering> gather() const { return nullptr; }
};

}  // namespace cimgate::rules

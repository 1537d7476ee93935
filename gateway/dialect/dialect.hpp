#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/time/calendar.hpp"

/// What the messages of one market have in common, as data: dialects/*.yaml. No room of the engine knows a
/// market otherwise. See docs/dialects.md.
namespace cimgate::dialect {

/// Paths from the root of a message; what is meant is the first that the message has.
using Places = std::vector<std::string>;

/// Where the head of a message says what it is.
struct Head {
  Places id, creation, document_type, process, role;
};

/// Something that an element says beside or below itself.
struct Mark {
  std::string in;             ///< name of the element; "" = any
  std::string at;             ///< name of its child
  bool is_attribute = false;  ///< `at` is an attribute of the element instead
};

/// What findings say they are about.
struct Marks {
  std::vector<Mark> metering_point, series, position;
  std::size_t metering_point_digits = 0;  ///< a text of so many digits is the number of one
};

/// The message that sends values in, and where its series, seen from the record, say what they are about.
/// Without a message there is none.
struct Series {
  std::string message, record;
  std::string id, metering_point, direction, product, start, end, registered, withdrawn, reading_end;
  Places reading_reason;
  std::string meter_change;  ///< the reason of a reading between two meters
};

/// Which code list the answer of a look-up is of.
struct CodeLists {
  std::string ns;
  std::vector<std::pair<std::string, std::string>> answers;  ///< look-up → schema type

  /// "" when it is of none.
  std::string_view of_answer(std::string_view look_up) const;
};

/// How the operations that carry messages in SOAP are known; their schema is that of the set.
struct Envelope {
  std::string namespaces_begin_with;  ///< of the operations; "" = there are none
  std::string fault;                  ///< name of the element that refuses a message
};

/// What an answer that refuses a message names; elements, wherever they stand.
struct Refusal {
  std::string reason;   ///< its text is a reason code; "" = no answer of the market has one
  std::string status;   ///< beside it, where there is one: what became of the message
  Places refused;       ///< the statuses that refuse
  std::string message;  ///< the id of the message that is refused: beside it, else the first of the answer
  std::string part;     ///< beside it: the id of the part of that message; "" = parts have none
};

/// Numbers of persons: a value that may be one is never shown.
struct PersonalNumbers {
  std::vector<std::size_t> digits;  ///< how many they have

  /// True when the text has just so many digits in a row; spaces or hyphens may stand between them.
  bool may_be_in(std::string_view text) const;
  /// True for a number of digits that one has.
  bool have(std::size_t number_of_digits) const;
};

/// A place of the shared CIM documents that says that they are of this market.
struct Sign {
  std::string at;                   ///< path from the root
  std::vector<std::string> values;  ///< one of these stands there
};

struct Dialect {
  std::string id;  ///< "elhub", as xsd/sets.yaml names it
  Text title;
  Head head;
  std::vector<Sign> signs;           ///< each alone is enough; none = its documents are not told from others
  std::string processes_begin_with;  ///< "BRS-NO-"; "" = its processes cannot be told from other words
  Marks marks;
  /// What look-ups are about when a rule does not say: (question, path from the record or, with a slash, from
  /// the root; or "as-of").
  std::vector<std::pair<std::string, std::string>> questions;
  CodeLists code_lists;
  Series series;
  Envelope envelope;
  Refusal refusal;
  std::string namespaces_begin_with;  ///< of all that is the market's own; "" = none are
  PersonalNumbers personal_numbers;
  Text clock_name;  ///< "Norwegian time"
  time::Calendar calendar;
  std::vector<std::string> profiles;  ///< CIM schema sets; the first is taken when none is asked for

  bool is_process(std::string_view word) const {
    return !processes_begin_with.empty() && word.starts_with(processes_begin_with);
  }
};

/// For what belongs to no market: UTC, no words of its own, and every number that somewhere is one of persons
/// is taken for one.
const std::shared_ptr<const Dialect>& none();

}  // namespace cimgate::dialect

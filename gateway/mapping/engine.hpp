#pragma once
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/document/message.hpp"
#include "gateway/mapping/plan.hpp"
#include "gateway/mapping/record_order.hpp"

/// Runs a plan. Two functions, one for each way; what they cannot hand on is found by comparing
/// (residual.hpp).
namespace cimgate::mapping {

/// Something worth telling about one run of one correspondence.
struct Note {
  enum class Kind : std::uint8_t {
    policy,        ///< a decision of the mapping was used (`else`)
    unplaced,      ///< a value found no place: it does not fit, or no code corresponds
    contradicted,  ///< another document of the bundle says something else
  };
  Kind kind = Kind::policy;
  const Correspondence* rule = nullptr;
  std::string bim_path;                       ///< of the message, with numbers
  document::NodeId node = document::no_node;  ///< in the document that was read
  std::size_t document = 0;                   ///< which one, on the way back
  Text text;                                  ///< policy or reason, in words; no values of free text
};

/// What the way back is told besides the documents: which alternative, which order.
struct Hints {
  std::map<std::string, std::set<std::string>, RecordOrder> choices;  ///< path → names of alternatives
  std::map<std::string, std::vector<std::uint32_t>>
      orders;  ///< path → number in the message of the n-th record
  bool empty() const { return choices.empty() && orders.empty(); }
};

/// Which correspondence wrote what: for `explain`.
struct Trace {
  enum class How : std::uint8_t {
    value,        ///< the value of the other side, converted as the correspondence says
    computed,     ///< `from`, or a constant
    otherwise,    ///< `else`: the message has none
    alternative,  ///< what tells an alternative from the others
    standard,     ///< `default`: the documents do not say
  };
  document::NodeId target = 0;                  ///< in what was written
  document::NodeId source = document::no_node;  ///< in what was read; no_node for constants
  std::uint32_t document = 0;                   ///< which CIM document
  How how = How::value;
  const schema::Attribute* attribute = nullptr;
  const Correspondence* rule = nullptr;
  const Source* computed = nullptr;  ///< of computed, otherwise and standard
  const Branch* branch = nullptr;    ///< of alternative
  document::NodeId context = 0;      ///< of the correspondence, in the BIM message; on the way to CIM only
};
/// There are as many as values: what need not grow into one piece is not copied while it grows.
using Traces = std::deque<Trace>;
/// Whether all traces are kept: they take as much memory as the message, and only `explain` and templates
/// need them.
enum class Tracing : bool { no, yes };

/// A record of the message and what it became.
struct PlacedRecord {
  std::size_t document = 0;
  document::NodeId bim = 0;
  document::NodeId cim = 0;
  std::string path;          ///< of the record, from the root, as computed sources are given it
  std::uint32_t number = 0;  ///< likewise
};

/// For a document that holds some of a message's records only: which they are.
struct RecordNumbers {
  std::uint32_t place = 0;             ///< of the records among the root's children
  std::vector<std::uint32_t> numbers;  ///< in the message, from 1
};

struct Forward {
  const VariantPlan* variant = nullptr;
  std::vector<const DocumentPlan*> plans;  ///< of the documents, in order
  std::vector<document::Document> documents;
  Hints hints;
  std::vector<Note> notes;
  Traces traces;                      ///< when asked for
  std::vector<PlacedRecord> records;  ///< of all levels
  /// A value could not be converted or did not fit: with another one, another correspondence might have come
  /// in.
  bool turned_on_a_value = false;
};

/// The way of translating that fits what the message says of itself; null when there is none.
const VariantPlan* variant_for(const Plan& plan, const document::Document& bim);

/// BIM → CIM. The message must be valid against its schema.
Forward forward(const Plan& plan, const document::Document& bim, const RecordNumbers* numbers = nullptr,
                Tracing tracing = Tracing::yes);

/// What a source gives in a context of the message: its path from the root, and its number among its
/// siblings. `problem`: why a value that is there gives nothing.
std::optional<std::string> compute(const Source& source, const document::Document& bim,
                                   document::NodeId context, const std::string& path, std::uint32_t number,
                                   Text& problem);

/// What a value of a document is in BIM by this correspondence; nothing when it does not fit there, and then
/// `problem` says why.
std::optional<std::string> value_in_bim(const Correspondence& rule, std::string_view value, Text& problem);

struct Backward {
  document::Document message;
  std::vector<Note> notes;
  Traces traces;                                 ///< when asked for; of defaults always
  std::map<std::string, std::uint32_t> records;  ///< how many were made, by the path of the list
};

/// One CIM document and the plan that reads it.
struct PlannedDocument {
  const DocumentPlan* plan = nullptr;
  const document::Document* document = nullptr;
};

/// CIM → BIM, without what only a supplement knows.
Backward backward(const Plan& plan, const VariantPlan& variant, const std::vector<PlannedDocument>& documents,
                  const Hints& hints, const RecordNumbers* numbers = nullptr, Tracing tracing = Tracing::yes);

}  // namespace cimgate::mapping

#pragma once
#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/document/path.hpp"
#include "gateway/rules/condition.hpp"
#include "gateway/rules/written.hpp"

namespace cimgate::rules {

/// Something with a value that conditions compare: a path, a time, a day, a fact of the market.
struct Operand {
  enum class Source : std::uint8_t { path, market, creation, today, as_of, literal };
  enum class Kind : std::uint8_t { text, time, day };
  Source source = Source::literal;
  Kind kind = Kind::text;
  document::Path path;
  const LookUp* look_up = nullptr;
  std::string literal;
  Day day{};  ///< of a literal
  std::optional<Offset> offset;
};

struct Value {
  /// How much of it a text to people may show.
  enum class Show : std::uint8_t { text, as_type, nothing };
  Written text;  ///< as it stands, or would stand, in a message
  Show show = Show::text;
  const schema::SimpleType* type = nullptr;  ///< that says what may be shown, with
  const dialect::PersonalNumbers* personal_numbers = nullptr;
  std::int64_t seconds = 0;  ///< of times; of days their start
  std::string fraction;      ///< of a second, without zeros at its end
  Day day{};                 ///< of times and days
  document::NodeId node = document::no_node;

  /// As a text to people may show it.
  std::string shown() const;
};

/// The digits after the point of a second, the shortest way to write them.
std::string_view without_zeros(std::string_view fraction);
/// Which of two times is the earlier.
std::strong_ordering in_time(const Value& a, const Value& b);

/// Nearly always there is one, which needs no memory of its own.
class Values {
 public:
  Value& add(Value value = {}) {
    if (!only_ && several_.empty()) return only_.emplace(std::move(value));
    if (only_) several_.push_back(*std::exchange(only_, std::nullopt));
    return several_.emplace_back(std::move(value));
  }
  const Value* begin() const { return only_ ? &*only_ : several_.data(); }
  const Value* end() const { return begin() + size(); }
  Value* begin() { return only_ ? &*only_ : several_.data(); }
  Value* end() { return begin() + size(); }
  std::size_t size() const { return only_ ? 1 : several_.size(); }
  bool empty() const { return size() == 0; }
  Value& front() { return *begin(); }
  const Value& front() const { return *begin(); }

 private:
  std::optional<Value> only_;
  std::vector<Value> several_;  ///< two or more
};

/// Texts in it are those of the message, of the rule, or of `judging` whom it was asked of.
struct Answer {
  bool known = true;
  Values values;  ///< none: it is not there
};

Answer answer_of(const Operand& operand, Judging& judging);
/// The same, where more than the first value is not looked at.
Answer first_answer_of(const Operand& operand, Judging& judging);

/// What look-ups of a rule are about: for each member of Question the operands that may say it, in order of
/// preference.
struct Asks {
  std::vector<Operand> metering_point, on, grid_area, supplier, customer, sender, physical_sender, role,
      reference, payload, consent, from, to, business_type, meter, street, building_number, post_code;
};

/// The steps of a path from one on; false when `use` wants no more.
template <class Use>
bool walk(const document::Document& document, document::NodeId at, const document::Path& path,
          std::size_t step, const Use& use) {
  using document::no_node;
  using document::NodeId;
  if (step == path.steps.size())
    return path.attribute != nullptr && !document.attribute(at, *path.attribute) ? true : use(at);
  const auto& next = path.steps[step];
  std::uint32_t number = 0;
  const auto from = [&](NodeId id) { return document.beyond_other_rows(id, next.place); };
  for (NodeId child = from(document[at].first_child); child != no_node; child = from(document[child].next)) {
    if (document[child].element == nullptr || document[child].place != next.place) continue;
    if (next.numbered && number++ != next.index) continue;
    if (next.filter_place >= 0) {
      const NodeId key = document.find(child, static_cast<std::uint32_t>(next.filter_place));
      if (key == no_node || document.effective_text(key) != next.filter_value) continue;
    }
    if (!walk(document, child, path, step + 1, use)) return false;
    // What may come once only has been seen; long lists behind it need not be.
    if (next.filter_place >= 0 || document[at].element->children()[next.place].max == 1) break;
  }
  return true;
}

/// Calls `use` for every element that the path leads to through all repetitions (for a path to an attribute:
/// that has it), until it returns false.
template <class Use>
void for_each_at(const document::Document& document, document::NodeId record, const document::Path& path,
                 const Use& use) {
  walk(document, path.absolute ? 0 : record, path, 0, use);
}

/// How many elements for_each_at would give.
std::size_t count_at(const document::Document& document, document::NodeId record, const document::Path& path);

/// A path to children by their name alone.
bool is_plain_step(const document::Path& path);

/// The value at the end of the path, of an element that for_each_at gave.
std::string_view value_at(const document::Document& document, document::NodeId node,
                          const document::Path& path);

/// The element that the path leads to, or the nearest above it that is there.
document::NodeId nearest_at(const document::Document& document, document::NodeId record,
                            const document::Path& path);

/// "…" for a value that may be personal.
std::string shown(const schema::SimpleType* type, std::string_view value,
                  const dialect::PersonalNumbers& numbers);

}  // namespace cimgate::rules

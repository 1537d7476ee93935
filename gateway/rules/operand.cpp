#include "gateway/rules/operand.hpp"

#include <stdexcept>

#include "gateway/document/personal_data.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::rules {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;
using document::Path;

void set_time(Value& value, std::string_view text, const Calendar& calendar) {
  const auto time = schema::parse_date_time(text);
  if (!time) throw std::runtime_error("a time that is none got past the schema");
  value.seconds = time->seconds;
  value.fraction = without_zeros(time->fraction);
  value.day = calendar.day_of(value.seconds);
}

Value day_value(Day day, const Calendar& calendar) {
  Value value;
  value.day = day;
  value.seconds = calendar.start_of(day);
  value.text = to_text(day);
  return value;
}

Answer answer_of_path(const Operand& operand, Judging& judging, bool all) {
  Answer answer;
  const Document& document = judging.document();
  const auto* type = operand.path.type();
  for_each_at(document, judging.record(), operand.path, [&](NodeId node) {
    std::string buffer;
    auto& value = answer.values.add();
    value.node = node;
    const auto raw = value_at(document, node, operand.path);
    const auto text = type == nullptr ? raw : schema::normalize(*type, raw, buffer);
    value.text = text.data() == buffer.data() ? Written(std::string(text)) : Written::standing(text);
    value.show = Value::Show::as_type;
    value.type = type;
    value.personal_numbers = &judging.dialect().personal_numbers;
    if (operand.kind == Operand::Kind::time) set_time(value, value.text, judging.calendar());
    return all;
  });
  return answer;
}

Answer answer_of_market(const Operand& operand, Judging& judging) {
  Answer answer;
  const Fact& fact = judging.fact(*operand.look_up);
  if (fact.kind == Fact::Kind::not_known) {
    judging.lacks(fact.missing);
    answer.known = false;
  } else if (fact.kind == Fact::Kind::known) {
    for (const auto& text : fact.values) {
      Value value;
      if (operand.kind == Operand::Kind::day) {
        const auto day = parse_day(text);
        if (!day) throw std::runtime_error("the market state answered a day that is none");
        value = day_value(*day, judging.calendar());
      } else if (operand.kind == Operand::Kind::time) {
        value.text = Written::standing(text);
        set_time(value, text, judging.calendar());
      } else {
        value.text = Written::standing(text);
        if (operand.look_up->personal || judging.dialect().personal_numbers.may_be_in(text))
          value.show = Value::Show::nothing;
      }
      answer.values.add(std::move(value));
    }
  }
  return answer;
}

Answer unmoved(const Operand& operand, Judging& judging, bool all) {
  Answer answer;
  switch (operand.source) {
    case Operand::Source::path:
      return answer_of_path(operand, judging, all);
    case Operand::Source::market:
      return answer_of_market(operand, judging);
    case Operand::Source::creation:
      if (const auto creation = judging.setting().creation) {
        Value value;
        value.seconds = *creation;
        value.fraction = judging.setting().creation_fraction;
        value.day = judging.calendar().day_of(*creation);
        value.text = judging.calendar().local_text(*creation);
        answer.values.add(std::move(value));
      }
      return answer;
    case Operand::Source::today:
      if (judging.setting().creation)
        answer.values.add(day_value(judging.setting().today, judging.calendar()));
      return answer;
    case Operand::Source::as_of:
      answer.values.add(day_value(judging.setting().as_of, judging.calendar()));
      return answer;
    case Operand::Source::literal:
      if (operand.kind == Operand::Kind::day) {
        answer.values.add(day_value(operand.day, judging.calendar()));
      } else {
        Value value;
        value.text = Written::standing(operand.literal);
        answer.values.add(std::move(value));
      }
      return answer;
  }
  return answer;
}

Answer moved(const Operand& operand, Judging& judging, bool all) {
  Answer answer = unmoved(operand, judging, all);
  if (!operand.offset) return answer;
  const auto& calendar = judging.calendar();
  for (auto& value : answer.values) {
    if (operand.kind == Operand::Kind::day) {
      value = day_value(calendar.moved(value.day, *operand.offset), calendar);
    } else {
      value.seconds = calendar.moved(value.seconds, *operand.offset);
      value.day = calendar.day_of(value.seconds);
      value.text = calendar.local_text(value.seconds);
      value.show = Value::Show::text;
    }
  }
  return answer;
}

/// Whether every record is told the same.
bool is_same_for_all(const Operand& operand) {
  return operand.source != Operand::Source::path && operand.source != Operand::Source::market &&
         operand.kind != Operand::Kind::text;
}

Answer answered(const Operand& operand, Judging& judging, bool all) {
  if (!is_same_for_all(operand)) return moved(operand, judging, all);
  const Answer& kept = judging.same_for_all(operand, [&] { return moved(operand, judging, all); });
  Answer answer = kept;
  auto value = answer.values.begin();
  for (const auto& one : kept.values) (value++)->text = Written::standing(one.text);
  return answer;
}

}  // namespace

Answer answer_of(const Operand& operand, Judging& judging) {
  return answered(operand, judging, true);
}

Answer first_answer_of(const Operand& operand, Judging& judging) {
  return answered(operand, judging, false);
}

std::string_view value_at(const Document& document, NodeId node, const Path& path) {
  if (path.attribute != nullptr) return document.attribute(node, *path.attribute).value_or("");
  return document.effective_text(node);
}

std::size_t count_at(const Document& document, NodeId record, const Path& path) {
  if (is_plain_step(path) && path.attribute == nullptr)
    return document.count(path.absolute ? 0 : record, path.steps.front().place);
  std::size_t count = 0;
  for_each_at(document, record, path, [&](NodeId) {
    ++count;
    return true;
  });
  return count;
}

bool is_plain_step(const Path& path) {
  return path.steps.size() == 1 && !path.steps.front().numbered && path.steps.front().filter_place < 0;
}

NodeId nearest_at(const Document& document, NodeId record, const Path& path) {
  NodeId at = path.absolute ? 0 : record;
  for (const auto& step : path.steps) {
    Path one;
    one.steps.push_back(step);
    const NodeId child = document::find(document, at, one);
    if (child == no_node) break;
    at = child;
  }
  return at;
}

std::strong_ordering in_time(const Value& a, const Value& b) {
  if (const auto order = a.seconds <=> b.seconds; order != 0) return order;
  return a.fraction <=> b.fraction;
}

std::string_view without_zeros(std::string_view fraction) {
  return fraction.substr(0, fraction.find_last_not_of('0') + 1);
}

std::string Value::shown() const {
  switch (show) {
    case Show::text:
      return std::string(text.view());
    case Show::as_type:
      return rules::shown(type, text, *personal_numbers);
    case Show::nothing:
      break;
  }
  return "…";
}

std::string shown(const schema::SimpleType* type, std::string_view value,
                  const dialect::PersonalNumbers& numbers) {
  if (type == nullptr) return "…";
  auto text = document::quotable(*type, value, numbers);
  return text.empty() ? "…" : text;
}

}  // namespace cimgate::rules

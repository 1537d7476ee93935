#include "gateway/json_schema/type_facets.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/json_schema/lexical.hpp"
#include "gateway/schema/value_plan.hpp"

namespace cimgate::json_schema {
namespace {

using json::JsonOut;
using Line = JsonOut::Line;

constexpr auto any_number = std::numeric_limits<std::uint32_t>::max();  // of a plan: there is no such facet

std::string_view json_type_of(schema::Base base) {
  switch (base) {
    case schema::Base::boolean:
      return "boolean";
    case schema::Base::decimal:
      return "number";
    case schema::Base::integer:
      return "integer";
    default:
      return "string";
  }
}

void write_type(schema::Base base, JsonOut& out) {
  out.member("type", json_type_of(base));
}

/// The alternatives of one step as one expression. Nothing when one of them cannot be said: then the others
/// would refuse what it takes.
std::optional<std::string> alternatives(const std::vector<std::string>& patterns) {
  std::string all;
  for (const auto& pattern : patterns) {
    const auto one = to_ecma(pattern);
    if (!one) return std::nullopt;
    all += (all.empty() ? "" : "|") + *one;
  }
  return "^(?:" + all + ")$";
}

/// What must hold besides the lexical form, which is a pattern, too.
void write_patterns(const schema::SimpleType& type, JsonOut& out) {
  std::vector<std::string> patterns;
  for (const auto* step = &type; step != nullptr; step = step->derived_from) {
    if (step->patterns.empty()) continue;
    if (auto pattern = alternatives(step->patterns)) patterns.push_back(*std::move(pattern));
  }
  if (const auto form = lexical_form(type.base); !form.empty()) patterns.emplace_back(form);
  if (patterns.empty()) return;
  out.member("pattern", patterns.front());
  if (patterns.size() == 1) return;
  out.key("allOf");
  out.begin_array();
  for (std::size_t i = 1; i < patterns.size(); ++i) {
    out.begin_object(Line::one);
    out.member("pattern", patterns[i]);
    out.end_object();
  }
  out.end_array();
}

void write_lengths(const schema::ValuePlan& plan, JsonOut& out) {
  if (plan.min_length > 0) out.member("minLength", plan.min_length);
  if (plan.max_length != any_number) out.member("maxLength", plan.max_length);
}

/// Numbers alone: dates are texts here.
void write_bounds(const schema::ValuePlan& plan, JsonOut& out) {
  const auto write = [&out](const schema::Bound& bound, const char* inclusive, const char* exclusive) {
    out.key(bound.inclusive ? inclusive : exclusive);
    out.literal(json::to_json_number(bound.text));
  };
  if (plan.minimum) write(plan.minimum->bound, "minimum", "exclusiveMinimum");
  if (plan.maximum) write(plan.maximum->bound, "maximum", "exclusiveMaximum");
  if (plan.total_digits == any_number) return;
  const std::string limit = "1" + std::string(plan.total_digits, '0');
  if (!plan.maximum) {
    out.key("exclusiveMaximum");
    out.literal(limit);
  }
  if (!plan.minimum) {
    out.key("exclusiveMinimum");
    out.literal("-" + limit);
  }
}

/// The names of the elements that a part of a content model needs, and all that it may have.
void collect(const schema::Particle& part, bool is_needed, std::vector<std::string_view>& needed,
             std::vector<std::string_view>& all) {
  is_needed = is_needed && part.min > 0;
  if (part.kind == schema::Particle::Kind::element) {
    all.push_back(part.element->name.local);
    if (is_needed) needed.push_back(part.element->name.local);
  }
  // Which of an inner choice is needed cannot be said here.
  const bool inner = is_needed && part.kind != schema::Particle::Kind::choice;
  for (const auto& one : part.parts) collect(one, inner, needed, all);
}

void write_names(std::string_view key, const std::vector<std::string_view>& names, JsonOut& out) {
  out.key(key);
  out.begin_array(Line::one);
  for (const auto name : names) out.string(name);
  out.end_array();
}

}  // namespace

void write_base(schema::Base base, JsonOut& out) {
  out.begin_object();
  write_type(base, out);
  if (const auto form = lexical_form(base); !form.empty()) out.member("pattern", form);
  out.end_object();
}

void write_facets(const schema::SimpleType& type, JsonOut& out) {
  const auto& plan = type.cache.plan_of(type);
  out.begin_object();
  if (!type.documentation.empty()) out.member("description", type.documentation);
  if (const auto codes = schema::codes_of(type); codes && !plan.is_number()) {
    out.key("enum");
    out.begin_array();
    std::set<std::string_view> written;  // lists of a union may share some
    for (const auto* code : *codes)
      if (written.insert(code->value).second) out.string(code->value);
    out.end_array();
  } else if (!plan.members.empty()) {
    out.member("type", "string");
  } else {
    write_type(type.base, out);
    if (plan.is_number()) {
      write_bounds(plan, out);
    } else if (type.base != schema::Base::boolean) {
      write_lengths(plan, out);
      write_patterns(type, out);
    }
  }
  out.end_object();
}

void write_choices(const schema::Particle& content, JsonOut& out) {
  if (content.kind == schema::Particle::Kind::choice && content.min > 0 && content.max == 1) {
    std::vector<std::vector<std::string_view>> branches;
    for (const auto& part : content.parts) {
      std::vector<std::string_view> needed, all;
      collect(part, true, needed, all);
      if (needed.empty()) return;  // there may be nothing
      branches.push_back(std::move(needed));
    }
    out.key("oneOf");
    out.begin_array();
    for (const auto& branch : branches) {
      out.begin_object(Line::one);
      write_names("required", branch, out);
      out.end_object();
    }
    out.end_array();
    return;
  }
  if (content.kind != schema::Particle::Kind::sequence || content.max != 1 || content.min == 0) return;
  const auto choices = std::count_if(content.parts.begin(), content.parts.end(), [](const auto& part) {
    return part.kind == schema::Particle::Kind::choice;
  });
  if (choices != 1) return;  // several cannot be said beside each other here
  for (const auto& part : content.parts)
    if (part.kind == schema::Particle::Kind::choice) write_choices(part, out);
}

}  // namespace cimgate::json_schema

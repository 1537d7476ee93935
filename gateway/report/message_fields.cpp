#include "gateway/report/message_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "gateway/json/out.hpp"
#include "gateway/schema/value_plan.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::report {
namespace {

using json::JsonOut;
using schema::Base;
using schema::Child;
using schema::Element;
using schema::SimpleType;
using Line = JsonOut::Line;

std::string_view form_of(const SimpleType& type) {
  switch (type.base) {
    case Base::boolean:
      return "boolean";
    case Base::decimal:
      return "decimal";
    case Base::integer:
      return "integer";
    case Base::date_time:
      return "date-time";
    case Base::duration:
      return "duration";
    case Base::month_day:
      return "month-day";
    case Base::string:
    case Base::token:
    case Base::nmtoken:
      break;
  }
  return "text";
}

/// The patterns of the step nearest to the type: those before it are wider.
const std::vector<std::string>* patterns_of(const SimpleType& type) {
  for (const auto* at = &type; at != nullptr; at = at->derived_from)
    if (!at->patterns.empty()) return &at->patterns;
  return nullptr;
}

/// For each choice of a content model, numbered as in Child::choice: whether one of its branches must be
/// there.
void find_choices(const schema::Particle& part, std::vector<bool>& required) {
  if (part.kind == schema::Particle::Kind::choice) required.push_back(part.min > 0);
  for (const auto& inner : part.parts) find_choices(inner, required);
}

class FieldsJson {
 public:
  explicit FieldsJson(const CodeNames& names) : names_(names) {}

  std::string whole(const MessageFields& fields) {
    out_.begin_object();
    out_.member("message", fields.root->name.local);
    out_.member("schema", fields.set->id);
    out_.key("root");
    field(*fields.root, {fields.root, 1, 1, -1}, {});
    out_.end_object();
    return std::move(out_).take();
  }

 private:
  void codes(const SimpleType& type, const std::vector<const schema::Code*>& all) {
    out_.key("codes");
    out_.begin_array();
    for (const auto* code : all) {
      out_.begin_object(Line::one);
      out_.member("code", code->value);
      if (!code->meaning.empty()) out_.member("meaning", code->meaning);
      if (const auto name = names_.norwegian(type, code->value); !name.empty()) out_.member("nb", name);
      out_.end_object();
    }
    out_.end_array();
  }

  void value(const SimpleType& type, const std::optional<std::string>& fixed,
             const std::optional<std::string>& implied) {
    constexpr auto any = std::numeric_limits<std::uint32_t>::max();
    const auto& plan = type.cache.plan_of(type);
    out_.key("value");
    out_.begin_object();
    out_.member("form", form_of(type));
    if (fixed) out_.member("fixed", *fixed);
    if (implied) out_.member("default", *implied);
    if (const auto all = schema::codes_of(type)) codes(type, *all);
    if (const auto* patterns = patterns_of(type)) {
      out_.key("patterns");
      out_.begin_array(Line::one);
      for (const auto& pattern : *patterns) out_.string(pattern);
      out_.end_array();
    }
    if (plan.min_length > 0) out_.member("minLength", plan.min_length);
    if (plan.max_length != any) out_.member("maxLength", plan.max_length);
    if (plan.total_digits != any) out_.member("totalDigits", plan.total_digits);
    if (plan.fraction_digits != any) out_.member("fractionDigits", plan.fraction_digits);
    if (plan.minimum) out_.member("minimum", plan.minimum->bound.text);
    if (plan.maximum) out_.member("maximum", plan.maximum->bound.text);
    out_.end_object();
  }

  void field(const Element& element, const Child& place, const std::vector<bool>& choices) {
    out_.begin_object();
    out_.member("name", element.name.local);
    out_.member("namespace", element.name.ns);
    if (!element.documentation.empty()) out_.member("meaning", element.documentation);
    out_.member("minOccurs", place.min);
    if (place.max != schema::unbounded) out_.member("maxOccurs", place.max);
    if (place.choice >= 0) {
      const auto group = static_cast<std::size_t>(place.choice);
      out_.member("choice", group);
      out_.member("choiceRequired", static_cast<bool>(choices.at(group)));
    }
    if (element.text != nullptr) value(*element.text, element.fixed, element.default_value);
    if (!element.attributes().empty()) {
      out_.key("attributes");
      out_.begin_array();
      for (const auto& attribute : element.attributes()) {
        out_.begin_object();
        out_.member("name", attribute.name);
        if (!attribute.documentation.empty()) out_.member("meaning", attribute.documentation);
        out_.member("required", attribute.required);
        value(*attribute.type, attribute.fixed, std::nullopt);
        out_.end_object();
      }
      out_.end_array();
    }
    if (!element.children().empty()) {
      out_.key("fields");
      out_.begin_array();
      std::vector<bool> inner;
      find_choices(element.type->content, inner);
      for (const auto& child : element.children()) field(*child.element, child, inner);
      out_.end_array();
    }
    out_.end_object();
  }

  const CodeNames& names_;
  JsonOut out_{true};
};

std::string how_often(const Child& place) {
  if (place.max == schema::unbounded) return fmt::format("{}..*", place.min);
  return place.min == place.max ? std::to_string(place.min) : fmt::format("{}..{}", place.min, place.max);
}

std::string form_text(const SimpleType& type) {
  constexpr std::size_t widest = 22;
  const auto all = schema::codes_of(type);
  if (!all) return std::string(form_of(type));
  std::string codes;
  for (const auto* code : *all) {
    if (codes.size() + code->value.size() > widest) return codes + "|…";
    codes += (codes.empty() ? "" : "|") + code->value;
  }
  return codes;
}

std::string text_line(std::size_t depth, std::string_view name, std::string_view often, std::string_view form,
                      std::string_view meaning) {
  auto line = fmt::format("{:{}}{:<{}} {:<7} {:<24} {}", "", 2 * depth, name,
                          std::max<std::size_t>(50, 2 * depth) - 2 * depth, often, form, meaning);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

void append_text(const Element& element, const Child& place, std::size_t depth, std::string& text) {
  text +=
      text_line(depth, element.name.local, how_often(place),
                element.text == nullptr ? std::string() : form_text(*element.text), element.documentation);
  for (const auto& attribute : element.attributes())
    text +=
        text_line(depth + 1, "@" + attribute.name, attribute.required ? "1" : "0..1",
                  attribute.fixed ? *attribute.fixed : form_text(*attribute.type), attribute.documentation);
  for (const auto& child : element.children()) append_text(*child.element, child, depth + 1, text);
}

}  // namespace

tl::expected<MessageFields, std::string> fields_of(const Engine& engine, std::string_view message,
                                                   std::string_view set) {
  const auto& catalog = *engine.catalog;
  std::vector<std::string> names;
  for (const auto& known : catalog.sets()) {
    if (set.empty() ? known.when_asked : known.id != set) continue;
    const auto* kind = known.find(message);
    if (kind == nullptr) {
      for (const auto& other : known.messages) names.push_back(other.root.local);
      continue;
    }
    auto schema = catalog.schema(known, *kind);
    if (!schema) return tl::make_unexpected(schema.error());
    const auto* root = (*schema)->root(kind->root);
    return MessageFields{&known, std::move(*schema), root};
  }
  return tl::make_unexpected(
      fmt::format("there is no message '{}'{}", message, text::did_you_mean(message, names)));
}

std::string fields_json(const MessageFields& fields, const CodeNames& names) {
  return FieldsJson(names).whole(fields);
}

std::string fields_text(const MessageFields& fields) {
  std::string text = fmt::format("{}  {}\n", fields.root->name.local, fields.set->id);
  for (const auto& child : fields.root->children()) append_text(*child.element, child, 1, text);
  return text;
}

}  // namespace cimgate::report

#include "gateway/json/supplement.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/document/supplement_form.hpp"
#include "gateway/json/number.hpp"
#include "gateway/source/problem.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::json {
namespace {

using Kind = JsonValue::Kind;
using EntryKind = document::SupplementEntry::Kind;

const Text advice = {
    "Write the supplement as shown in docs/supplement.md, or keep it as the translation made it.",
    "Skriv tillegget slik docs/supplement.md viser, eller la det være slik oversettelsen laget det."};

class Reader {
 public:
  Reader(const JsonTree& json, JsonFindings& findings) : json_(json), findings_(findings) {}

  document::Supplement read(JsonId id) {
    document::Supplement supplement;
    if (!is(json_[id], Kind::object, document::bundle_supplement)) return supplement;
    bool entries = false;
    for (JsonId at = json_[id].first; at != no_json; at = json_[at].next) {
      const JsonValue& value = json_[at];
      if (value.name == document::supplement_message)
        take(value, supplement.message);
      else if (value.name == document::supplement_schema)
        take(value, supplement.schema);
      else if (value.name == document::supplement_profile)
        take(value, supplement.profile);
      else if (value.name == document::supplement_entries && is(value, Kind::array, value.name))
        read_entries(at, supplement);
      else if (value.name != document::supplement_entries)
        unknown(value);
      entries = entries || value.name == document::supplement_entries;
    }
    for (const auto name :
         {document::supplement_message, document::supplement_schema, document::supplement_profile})
      if (json_.member(id, name) == no_json) missing(json_[id].position, document::bundle_supplement, name);
    if (!entries) missing(json_[id].position, document::bundle_supplement, document::supplement_entries);
    return supplement;
  }

 private:
  void read_entries(JsonId array, document::Supplement& supplement) {
    for (JsonId at = json_[array].first; at != no_json; at = json_[at].next)
      if (auto entry = read_entry(at)) supplement.entries.push_back(std::move(*entry));
  }

  std::optional<document::SupplementEntry> read_entry(JsonId id) {
    if (!is(json_[id], Kind::object, document::supplement_entries)) return std::nullopt;
    document::SupplementEntry entry;
    std::size_t kinds = 0;
    bool good = true;
    for (JsonId at = json_[id].first; at != no_json; at = json_[at].next) {
      const JsonValue& value = json_[at];
      if (value.name == document::supplement_path) {
        good = take(value, entry.path) && good;
      } else if (value.name == document::supplement_reason) {
        good = take(value, entry.reason) && good;
      } else if (const auto kind = document::supplement_kind_of(value.name)) {
        entry.kind = *kind;
        ++kinds;
        good = take_value(at, entry) && good;
      } else {
        unknown(value);
        good = false;
      }
    }
    if (json_.member(id, document::supplement_path) == no_json) {
      missing(json_[id].position, "entry", document::supplement_path);
      good = false;
    }
    if (kinds != 1) {
      report(json_[id].position, {"An entry of the supplement must have exactly one of 'value', 'present', "
                                  "'absent', 'choice' and 'order'.",
                                  "En post i tillegget skal ha nøyaktig ett av 'value', 'present', "
                                  "'absent', 'choice' og 'order'."});
      good = false;
    }
    return good ? std::optional(std::move(entry)) : std::nullopt;
  }

  bool take_value(JsonId id, document::SupplementEntry& entry) {
    const JsonValue& value = json_[id];
    switch (entry.kind) {
      case EntryKind::value:
      case EntryKind::choice:
        return take(value, entry.value);
      case EntryKind::present:
      case EntryKind::absent:
        if (value.kind == Kind::boolean && value.text == "true") return true;
        report(value.position, {fmt::format("'{}' must be true.", value.name),
                                fmt::format("'{}' skal være true.", value.name)});
        return false;
      case EntryKind::order:
        return take_order(id, entry.value);
    }
    return false;
  }

  bool take_order(JsonId id, std::string& order) {
    if (!is(json_[id], Kind::array, document::supplement_name_of(EntryKind::order))) return false;
    for (JsonId at = json_[id].first; at != no_json; at = json_[at].next) {
      const bool is_number = json_[at].kind == Kind::number;
      const std::string number =
          is_number ? in_xml_form(json_[at].text, true).value_or(std::string(json_[at].text)) : "";
      const bool whole = is_number && number.front() != '0' && number.size() < 10 && text::all_digits(number);
      if (!whole) {
        report(json_[at].position,
               {"'order' must list whole numbers from 1.", "'order' skal liste hele tall fra 1."});
        return false;
      }
      if (!order.empty()) order += ' ';
      order += number;
    }
    return true;
  }

  bool take(const JsonValue& value, std::string& into) {
    if (!is(value, Kind::string, value.name)) return false;
    into = value.text;
    return true;
  }

  bool is(const JsonValue& value, Kind kind, std::string_view name) {
    if (value.kind == kind) return true;
    report(value.position, wrong_shape(name, describe(value.kind), describe(kind)));
    return false;
  }

  void unknown(const JsonValue& value) {
    const auto name = source::shown_name(value.name);
    report(value.name_position, {fmt::format("A supplement has no member '{}'.", name),
                                 fmt::format("Et supplement har ikke medlemmet '{}'.", name)});
  }

  void missing(source::Position position, std::string_view where, std::string_view name) {
    report(position, {fmt::format("'{}' lacks the member '{}'.", where, name),
                      fmt::format("'{}' mangler medlemmet '{}'.", where, name)});
  }

  void report(source::Position position, Text text) {
    findings_.add("schema.json-supplement", position, std::move(text), advice, JsonSource::bundle_form);
  }

  const JsonTree& json_;
  JsonFindings& findings_;
};

}  // namespace

document::Supplement supplement_from_json(const JsonTree& json, JsonId value, JsonFindings& findings) {
  return Reader(json, findings).read(value);
}

bool looks_like_supplement(const JsonTree& json, JsonId value) {
  return json.member(value, document::supplement_entries) != no_json &&
         json.member(value, document::supplement_message) != no_json;
}

}  // namespace cimgate::json

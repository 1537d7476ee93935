#include "gateway/market/state_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <set>
#include <sstream>

#include "gateway/market/field_values.hpp"
#include "gateway/market/yaml_events.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::market {
namespace {

using Kind = YamlEvent::Kind;

class Reader {
 public:
  Reader(const std::string& name, std::istream& input, StateWriter& writer, StateErrors& errors)
      : name_(name), events_(input), writer_(writer), errors_(errors) {}

  void read() {
    for (;;) {
      const auto& event = events_.next();
      if (event.kind == Kind::stream_end || stopped()) break;
      if (event.kind == Kind::document || event.is_null()) continue;
      if (event.kind == Kind::map) {
        read_sections();
      } else {
        error(event.place, "expected sections such as 'metering_points:'");
        events_.skip();
      }
    }
    if (stopped()) error(events_.current().place, "this is not YAML: " + std::string(events_.current().text));
  }

 private:
  bool stopped() const { return events_.current().kind == Kind::error; }
  void error(Place place, std::string text) { errors_.add(name_, place, std::move(text)); }

  void read_sections() {
    std::set<std::string, std::less<>> read;
    while (events_.next().kind != Kind::end && !stopped()) {
      const Place place = events_.current().place;
      const std::string word(events_.current().kind == Kind::scalar ? events_.current().text : "");
      events_.skip();
      if (!read.insert(word).second && !word.empty()) error(place, fmt::format("'{}' is said twice", word));
      const auto known = sections();
      const auto at =
          std::find_if(known.begin(), known.end(), [&](const Section& s) { return s.name == word; });
      const auto& value = events_.next();
      if (at == known.end()) {
        std::vector<std::string_view> names;
        for (const auto& section : known) names.push_back(section.name);
        error(place, fmt::format("unknown section '{}', expected {}{}", word, fmt::join(names, ", "),
                                 nearest(word, names)));
        for (const auto& section : known)
          if (nearest(word, std::span(&section.name, 1)) != "") errors_.refused(section.name);
        events_.skip();
      } else if (value.kind == Kind::list) {
        read_records(*at);
      } else if (!value.is_null() && !stopped()) {
        error(value.place, fmt::format("expected a list in '{}'", word));
        events_.skip();
      }
    }
  }

  void read_records(const Section& section) {
    while (events_.next().kind != Kind::end && !stopped()) {
      if (events_.current().kind != Kind::map) {
        error(events_.current().place,
              fmt::format("expected keys with values, as in '{}: …'", section.fields[0].name));
        events_.skip();
        continue;
      }
      const auto before = errors_.count();
      record_.section = &section;
      record_.place = events_.current().place;
      record_.cells.assign(section.fields.size(), Cell());
      read_fields("");
      if (stopped()) return;
      complete();
      if (errors_.count() == before)
        writer_.add(record_, errors_);
      else
        errors_.refused(section.name);
    }
  }

  /// The fields of a map; `prefix`: "address." within `address`.
  void read_fields(const std::string& prefix) {
    const auto fields = record_.section->fields;
    while (events_.next().kind != Kind::end && !stopped()) {
      const Place place = events_.current().place;
      const std::string word =
          prefix + std::string(events_.current().kind == Kind::scalar ? events_.current().text : "");
      events_.skip();
      const auto& value = events_.next();
      const auto at =
          std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == word; });
      if (at != fields.end()) {
        read_cell(*at, record_.cells[static_cast<std::size_t>(at - fields.begin())], place);
      } else if (prefix.empty() && std::any_of(fields.begin(), fields.end(), [&](const Field& f) {
                   return f.name.starts_with(word + ".");
                 })) {
        if (value.kind == Kind::map) {
          read_fields(word + ".");
        } else {
          error(value.place, fmt::format("expected keys with values in '{}'", word));
          events_.skip();
        }
      } else {
        unknown_field(place, prefix, word);
        events_.skip();
      }
    }
  }

  void unknown_field(Place place, const std::string& prefix, const std::string& word) {
    std::vector<std::string_view> names;
    for (const auto& field : record_.section->fields) {
      auto name = field.name;
      if (!name.starts_with(prefix)) continue;
      name.remove_prefix(prefix.size());
      if (const auto dot = name.find('.'); dot != std::string_view::npos) name = name.substr(0, dot);
      if (names.empty() || names.back() != name) names.push_back(name);
    }
    const auto own = std::string_view(word).substr(prefix.size());
    error(place,
          fmt::format("unknown key '{}', expected {}{}", own, fmt::join(names, ", "), nearest(own, names)));
  }

  void read_cell(const Field& field, Cell& cell, Place key) {
    const auto& value = events_.current();
    if (cell.kind != Cell::Kind::not_given) error(key, fmt::format("'{}' is said twice", field.name));
    const Place place = value.place;
    if (value.is_null()) {
      cell = {Cell::Kind::none, {}, 0, place};
    } else if (field.kind == FieldKind::codes) {
      read_codes(field, cell);
    } else if (value.kind == Kind::scalar) {
      take(field, value.text, place, cell);
    } else if (!stopped()) {
      error(place, value.kind == Kind::alias ? "references (*name) are not supported here"
                                             : fmt::format("expected a text for '{}'", field.name));
      events_.skip();
    }
    cell.place = place;
  }

  void read_codes(const Field& field, Cell& cell) {
    if (events_.current().kind != Kind::list) {
      error(events_.current().place, fmt::format("expected a list for '{}'", field.name));
      events_.skip();
      return;
    }
    std::string all;
    while (events_.next().kind != Kind::end && !stopped()) {
      Cell one;
      take(field, events_.current().kind == Kind::scalar ? events_.current().text : "",
           events_.current().place, one);
      events_.skip();
      all += (all.empty() ? "" : " ") + one.text;
    }
    cell = {Cell::Kind::text, std::move(all), 0, {}};
  }

  void take(const Field& field, std::string_view text, Place place, Cell& cell) {
    auto read = read_value(field, text);
    if (!read.wrong.empty()) return error(place, std::move(read.wrong));
    if (!read.doubtful.empty()) errors_.doubt(name_, place, std::move(read.doubtful));
    cell = std::move(read.cell);
  }

  const Cell* cell(std::string_view name) const {
    const auto fields = record_.section->fields;
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (fields[i].name == name) return &record_.cells[i];
    return nullptr;
  }

  /// What a record as a whole must have.
  void complete() {
    const auto fields = record_.section->fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      auto& one = record_.cells[i];
      if (fields[i].required && one.place.line == 0)
        error(record_.place, fmt::format("'{}' is missing", fields[i].name));
      else if (fields[i].required && one.kind == Cell::Kind::none)
        error(one.place, fmt::format("'{}' must have a value", fields[i].name));
      // What has no beginning holds from the first day on.
      if (fields[i].name == "from" && one.kind == Cell::Kind::not_given)
        one = {
            Cell::Kind::number, {}, rules::parse_day(first_day)->time_since_epoch().count(), record_.place};
    }
    const auto* from = cell("from");
    const auto* to = cell("to");
    if (from != nullptr && to != nullptr && from->kind == Cell::Kind::number &&
        to->kind == Cell::Kind::number && to->number <= from->number)
      error(to->place, "'to' is not after 'from'; it is the first day on which this no longer holds");
    const auto* scheme = cell("scheme");
    const auto* id = cell("id");
    if (scheme != nullptr && id != nullptr && scheme->kind == Cell::Kind::text &&
        id->kind == Cell::Kind::text && (scheme->text == "82") != (id->text.size() == 9))
      error(id->place,
            "the id does not fit the scheme: 82 is an organisation (9 digits), Z01 a person (11 digits)");
  }

  const std::string& name_;
  YamlEvents events_;
  StateWriter& writer_;
  StateErrors& errors_;
  Record record_;
};

}  // namespace

namespace {

class Gatherer final : public StateWriter {
 public:
  explicit Gatherer(std::vector<Record>& records) : records_(records) {}
  void begin_file(const std::string&) override {}
  void add(const Record& record, StateErrors&) override { records_.push_back(record); }
  void end_file(StateErrors&) override {}

 private:
  std::vector<Record>& records_;
};

}  // namespace

ReadState read_state(const std::string& name, const std::string& text) {
  ReadState state;
  state.name = name;
  Gatherer gatherer(state.records);
  std::istringstream input(text);
  read_state_file(name, input, gatherer, state.errors);
  return state;
}

void read_state_file(const std::string& name, std::istream& input, StateWriter& writer, StateErrors& errors) {
  writer.begin_file(name);
  Reader(name, input, writer, errors).read();
  writer.end_file(errors);
}

}  // namespace cimgate::market

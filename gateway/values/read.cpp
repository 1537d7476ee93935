#include "gateway/values/read.hpp"

#include <charconv>
#include <optional>

#include "gateway/document/path.hpp"
#include "gateway/schema/date_time.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::values {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

/// CIM intervals are written to the minute: 2026-11-18T23:00Z.
std::optional<std::int64_t> moment(std::string_view text) {
  const bool to_the_minute = text.size() == 17 && text.back() == 'Z';
  const auto time = to_the_minute ? schema::parse_date_time(std::string(text.substr(0, 16)) + ":00Z")
                                  : schema::parse_date_time(text);
  if (!time || !time->zoned) return std::nullopt;
  return time->seconds;
}

/// A resolution: hours and less are real time, days and months are the calendar's.
struct Step {
  std::int64_t seconds = 0, days = 0, months = 0;
};

std::optional<Step> step_of(std::string_view text) {
  const auto duration = schema::parse_duration(text);
  constexpr std::uint64_t largest = 100'000'000;
  if (!duration || duration->negative || !duration->fraction.empty() || duration->seconds > largest ||
      duration->months > largest || (duration->months > 0) == (duration->seconds > 0))
    return std::nullopt;
  Step step;
  if (duration->months > 0)
    step.months = static_cast<std::int64_t>(duration->months);
  else if (text.find('T') == std::string_view::npos)
    step.days = static_cast<std::int64_t>(duration->seconds / 86400);
  else
    step.seconds = static_cast<std::int64_t>(duration->seconds);
  return step;
}

std::int64_t after(std::int64_t start, const Step& step, std::int64_t number,
                   const time::Calendar& calendar) {
  if (step.seconds > 0) return start + step.seconds * number;
  const auto moved = [&](std::int64_t by, time::Offset::Unit unit) {
    return calendar.moved(start, {static_cast<std::int32_t>(by * number), unit});
  };
  return step.days > 0 ? moved(step.days, time::Offset::Unit::days)
                       : moved(step.months, time::Offset::Unit::months);
}

template <class Use>
void each_child(const Document& document, NodeId parent, const Use& use) {
  for (auto child = document[parent].first_child; child != no_node; child = document[child].next) use(child);
}

/// The series of one record.
class Record {
 public:
  Record(const Document& document, NodeId record, const Places& places)
      : document_(document), record_(record), places_(places), calendar_(document.dialect().calendar) {}

  std::optional<std::int64_t> registered() const { return moment(text_at(places_.registered)); }

  std::optional<Series> read() {
    const auto start = moment(text_at(places_.start));
    const auto end = places_.end.empty() ? start : moment(text_at(places_.end));
    if (!start || !end || (*end <= *start && !places_.end.empty())) return std::nullopt;
    series_.start = *start;
    series_.end = *end;
    if (!places_.resolution.empty()) {
      step_ = step_of(text_at(places_.resolution));
      if (!step_) return std::nullopt;
    }
    if (!text_at(places_.lacks).empty()) return std::nullopt;
    for (const auto& where : places_.of)
      if (const auto text = text_at(where); !text.empty())
        series_.subject += (series_.subject.empty() ? "" : " · ") + text;
    if (series_.subject.empty()) return std::nullopt;
    series_.direction = text_at(places_.direction);
    series_.product = text_at(places_.product);
    series_.unit = text_at(places_.unit);
    read_values();
    if (series_.values.empty()) return std::nullopt;
    return std::move(series_);
  }

 private:
  static constexpr std::int64_t unreadable = -1;

  std::string text_at(const std::string& where) const {
    if (where.empty()) return {};
    const auto path = document::find_path(where, *document_[record_].element, *document_.root().element);
    if (!path) return {};
    return std::string(document::read(document_, record_, *path).value_or(""));
  }

  void read_values() {
    const auto path =
        document::find_path(places_.value, *document_[record_].element, *document_.root().element);
    if (!path || path->steps.empty()) return;
    const auto parent = document::find_parent(document_, record_, *path);
    if (parent == no_node) return;
    std::int64_t position = 0;
    each_child(document_, parent, [&](NodeId node) {
      if (document_[node].element != &path->element()) return;
      position = position_of(node).value_or(position + 1);
      read_value(node, position);  // one that cannot be read is before the period: nothing is drawn there
    });
  }

  std::optional<std::int64_t> position_of(NodeId node) const {
    if (places_.position.empty()) return std::nullopt;
    std::optional<std::string_view> text;
    if (places_.position.front() == '@')
      text = document_.attribute(node, std::string_view(places_.position).substr(1));
    else if (const auto child = child_of(node, places_.position); child != no_node)
      text = document_.effective_text(child);
    if (!text) return std::nullopt;
    std::int64_t number = 0;
    const auto* end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, number);
    return error == std::errc{} && stop == end ? number : unreadable;
  }

  NodeId child_of(NodeId parent, std::string_view name) const {
    NodeId found = no_node;
    each_child(document_, parent, [&](NodeId child) {
      if (found == no_node && document_[child].name == name) found = child;
    });
    return found;
  }

  void read_value(NodeId node, std::int64_t position) {
    if (!places_.quantity.empty()) {
      const auto quantity = child_of(node, places_.quantity), quality = child_of(node, places_.quality);
      const auto code = quality == no_node ? std::string_view() : document_.effective_text(quality);
      Kind kind = Kind::unstated;
      for (const auto& [known, of] : places_.qualities)
        if (known == code) kind = of;
      if (quantity != no_node || kind == Kind::withdrawn)
        add(quantity == no_node ? node : quantity, kind, position);
      return;
    }
    each_child(document_, node, [&](NodeId child) {
      for (const auto& [name, kind] : places_.kinds)
        if (document_[child].name == name) add(child, kind, position);
    });
  }

  void add(NodeId node, Kind kind, std::int64_t position) {
    constexpr std::int64_t most_positions = 1'000'000;
    Value value;
    value.kind = kind;
    value.line = document_[node].position.line;
    if (kind != Kind::withdrawn) value.text = document_.effective_text(node);
    if (!step_) {
      value.from = series_.start;
      value.until = series_.end;
    } else {
      if (position < 1 || position > most_positions) return;
      value.from = after(series_.start, *step_, position - 1, calendar_);
      value.until = after(series_.start, *step_, position, calendar_);
    }
    series_.values.push_back(std::move(value));
  }

  const Document& document_;
  NodeId record_;
  const Places& places_;
  const time::Calendar& calendar_;
  std::optional<Step> step_;
  Series series_;
};

}  // namespace

Text Values::word_of(const std::string& code) const {
  for (const auto& [known, words_of_it] : words)
    if (known == code) return words_of_it;
  return {code, code};
}

std::vector<RegisteredSeries> read_registered(const Document& document, const PlacesFile& places) {
  std::vector<RegisteredSeries> series;
  each_child(document, 0, [&](NodeId node) {
    if (document[node].element == nullptr) return;
    for (const auto& one : places.series) {
      if (document[node].name != one.record) continue;
      Record record(document, node, one);
      const auto registered = record.registered();
      if (auto made = record.read()) series.push_back({*std::move(made), registered});
    }
  });
  return series;
}

void read_series(const Document& document, const PlacesFile& places, std::vector<Series>& series) {
  for (auto& one : read_registered(document, places)) series.push_back(std::move(one.series));
}

}  // namespace cimgate::values

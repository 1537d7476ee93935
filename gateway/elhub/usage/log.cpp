#include "gateway/elhub/usage/log.hpp"
#include "gateway/json/read.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "gateway/json/tree.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/nearest.hpp"
#include "gateway/validation/check_digits.hpp"

namespace cimgate::usage {
namespace {

constexpr std::array<std::string_view, 6> columns = {"time",           "party",   "process",
                                                     "metering_point", "outcome", "purpose"};
using Fields = std::array<std::string, columns.size()>;

std::string hint(std::string_view word, const std::vector<std::string_view>& known) {
  const auto meant = text::did_you_mean(word, known);
  return meant.empty() ? std::string() : fmt::format("; did you mean '{}'?", meant);
}

class Reader {
 public:
  Reader(const std::string& name, LogErrors& errors) : name_(name), errors_(errors) {}

  void line(std::string_view text, const std::function<void(const Sent&)>& use) {
    ++number_;
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (number_ == 1 && text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    if (text.empty() || stopped_) return;
    Fields fields;
    const bool json = text.front() == '{';
    if (!json && places_.empty()) return header(text);
    if (!(json ? read_json(text, fields) : read_csv(text, fields))) return;
    Sent sent;
    if (fill(fields, sent)) use(sent);
  }

 private:
  void error(const std::string& text) {
    ++errors_.count;
    if (errors_.list.size() < 100) errors_.list.push_back(fmt::format("{}:{}: {}", name_, number_, text));
  }

  static std::vector<std::string_view> cut(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t from = 0;;) {
      const auto at = text.find_first_of(",;", from);
      parts.push_back(text.substr(from, at == std::string_view::npos ? at : at - from));
      if (at == std::string_view::npos) return parts;
      from = at + 1;
    }
  }

  /// Position of a column, or nothing and an error.
  std::optional<std::size_t> column(std::string_view word) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i] == word) return i;
    error(fmt::format("unknown column '{}', expected {}{}", word, fmt::join(columns, ", "),
                      hint(word, {columns.begin(), columns.end()})));
    return std::nullopt;
  }

  void header(std::string_view text) {
    for (const auto word : cut(text)) {
      const auto at = column(word);
      stopped_ = stopped_ || !at;
      places_.push_back(at.value_or(0));
    }
    for (const std::size_t needed : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
      if (std::find(places_.begin(), places_.end(), needed) != places_.end()) continue;
      if (!stopped_)
        error(fmt::format("the first line must name the columns; '{}' is missing", columns[needed]));
      stopped_ = true;
    }
  }

  bool read_csv(std::string_view text, Fields& fields) {
    const auto parts = cut(text);
    if (parts.size() != places_.size()) {
      error(fmt::format("{} values for {} columns", parts.size(), places_.size()));
      return false;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) fields[places_[i]] = parts[i];
    return true;
  }

  bool read_json(std::string_view text, Fields& fields) {
    const auto tree = json::parse_json(text, {});
    if (!tree) {
      error("this is not JSON");
      return false;
    }
    for (auto id = (*tree)[0].first; id != json::no_json; id = (*tree)[id].next) {
      const auto& member = (*tree)[id];
      const auto at = column(member.name);
      if (!at) return false;
      if (member.kind != json::JsonValue::Kind::null) fields[*at] = member.text;
    }
    return true;
  }

  bool fill(const Fields& fields, Sent& sent) {
    const auto time = schema::parse_date_time(fields[0]);
    if (!time || !time->zoned) {
      error(fmt::format("'{}' is not a time with a zone, such as 2026-11-16T09:10:00+01:00", fields[0]));
      return false;
    }
    sent.seconds = time->seconds;
    sent.party = fields[1];
    sent.process = fields[2];
    // What stands there by mistake may be anything, so it is not shown.
    if (validation::check_gln(sent.party).kind != validation::CheckResult::Kind::right) {
      error("'party' is not a GLN of 13 digits, the last of which is a check digit");
      return false;
    }
    if (sent.process.empty()) {
      error("'process' is empty");
      return false;
    }
    sent.metering_point = fields[3];
    const auto& outcome = fields[4];
    if (!outcome.empty() && outcome != "accepted" && outcome != "rejected") {
      error(fmt::format("'{}' is not known for 'outcome', expected accepted or rejected{}", outcome,
                        hint(outcome, {"accepted", "rejected"})));
      return false;
    }
    sent.accepted = outcome != "rejected";
    sent.purpose = fields[5];
    return true;
  }

  const std::string& name_;
  LogErrors& errors_;
  std::size_t number_ = 0;
  std::vector<std::size_t> places_;  ///< of a CSV file: the column of each value
  bool stopped_ = false;             ///< the columns are not known
};

}  // namespace

void read_log(const std::string& name, std::istream& input, const std::function<void(const Sent&)>& use,
              LogErrors& errors) {
  Reader reader(name, errors);
  for (std::string line; std::getline(input, line);) reader.line(line, use);
}

}  // namespace cimgate::usage

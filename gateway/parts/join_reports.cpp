#include "gateway/parts/join_reports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <tuple>

#include "gateway/json/out.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/rules/judge.hpp"

namespace cimgate::parts {
namespace {

using json::JsonId;
using json::JsonOut;
using json::JsonTree;
using json::no_json;
using Kind = json::JsonValue::Kind;

constexpr std::string_view blanks = " \t\r\n";

/// What was found in one part.
struct Found {
  const JsonTree* tree = nullptr;
  JsonId file = no_json;
  std::string report;  ///< where it stands
};

std::string_view text_of(const JsonTree& tree, JsonId object, std::string_view name) {
  const auto id = tree.member(object, name);
  return id == no_json ? std::string_view() : tree[id].text;
}

std::uint32_t number_of(const JsonTree& tree, JsonId object, std::string_view name) {
  std::uint32_t number = 0;
  const auto text = text_of(tree, object, name);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void append(const JsonTree& tree, JsonId id, JsonOut& out) {
  const auto& value = tree[id];
  switch (value.kind) {
    case Kind::object:
      out.begin_object();
      for (auto at = value.first; at != no_json; at = tree[at].next) {
        out.key(tree[at].name);
        append(tree, at, out);
      }
      out.end_object();
      return;
    case Kind::array:
      out.begin_array();
      for (auto at = value.first; at != no_json; at = tree[at].next) append(tree, at, out);
      out.end_array();
      return;
    case Kind::string:
      out.string(value.text);
      return;
    case Kind::null:
      out.literal("null");
      return;
    case Kind::number:
    case Kind::boolean:
      out.literal(value.text);
      return;
  }
}

/// A finding of a part, as it is one of the whole.
struct Placed {
  const JsonTree* tree = nullptr;
  JsonId finding = no_json;
  source::Position place;
  std::string xpath;
  std::pair<Stage, std::size_t> rank;
  bool of_record = false;
};

class ReportJoin {
 public:
  ReportJoin(const Engine& engine, const PartsList& list, Level level)
      : engine_(engine), list_(list), level_(level), found_(list.parts.size()) {}

  tl::expected<JoinedReport, std::string> run(const std::vector<Report>& reports) {
    if (auto read = read_all(reports); !read) return tl::make_unexpected(read.error());
    if (auto complete = check(); !complete) return tl::make_unexpected(complete.error());
    place_findings();
    return written();
  }

 private:
  using Done = tl::expected<void, std::string>;

  static tl::unexpected<std::string> wrong(std::string why) { return tl::make_unexpected(std::move(why)); }

  Done read_all(const std::vector<Report>& reports) {
    trees_.reserve(reports.size());
    for (const auto& report : reports) {
      std::string_view text = report.text;
      // One text of JSON, or one a line.
      while (text.find_first_not_of(blanks) != std::string_view::npos) {
        text.remove_prefix(text.find_first_not_of(blanks));
        auto end = text.size();
        if (text.starts_with("{ \"file\"") || text.starts_with("{\"file\""))
          end = std::min(text.find('\n'), end);
        auto tree = json::parse_json(text.substr(0, end), {});
        if (!tree) return wrong(fmt::format("'{}' is no report in JSON", report.name));
        trees_.push_back(std::make_unique<JsonTree>(std::move(*tree)));
        if (auto added = add(*trees_.back(), report.name); !added) return added;
        text.remove_prefix(end);
      }
    }
    return {};
  }

  Done add(const JsonTree& tree, const std::string& report) {
    if (const auto files = tree.member(0, "files"); files != no_json) {
      const std::string day(text_of(tree, 0, "asOf"));
      if (as_of_ && *as_of_ != day)
        return wrong(fmt::format(
            "'{}' is about {}, and another report about {}: judge all parts with the same --as-of", report,
            day, *as_of_));
      as_of_ = day;
      for (auto at = tree[files].first; at != no_json; at = tree[at].next)
        if (auto added = add_file(tree, at, report); !added) return added;
      return {};
    }
    return add_file(tree, 0, report);
  }

  Done add_file(const JsonTree& tree, JsonId file, const std::string& report) {
    const std::string name(text_of(tree, file, "file"));
    const auto base = std::filesystem::path(name).filename().string();
    const auto at = std::find_if(list_.parts.begin(), list_.parts.end(),
                                 [&](const Part& part) { return part.file == base; });
    if (at == list_.parts.end())
      return wrong(
          fmt::format("'{}' has findings about '{}', which is no part of '{}'", report, name, list_.file));
    auto& found = found_[static_cast<std::size_t>(at - list_.parts.begin())];
    if (found.tree != nullptr)
      return wrong(fmt::format("'{}' is in '{}' and in '{}'", base, found.report, report));
    found = {&tree, file, report};
    return {};
  }

  Done check() const {
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const auto& found = found_[i];
      if (found.tree == nullptr)
        return wrong(
            fmt::format("no report is about part {} of {}, {}", i + 1, found_.size(), list_.parts[i].file));
      if (const auto set = text_of(*found.tree, found.file, "schema"); set != list_.schema)
        return wrong(
            fmt::format("{} was judged as {}, and the whole is of {}: judge the parts with --schema {}",
                        list_.parts[i].file, set.empty() ? "nothing" : set, list_.schema, list_.schema));
    }
    constexpr std::array<std::string_view, 3> words = {"codes", "message", "market"};
    const auto most = list_.judged == JudgedByRecord::codes     ? Level::codes
                      : list_.judged == JudgedByRecord::message ? Level::message
                                                                : Level::market;
    if (level_ > most)
      return wrong(fmt::format(
          "rules of {} look at several records at once: beyond the level {} only the whole can be judged "
          "(--level says up to which level the parts were)",
          list_.message, words[static_cast<std::size_t>(most) - 1]));
    return {};
  }

  void place_findings() {
    const auto* set = engine_.catalog->set(list_.schema);
    std::map<std::string, std::size_t> order;
    if (set != nullptr)
      order = rules::rule_order(engine_.rules(), *set, list_.message, level_ == Level::market);
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const auto& [tree, file, report] = found_[i];
      const auto findings = tree->member(file, "findings");
      if (findings == no_json) continue;
      for (auto at = (*tree)[findings].first; at != no_json; at = (*tree)[at].next) {
        Placed placed{tree, at, {}, std::string(text_of(*tree, at, "xpath")), {}, false};
        placed.of_record = number_record(list_.parts[i], placed.xpath);
        if (!placed.of_record && i + 1 < found_.size()) continue;  // the head stands in every part
        placed.place =
            in_whole(list_.parts[i], {number_of(*tree, at, "line"), number_of(*tree, at, "column")});
        placed.rank = rank_of(*tree, at, order);
        all_.push_back(std::move(placed));
      }
    }
    std::stable_sort(all_.begin(), all_.end(), [](const Placed& a, const Placed& b) {
      return std::tie(a.rank, a.of_record) < std::tie(b.rank, b.of_record);  // the head comes first
    });
  }

  /// The order of a report about the whole: by stage, then by rule, then by place.
  static std::pair<Stage, std::size_t> rank_of(const JsonTree& tree, JsonId finding,
                                               const std::map<std::string, std::size_t>& order) {
    const auto stage = text_of(tree, finding, "stage");
    auto rank = Stage::message;
    for (const auto early : {Stage::wellformed, Stage::schema, Stage::codes})
      if (stage == to_string(early)) rank = early;
    const auto at = order.find(std::string(text_of(tree, finding, "rule")));
    return {rank, rank < Stage::message || at == order.end() ? 0 : at->second + 1};
  }

  /// Gives the record in the path the number that it has in the whole. False: it is about no record.
  bool number_record(const Part& part, std::string& xpath) const {
    if (!xpath.starts_with(list_.record)) return false;
    auto rest = xpath.substr(list_.record.size());
    if (!rest.empty() && rest.front() != '/' && rest.front() != '[') return false;
    std::size_t number = 1;
    if (rest.starts_with('[')) {
      const auto end = rest.find(']');
      std::from_chars(rest.data() + 1, rest.data() + end, number);
      rest.erase(0, end + 1);
    }
    if (list_.records > 1) rest.insert(0, fmt::format("[{}]", part.first + number));
    xpath = list_.record + rest;
    return true;
  }

  JoinedReport written() const {
    JoinedReport joined;
    std::array<bool, 3> verdicts{};
    std::uint64_t left_out = 0;
    for (const auto& found : found_) {
      for (const auto verdict : {Verdict::valid, Verdict::invalid, Verdict::undetermined})
        if (text_of(*found.tree, found.file, "verdict") == to_string(verdict))
          verdicts[static_cast<std::size_t>(verdict)] = true;
      left_out += number_of(*found.tree, found.file, "findingsLeftOut");
    }
    joined.verdict = verdicts[static_cast<std::size_t>(Verdict::invalid)] ? Verdict::invalid
                     : verdicts[static_cast<std::size_t>(Verdict::undetermined)] ||
                             !verdicts[static_cast<std::size_t>(Verdict::valid)]
                         ? Verdict::undetermined
                         : Verdict::valid;
    JsonOut out(true);
    out.begin_object();
    if (as_of_) out.member("asOf", *as_of_);
    out.begin_array("files");
    out.begin_object(JsonOut::Line::head);
    out.member("file", list_.file);
    const auto& first = found_.front();
    const auto copy = [&](const char* name) {
      if (const auto text = text_of(*first.tree, first.file, name); !text.empty()) out.member(name, text);
    };
    copy("message");
    copy("schema");
    add_choice(out);
    copy("process");
    copy("asOf");
    out.member("verdict", to_string(joined.verdict));
    if (left_out > 0) out.member("findingsLeftOut", left_out);
    out.wrap();
    out.begin_array("findings");
    for (const auto& placed : all_) append(placed, out);
    out.end_array();
    out.end_object();
    out.end_array();
    out.begin_object("summary", JsonOut::Line::airy);
    for (const auto verdict : {Verdict::valid, Verdict::invalid, Verdict::undetermined})
      out.member(to_string(verdict), joined.verdict == verdict ? 1 : 0);
    out.end_object();
    out.end_object();
    joined.json = std::move(out).take();
    joined.any_errors = joined.verdict == Verdict::invalid;
    return joined;
  }

  /// How the version was chosen, where it was for all parts alike.
  void add_choice(JsonOut& out) const {
    const auto choice_of = [](const Found& found) {
      const auto choice = found.tree->member(found.file, "schemaChoice");
      return choice == no_json
                 ? std::pair<std::string_view, std::string_view>()
                 : std::pair(text_of(*found.tree, choice, "by"), text_of(*found.tree, choice, "day"));
    };
    const auto [by, day] = choice_of(found_.front());
    if (by.empty() || !std::all_of(found_.begin(), found_.end(), [&, by = by, day = day](const Found& found) {
          return choice_of(found) == std::pair(by, day);
        }))
      return;
    out.begin_object("schemaChoice");
    out.member("by", by);
    if (!day.empty()) out.member("day", day);
    out.end_object();
  }

  static void append(const Placed& placed, JsonOut& out) {
    const auto& tree = *placed.tree;
    out.begin_object(JsonOut::Line::airy);
    for (auto at = tree[placed.finding].first; at != no_json; at = tree[at].next) {
      const auto name = tree[at].name;
      if (name == "line" && placed.place.line != 0)
        out.member(name, placed.place.line);
      else if (name == "column" && placed.place.line != 0)
        out.member(name, placed.place.column);
      else if (name == "xpath")
        out.member(name, placed.xpath);
      else if (name != "line" && name != "column") {
        out.key(name);
        parts::append(tree, at, out);
      }
    }
    out.end_object();
  }

  const Engine& engine_;
  const PartsList& list_;
  Level level_;
  std::vector<std::unique_ptr<JsonTree>> trees_;
  std::vector<Found> found_;
  std::optional<std::string> as_of_;
  std::vector<Placed> all_;
};

}  // namespace

bool is_report(std::string_view text) {
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos || text[begin] != '{') return false;
  const auto name = text.find_first_not_of(blanks, begin + 1);
  if (name == std::string_view::npos) return false;
  const auto rest = text.substr(name);
  return rest.starts_with("\"asOf\"") || rest.starts_with("\"files\"") || rest.starts_with("\"file\"");
}

tl::expected<JoinedReport, std::string> join_reports(const Engine& engine, const PartsList& list,
                                                     const std::vector<Report>& reports, Level level) {
  return ReportJoin(engine, list, level).run(reports);
}

}  // namespace cimgate::parts

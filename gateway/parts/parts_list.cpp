#include "gateway/parts/parts_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "gateway/json/out.hpp"
#include "gateway/json/tree.hpp"

namespace cimgate::parts {
namespace {

using source::Position;

constexpr std::array<std::pair<JudgedByRecord, std::string_view>, 3> judged_names = {
    {{JudgedByRecord::codes, "codes"},
     {JudgedByRecord::message, "message"},
     {JudgedByRecord::market, "market"}}};

/// Reads members; remembers the first that is not as it should be.
class Members {
 public:
  explicit Members(const json::JsonTree& tree) : tree_(tree) {}

  json::JsonId of(json::JsonId object, std::string_view name, json::JsonValue::Kind kind) {
    const auto id = tree_.member(object, name);
    if (id != json::no_json && tree_[id].kind == kind) return id;
    if (problem_.empty())
      problem_ =
          fmt::format("line {}: '{}' is missing or not what it should be", tree_[object].position.line, name);
    return json::no_json;
  }
  std::string text(json::JsonId object, std::string_view name) {
    const auto id = of(object, name, json::JsonValue::Kind::string);
    return id == json::no_json ? std::string() : std::string(tree_[id].text);
  }
  template <class Number>
  Number number(json::JsonId id) {
    Number value = 0;
    if (id == json::no_json) return value;
    const auto text = tree_[id].text;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if ((read.ec != std::errc() || read.ptr != text.data() + text.size()) && problem_.empty())
      problem_ = fmt::format("line {}: '{}' is no number", tree_[id].position.line, text);
    return value;
  }
  std::size_t number(json::JsonId object, std::string_view name) {
    return number<std::size_t>(of(object, name, json::JsonValue::Kind::number));
  }
  const std::string& problem() const { return problem_; }
  void set_problem(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }

 private:
  const json::JsonTree& tree_;
  std::string problem_;
};

SamePlace place_of(const json::JsonTree& tree, json::JsonId list, Members& members) {
  std::array<std::uint32_t, 4> numbers{};
  auto item = tree[list].first;
  for (auto& number : numbers) {
    if (item == json::no_json) {
      members.set_problem(fmt::format("line {}: a place has four numbers", tree[list].position.line));
      break;
    }
    number = members.number<std::uint32_t>(item);
    item = tree[item].next;
  }
  return {{numbers[0], numbers[1]}, {numbers[2], numbers[3]}};
}

/// The numbers of the parts and of their records have to add up.
void check(const PartsList& list, Members& members) {
  std::size_t records = 0;
  for (const auto& part : list.parts) {
    if (part.first != records)
      members.set_problem(fmt::format("'{}' does not begin where the part before it ends", part.file));
    records += part.records;
  }
  if (records != list.records) members.set_problem("the records of the parts are not those of the whole");
}

}  // namespace

std::size_t PartsList::find_id(std::string_view part_id) const {
  const auto at =
      std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.id == part_id; });
  return static_cast<std::size_t>(at - parts.begin());
}

std::string to_json(const PartsList& list) {
  json::JsonOut out(true);
  out.begin_object();
  out.member("format", "cimgate parts 1");
  out.member("file", list.file);
  out.member("message", list.message);
  out.member("schema", list.schema);
  out.member("record", list.record);
  out.member("id", list.id);
  out.member("series", list.series);
  out.member("records", list.records);
  out.member("judged", judged_names[static_cast<std::size_t>(list.judged)].second);
  out.begin_array("parts");
  for (const auto& part : list.parts) {
    out.begin_object(json::JsonOut::Line::airy);
    out.member("file", part.file);
    out.member("id", part.id);
    out.member("first", part.first);
    out.member("records", part.records);
    out.begin_array("places");
    for (const auto& place : part.places) {
      out.begin_array();
      for (const auto number : {place.part.line, place.part.column, place.whole.line, place.whole.column})
        out.literal(std::to_string(number));
      out.end_array();
    }
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

tl::expected<PartsList, std::string> parts_list_of(std::string_view text) {
  const auto tree = json::parse_json(text, {});
  if (!tree) return tl::make_unexpected("it is no list of parts");
  using Kind = json::JsonValue::Kind;
  Members members(*tree);
  if ((*tree)[0].kind != Kind::object || members.text(0, "format") != "cimgate parts 1")
    return tl::make_unexpected("it is no list of parts");
  PartsList list;
  list.file = members.text(0, "file");
  list.message = members.text(0, "message");
  list.schema = members.text(0, "schema");
  list.record = members.text(0, "record");
  list.id = members.text(0, "id");
  list.series = members.number(0, "series");
  list.records = members.number(0, "records");
  const auto judged = members.text(0, "judged");
  const auto name = std::find_if(judged_names.begin(), judged_names.end(),
                                 [&](const auto& entry) { return entry.second == judged; });
  if (name == judged_names.end())
    members.set_problem("'judged' is none of codes, message, market");
  else
    list.judged = name->first;
  const auto parts = members.of(0, "parts", Kind::array);
  for (auto at = parts == json::no_json ? json::no_json : (*tree)[parts].first; at != json::no_json;
       at = (*tree)[at].next) {
    Part part;
    part.file = members.text(at, "file");
    part.id = members.text(at, "id");
    part.first = members.number(at, "first");
    part.records = members.number(at, "records");
    const auto places = members.of(at, "places", Kind::array);
    for (auto place = places == json::no_json ? json::no_json : (*tree)[places].first; place != json::no_json;
         place = (*tree)[place].next)
      part.places.push_back(place_of(*tree, place, members));
    list.parts.push_back(std::move(part));
  }
  check(list, members);
  if (!members.problem().empty()) return tl::make_unexpected(members.problem());
  return list;
}

Position in_whole(const Part& part, Position position) {
  const SamePlace* last = nullptr;
  for (const auto& place : part.places)
    if (place.part.line < position.line ||
        (place.part.line == position.line && place.part.column <= position.column))
      last = &place;
  if (last == nullptr || position.line == 0) return {};
  const auto line = position.line - last->part.line + last->whole.line;
  return {line, position.line == last->part.line ? position.column - last->part.column + last->whole.column
                                                 : position.column};
}

}  // namespace cimgate::parts

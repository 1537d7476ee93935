// A message that is read in parts, by one thread and by several.
#include <fmt/format.h>

#include <algorithm>

#include "cimgate/gateway.hpp"
#include "tests/fuzz/engine.hpp"
#include "tests/fuzz/surfaces.hpp"
#include "tests/unit/engine/told.hpp"
#include "tests/unit/pull_from.hpp"
#include "tests/unit/reader/batches.hpp"

namespace cimgate::fuzz {
namespace {

/// The engines are compared part by part: in one both may refuse, in another one alone.
std::vector<test::Told> told_of(std::vector<Finding> findings) {
  std::erase_if(findings, [](const Finding& finding) { return finding.rule == "schema.engines-disagree"; });
  return test::told(findings);
}

std::string list_of(const std::vector<test::Told>& all) {
  std::string list;
  for (const auto& one : all)
    list += fmt::format("\n    {} at {} line {}: {}", one.rule, one.xpath, one.line, one.text);
  return list.empty() ? "\n    nothing" : list;
}

std::string difference_of(const std::vector<Finding>& parts, const std::vector<Finding>& whole) {
  const auto told = told_of(parts);
  const auto expected = told_of(whole);
  if (told == expected) return {};
  // Of several places where it is not well-formed, who reads all at once names bytes that are no text first.
  const auto is_wellformed = [](const std::vector<Finding>& all) {
    return all.size() == 1 && all.front().stage == Stage::wellformed;
  };
  if (is_wellformed(parts) && is_wellformed(whole) && whole.front().rule == "wellformed.encoding") return {};
  // An element that belongs nowhere is told once in a message, and once in each part.
  const auto is_stray = [](const Finding& one) {
    return one.rule == "schema.unexpected-element" &&
           std::count(one.xpath.begin(), one.xpath.end(), '/') == 2;
  };
  if (std::any_of(whole.begin(), whole.end(), is_stray) && std::any_of(parts.begin(), parts.end(), is_stray))
    return {};
  return "in parts:" + list_of(told) + "\n  whole:" + list_of(expected) + "\n";
}

std::string difference_of(const Checked& parts, const Checked& whole) {
  if (parts.verdict != whole.verdict)
    return fmt::format("{}, not {}", to_string(parts.verdict), to_string(whole.verdict));
  if (auto differs = difference_of(parts.findings, whole.findings); !differs.empty()) return differs;
  return parts.findings_left_out == whole.findings_left_out ? "" : "number of findings left out";
}

std::string difference_of(const Translated& parts, const std::string& made, const Translated& whole) {
  if (parts.fault || whole.fault) return "an internal error";
  if (made != whole.whole)
    return made.empty() ? "no translation" : whole.whole.empty() ? "a translation" : "another translation";
  if (auto differs = difference_of(parts.findings, whole.findings); !differs.empty()) return differs;
  if (parts.checked.has_value() != whole.checked.has_value()) return "judged or not";
  return parts.checked ? difference_of(*parts.checked, *whole.checked) : "";
}

struct Way {
  const char* name;
  unsigned threads;
  bool from_any_place;
};
constexpr Way ways[] = {
    {"in order", 0, false}, {"by two threads", 2, false}, {"by two threads, from any place", 2, true}};

}  // namespace

/// In parts so small that nearly every record is one, a message is judged and translated as in one piece.
void take_message_in_parts(std::string_view bytes) {
  const std::string text(bytes);
  TranslateOptions options;
  options.files = false;
  options.validate.emplace();
  const auto whole = gateway().validate(text);
  const auto translated = gateway().translate(text, options);
  for (const auto& way : ways) {
    Streaming streaming;
    streaming.threads = way.threads;
    streaming.batch_bytes = 64;
    if (way.from_any_place) streaming.read_at = test::places_of(text, 1000);
    const auto parts = gateway().validate(test::pull_from(text, 100), {}, streaming);
    if (!parts) throw Broken("it cannot be read: " + parts.error());
    if (const auto differs = difference_of(*parts, whole); !differs.empty())
      throw Broken(fmt::format("judged {}: {}", way.name, differs));
    std::string made;
    StreamedOutput output;
    output.whole = [&made](std::string_view piece) { made += piece; };
    const auto pieces = gateway().translate(test::pull_from(text, 100), options, output, streaming);
    if (!pieces) throw Broken("it cannot be read: " + pieces.error());
    if (!pieces->delivered) made = pieces->whole;  // what is not cut comes at once
    if (const auto differs = difference_of(*pieces, made, translated); !differs.empty())
      throw Broken(fmt::format("translated {}: {}", way.name, differs));
  }
}

}  // namespace cimgate::fuzz

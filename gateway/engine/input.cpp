#include "gateway/engine/input.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

#include "gateway/conformance/profile_choice.hpp"
#include "gateway/engine/shown_line.hpp"
#include "gateway/mapping/supplement_check.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/validation/schema_stage.hpp"
#include "gateway/validation/severity_rank.hpp"

namespace cimgate {

bool Input::all_valid() const {
  return !valid.empty() && std::find(valid.begin(), valid.end(), false) == valid.end() &&
         verdict_of(findings) == Verdict::valid;
}

namespace {

Finding two_supplements() {
  Finding finding;
  finding.rule = "schema.supplement";
  finding.stage = Stage::schema;
  finding.xpath = "/supplement";
  finding.text = {"There are two supplements; a bundle has one.",
                  "Det er to tillegg; en dokumentpakke har ett."};
  return finding;
}

/// Puts the parts of a bundle together. A supplement alone is no mistake here.
document::ReadResult read_parts(const Engine& engine, const std::vector<std::string>& parts,
                                const document::ReadOptions& options) {
  const auto& catalog = *engine.catalog;
  const auto read = [&](const std::string& part) { return reader::read(catalog, part, options); };
  if (parts.size() == 1) return read(parts.front());
  document::ReadResult all;
  for (const auto& part : parts) {
    auto one = read(part);
    std::erase_if(one.findings,
                  [](const Finding& finding) { return finding.rule == "schema.supplement-alone"; });
    const auto drop_place = [](auto& list) {
      for (auto& item : list) item.line = item.column = 0;
    };
    drop_place(one.findings);
    std::move(one.messages.begin(), one.messages.end(), std::back_inserter(all.messages));
    std::move(one.findings.begin(), one.findings.end(), std::back_inserter(all.findings));
    std::move(one.reference_errors.begin(), one.reference_errors.end(),
              std::back_inserter(all.reference_errors));
    if (all.choice == SchemaChoice{}) all.choice = one.choice;
    if (one.supplement && all.supplement) all.findings.push_back(two_supplements());
    if (one.supplement) all.supplement = std::move(one.supplement);
    all.findings_left_out += one.findings_left_out;
  }
  conformance::choose_profile(catalog, conformance::asked_profile(options, all.supplement), all.messages);
  return all;
}

/// Against the documents and the message that it names. Only of documents that are valid: else nothing is
/// made of it.
void check_supplement_of(const Engine& engine, const InputLimits& limits, Input& input) {
  if (!input.read.supplement || !input.all_valid()) return;
  auto findings = mapping::check_supplement(*engine.translator, input.read.messages, *input.read.supplement,
                                            limits.findings, input.findings_left_out);
  std::move(findings.begin(), findings.end(), std::back_inserter(input.findings));
}

}  // namespace

document::ReadOptions read_options(const Engine& engine, const Asked& asked, const InputLimits& limits) {
  document::ReadOptions options;
  options.by_reference = engine.reader == XmlReader::reference;
  options.limits.bytes = limits.bytes;
  options.limits.depth = limits.depth;
  options.limits.elements = limits.elements;
  options.limits.attributes = limits.attributes;
  options.limits.names = limits.names;
  options.limits.text = limits.text;
  options.limits.findings = limits.findings;
  options.profile = asked.profile;
  options.day = time::parse_day(asked.day);
  const auto* set = engine.catalog->set(asked.schema);
  if (set != nullptr && set->side == schema::SchemaSet::Side::cim)
    options.profile = asked.schema;
  else
    options.schema = asked.schema;
  return options;
}

InputLimits limits_of_own(const InputLimits& of_input) {
  InputLimits limits;
  limits.bytes = limits.text = std::numeric_limits<std::size_t>::max() / 2;
  limits.depth = limits.elements = limits.attributes = limits.names =
      std::numeric_limits<std::uint32_t>::max() / 2;
  limits.findings = of_input.findings;
  return limits;
}

Input read_input(const Engine& engine, const std::vector<std::string>& parts, const Asked& asked,
                 const InputLimits& limits) {
  const auto options = read_options(engine, asked, limits);
  auto input = check_whole(engine, read_parts(engine, parts, options), limits);
  if (parts.size() > 1)
    for (auto& finding : input.findings) finding.line = finding.column = 0;
  return input;
}

Input check_whole(const Engine& engine, document::ReadResult read, const InputLimits& limits) {
  auto input = check_input(std::move(read), limits);
  check_supplement_of(engine, limits, input);
  return input;
}

Input check_input(document::ReadResult read, const InputLimits& limits) {
  Input input;
  input.read = std::move(read);
  input.findings = input.read.findings;
  auto schema = validation::check_schema(input.read, limits.findings);
  input.findings.insert(input.findings.end(), std::make_move_iterator(schema.findings.begin()),
                        std::make_move_iterator(schema.findings.end()));
  input.valid = std::move(schema.valid);
  input.findings_left_out = input.read.findings_left_out + schema.left_out;
  return input;
}

std::string names_of(const std::vector<document::Message>& messages) {
  std::string names;
  for (const auto& message : messages) names += (names.empty() ? "" : " + ") + message.kind->root.local;
  return names;
}

namespace {

std::optional<SourceLine> shown_line(const Showable& showable, const source::SourceText& source,
                                     const Finding& finding) {
  const auto line = source.line(finding.line);
  const auto place = source.offset_of({finding.line, std::max<std::uint32_t>(finding.column, 1)});
  if (line.empty() || !place) return std::nullopt;
  const auto start = static_cast<std::size_t>(line.data() - source.text().data());
  auto part = showable.part(line, *place - start);
  if (part.text.empty()) return std::nullopt;
  SourceLine shown;
  shown.text = std::move(part.text);
  shown.first_column = source.at(start + part.begin).column;
  if (part.end < line.size()) shown.last_column = source.at(start + part.end).column;
  return shown;
}

}  // namespace

SourceLines lines_of(const document::ReadResult& read, const std::vector<Finding>& findings) {
  SourceLines lines;
  if (findings.empty()) return lines;
  Showable showable;
  for (const auto& message : read.messages) showable.add(message.document);
  for (const auto& finding : findings)
    if (finding.line > 0 && lines.find(finding.line, finding.column) == nullptr)
      if (auto line = shown_line(showable, read.source, finding)) lines.add(finding.line, *std::move(line));
  return lines;
}

std::size_t cut(std::vector<Finding>& findings, std::size_t limit) {
  return validation::keep_most_severe(findings, limit);
}

}  // namespace cimgate

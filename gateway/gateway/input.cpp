#include "gateway/gateway/input.hpp"

#include <algorithm>

#include "gateway/gateway/shown_line.hpp"
#include "gateway/validation/schema_stage.hpp"

namespace cimgate {

bool Input::all_valid() const {
  return !valid.empty() && std::find(valid.begin(), valid.end(), false) == valid.end() &&
         verdict_of(findings) == Verdict::valid;
}

Input read_input(const Engine& engine, std::string_view bytes, const std::string& profile,
                 const InputLimits& limits) {
  document::ReadOptions options;
  options.limits.bytes = limits.bytes;
  options.limits.depth = limits.depth;
  options.limits.text = limits.text;
  options.limits.findings = limits.findings;
  options.profile = profile;
  Input input;
  input.read = document::read(*engine.catalog, bytes, options);
  input.findings = input.read.findings;
  auto schema = validation::check_schema(input.read, limits.findings);
  input.findings.insert(input.findings.end(), std::make_move_iterator(schema.findings.begin()),
                        std::make_move_iterator(schema.findings.end()));
  input.valid = std::move(schema.valid);
  return input;
}

std::string names_of(const std::vector<document::Message>& messages) {
  std::string names;
  for (const auto& message : messages) names += (names.empty() ? "" : " + ") + message.kind->root.local;
  return names;
}

SourceLines lines_of(const document::ReadResult& read, const std::vector<Finding>& findings) {
  SourceLines lines;
  if (findings.empty()) return lines;
  Showable showable;
  for (const auto& message : read.messages) showable.add(*message.document.root().element);
  for (const auto& finding : findings)
    if (finding.line > 0 && !lines.contains(finding.line))
      lines[finding.line] = showable.line(read.source.line(finding.line));
  return lines;
}

std::size_t cut(std::vector<Finding>& findings, std::size_t limit) {
  if (findings.size() <= limit) return 0;
  const std::size_t left_out = findings.size() - limit;
  findings.resize(limit);
  return left_out;
}

}  // namespace cimgate

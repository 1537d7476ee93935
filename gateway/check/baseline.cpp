#include "gateway/check/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "gateway/check/path_pattern.hpp"
#include "gateway/validation/rule_file.hpp"

namespace cimgate::check {
namespace {

/// In double quotes, as YAML reads it back.
std::string yaml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out + '"';
}

}  // namespace

tl::expected<Baseline, std::string> Baseline::parse(const std::string& path, std::string_view text,
                                                    const std::string& folder) {
  validation::RuleFile file(path, text);
  Baseline made;
  made.path_ = path;
  made.folder_ = folder;
  if (file.root().is_map()) {
    file.check_keys(file.root(), {"findings"});
    for (const auto& node : file.list(file.root(), "findings")) {
      file.check_keys(node, {"file", "rule", "fingerprint"});
      made.entries_[{file.text(node, "file"), file.text(node, "fingerprint")}] = {file.text(node, "rule"),
                                                                                  State::unseen};
    }
  }
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  return made;
}

void Baseline::apply(JudgedFile& file) {
  const std::string path = relative_to(folder_, file.file);
  // Beyond the limit, or after a fault, it cannot be said what is gone.
  const bool complete = file.findings_left_out == 0 && !file.fault && !file.unreadable;
  if (complete)
    for (auto at = entries_.lower_bound({path, {}}); at != entries_.end() && at->first.first == path; ++at)
      if (at->second.state == State::unseen) at->second.state = State::checked;
  for (auto& judged : file.findings) {
    const auto at = entries_.find({path, judged.fingerprint});
    if (at == entries_.end()) continue;
    at->second.state = State::found;
    if (judged.counts() && judged.finding.outcome == Outcome::failed)
      judged.standing = {Standing::Kind::known, path_, {}};
  }
}

std::vector<Text> Baseline::stale() const {
  std::vector<Text> told;
  std::error_code error;
  for (const auto& [key, entry] : entries_) {
    const auto& [file, fingerprint] = key;
    if (entry.state == State::found) continue;
    if (entry.state == State::unseen &&
        std::filesystem::exists(std::filesystem::path(folder_.empty() ? "." : folder_) / file, error))
      continue;
    told.push_back(
        {fmt::format("{}: no longer found: {} in {} ({})", path_, entry.rule, file, fingerprint),
         fmt::format("{}: finnes ikke lenger: {} i {} ({})", path_, entry.rule, file, fingerprint)});
  }
  return told;
}

void BaselineWriter::add(const JudgedFile& file) {
  const std::string path = relative_to(folder_, file.file);
  for (const auto& judged : file.findings) {
    const bool kept = judged.counts() || judged.standing.kind == Standing::Kind::known;
    if (!kept || judged.finding.outcome == Outcome::undetermined || judged.finding.severity == Severity::info)
      continue;
    lines_.push_back(fmt::format("  - {{ file: {}, rule: {}, fingerprint: {} }}\n", yaml_text(path),
                                 yaml_text(judged.finding.rule), yaml_text(judged.fingerprint)));
  }
}

std::string BaselineWriter::text() const {
  auto lines = lines_;
  std::sort(lines.begin(), lines.end());
  std::string text =
      "# Findings that were there already: `cimgate check --baseline` shows them, and does not fail.\n";
  text += lines.empty() ? "findings: []\n" : "findings:\n";
  for (const auto& line : lines) text += line;
  return text;
}

}  // namespace cimgate::check

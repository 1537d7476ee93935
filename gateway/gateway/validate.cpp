#include "cimgate/gateway.hpp"
#include "gateway/gateway/input.hpp"
#include "gateway/mapping/path.hpp"
#include "gateway/validation/codes_stage.hpp"

namespace cimgate {
namespace {

/// The process that a message names; BIM and CIM have different places for it.
std::string process_of(const document::Message& message) {
  for (const char* place : {"ProcessEnergyContext/EnergyBusinessProcess", "process.processType",
                            "received_MarketDocument.process.processType"}) {
    const auto& root = *message.document.root().element;
    const auto path = mapping::resolve_path(place, root, root);
    if (!path) continue;
    if (const auto text = mapping::read(message.document, 0, *path)) return std::string(*text);
  }
  return {};
}

/// What was asked for and cannot be judged is said, so that it never looks valid.
Finding not_judged() {
  Finding finding;
  finding.rule = "market.not-judged";
  finding.stage = Stage::market;
  finding.outcome = Outcome::undetermined;
  finding.text = {"the market rules were not judged: this edition has none",
                  "markedsreglene er ikke vurdert: denne utgaven har ingen"};
  finding.advice = {"Check with --level message.", "Sjekk med --level message."};
  return finding;
}

}  // namespace

Checked Gateway::validate(const std::vector<std::string>& parts, const ValidateOptions& options) const {
  auto input = read_input(*engine_, parts, options.profile, options.limits);
  Checked checked;
  checked.message = names_of(input.read.messages);
  if (!input.read.messages.empty()) {
    checked.schema = input.read.messages.front().set->id;
    checked.process = process_of(input.read.messages.front());
  }
  checked.findings = std::move(input.findings);
  if (options.level >= Level::codes)
    for (const auto& message : input.read.messages) {
      auto found = validation::check_codes(message, *engine_->code_rules, options.limits.findings);
      checked.findings.insert(checked.findings.end(), std::make_move_iterator(found.begin()),
                              std::make_move_iterator(found.end()));
    }
  if (parts.size() > 1)
    for (auto& finding : checked.findings) finding.line = finding.column = 0;
  if (options.level == Level::market) checked.findings.push_back(not_judged());
  checked.verdict = verdict_of(checked.findings);
  checked.findings_left_out = input.read.findings_left_out + cut(checked.findings, options.limits.findings);
  checked.lines = lines_of(input.read, checked.findings);
  return checked;
}

}  // namespace cimgate

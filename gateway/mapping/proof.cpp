#include "gateway/mapping/proof.hpp"

#include <fmt/format.h>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/mapping/loss_index.hpp"
#include "gateway/mapping/translation_findings.hpp"

namespace cimgate::mapping {
namespace {

using Entry = document::SupplementEntry;

constexpr std::size_t most_violations = 20;

std::string reason_of(const Correspondence* rule) {
  return rule == nullptr || rule->loss() == nullptr ? std::string() : *rule->loss();
}

/// The reason of a choice or an order: what the alternatives or the records say.
std::string hint_reason(const std::vector<Correspondence>& rules, std::string_view name) {
  for (const auto& rule : rules) {
    for (const auto& branch : rule.branches) {
      if (branch.def->name == name && rule.def->loss) return *rule.def->loss;
      if (auto inner = hint_reason(branch.rules, name); !inner.empty()) return inner;
    }
    if (auto inner = hint_reason(rule.rules, name); !inner.empty()) return inner;
  }
  return {};
}

void add_hints(const Forward& made, std::vector<Entry>& entries) {
  for (const auto& [path, names] : made.hints.choices)
    for (const auto& name : names) {
      std::string reason;
      for (const auto* plan : made.plans)
        if (reason.empty()) reason = hint_reason(plan->rules, name);
      if (reason.empty()) reason = "the documents do not show which alternative is meant";
      entries.push_back({Entry::Kind::choice, path, name, std::move(reason)});
    }
  for (const auto& [path, order] : made.hints.orders) {
    std::string numbers;
    for (const auto number : order) numbers += (numbers.empty() ? "" : " ") + std::to_string(number + 1);
    entries.push_back(
        {Entry::Kind::order, path, std::move(numbers), "the records went to different documents"});
  }
}

/// Our own documents are checked like anybody's; a mistake in them is ours.
bool check_output(const Forward& made, Proven& out) {
  for (std::size_t i = 0; i < made.documents.size(); ++i)
    for (const auto& violation : conformance::check_document(made.documents[i], most_violations)) {
      out.fault = true;
      auto finding =
          fault("translation.output-invalid",
                fmt::format("the {} that was made is not valid: {} {}", made.plans[i]->kind->root.local,
                            made.documents[i].path(violation.node), violation.expected),
                fmt::format("{} som ble laget, er ikke gyldig: {} {}", made.plans[i]->kind->root.local,
                            made.documents[i].path(violation.node), violation.expected));
      out.findings.push_back(std::move(finding));
    }
  return !out.fault;
}

}  // namespace

Proven prove(const Plan& plan, const document::Document& bim, Forward made, const RecordNumbers* numbers,
             Tracing tracing) {
  Proven out(std::move(made), {document::Document(plan.bim_schema, *plan.bim_root), {}, {}, {}});
  document::Paths paths(bim);
  for (const auto& note : out.made.notes)
    if (note.kind == Note::Kind::unplaced) out.findings.push_back(unplaced(note, paths));
  if (!out.findings.empty() || !check_output(out.made, out)) return out;

  std::vector<PlannedDocument> planned;
  for (std::size_t i = 0; i < out.made.documents.size(); ++i)
    planned.push_back({out.made.plans[i], &out.made.documents[i]});
  out.back = backward(plan, *out.made.variant, planned, out.made.hints, numbers, tracing);
  add_hints(out.made, out.hints);
  out.differences = difference(bim, out.back.message, &out.given);
  for (auto& found : out.differences) {
    const Correspondence* rule = out.made.variant->losses->explains(without_numbers(found.entry.path));
    if (rule != nullptr) {
      found.entry.reason = reason_of(rule);
      continue;
    }
    out.fault = true;
    auto finding =
        fault("translation.unexplained",
              fmt::format("nothing in the mapping explains why '{}' does not come back", found.entry.path),
              fmt::format("ingenting i oversettelsen forklarer hvorfor '{}' ikke kommer tilbake",
                          found.entry.path));
    if (found.wanted != document::no_node) {
      finding.line = bim[found.wanted].position.line;
      finding.column = bim[found.wanted].position.column;
      finding.xpath = bim.path(found.wanted);
    }
    out.findings.push_back(std::move(finding));
  }
  return out;
}

}  // namespace cimgate::mapping

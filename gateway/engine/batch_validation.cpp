#include "gateway/engine/batch_validation.hpp"

#include <algorithm>
#include <iterator>

namespace cimgate {
namespace {

/// The head stands in every batch: what later stages find there counts once.
void drop_findings_of_head(const std::string& record, std::vector<Finding>& findings) {
  std::erase_if(findings, [&](const Finding& finding) {
    return finding.stage > Stage::schema && !finding.xpath.starts_with(record + '[');
  });
}

/// As they come of a whole message: by stage, then by rule, then by place.
void sort(const rules::RuleBook& book, const schema::SchemaSet& set, const std::string& message, bool market,
          std::vector<Finding>& findings) {
  const auto order = rules::rule_order(book, set, message, market);
  const auto rank = [&](const Finding& finding) {
    const auto at = finding.stage < Stage::message ? order.end() : order.find(finding.rule);
    return std::make_pair(std::min(finding.stage, Stage::message), at == order.end() ? 0 : at->second + 1);
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding& a, const Finding& b) { return rank(a) < rank(b); });
}

}  // namespace

std::unique_ptr<BatchValidation> BatchValidation::open(const Engine& engine, const reader::Batch& first,
                                                       const ValidateOptions& options) {
  if (!is_beginning(first) || !options.emif.empty()) return nullptr;
  const auto& message = first.read.messages.front();
  const auto place = reader::record_place(*message.document.root().element);
  if (!place || (options.level >= Level::message &&
                 !rules::fits_in_parts(engine.rules(), message, *place, options.level == Level::market)))
    return nullptr;
  return std::unique_ptr<BatchValidation>(new BatchValidation(engine, options, message, *place));
}

BatchValidation::BatchValidation(const Engine& engine, const ValidateOptions& options,
                                 const document::Message& message, std::uint32_t place)
    : engine_(engine),
      options_(options),
      set_(*message.set),
      place_(place),
      before_rules_(options.limits.findings),
      of_rules_(options.limits.findings) {
  const auto& root = *message.document.root().element;
  message_ = root.name.local;
  record_ = '/' + message_ + '/' + root.children()[place].element->name.local;
}

BatchValidation::Part BatchValidation::judge(reader::Batch& batch, Input& input, bool first) const {
  Part part;
  part.valid = input.valid.size() == 1 && input.valid.front();
  part.records = batch.records;
  part.of_rules.which = {place_, first};
  part.of_rules.counted_from = of_rules_.full_from();
  part.checked = validate_read(engine_, input, options_, &part.of_rules);
  if (!is_left_out(part.checked.findings)) part.checked.lines = lines_of(batch, input, part.checked.findings);
  return part;
}

std::vector<rules::RecordKey> BatchValidation::repeated_of(std::vector<rules::RecordKey> keys) {
  std::erase_if(keys,
                [&](rules::RecordKey& key) { return keys_[key.rule].insert(std::move(key.key)).second; });
  return keys;
}

void BatchValidation::take(Part part, reader::Batch& batch, Input& input) {
  auto& one = part.checked;
  auto repeated = find_repeated(engine_, input, options_, repeated_of(std::move(part.of_rules.keys)));
  if (!repeated.findings.empty()) {
    if (!is_left_out(repeated.findings)) one.lines.merge(lines_of(batch, input, repeated.findings));
    std::move(repeated.findings.begin(), repeated.findings.end(), std::back_inserter(one.findings));
    part.of_rules.rules_left_out += repeated.left_out;
  }
  if (taken_any_) {
    drop_findings_of_head(record_, one.findings);
  } else {
    all_.message = one.message;
    all_.schema = one.schema;
    all_.schema_choice = one.schema_choice;
    all_.process = one.process;
    all_.as_of = one.as_of;
  }
  taken_any_ = true;
  valid_ = valid_ && part.valid;
  records_ += part.records;
  all_.lines.merge(std::move(one.lines));
  const auto rules =
      std::stable_partition(one.findings.begin(), one.findings.end(),
                            [](const Finding& finding) { return finding.stage < Stage::message; });
  of_rules_.add({std::make_move_iterator(rules), std::make_move_iterator(one.findings.end())},
                part.of_rules.rules_left_out);
  one.findings.erase(rules, one.findings.end());
  before_rules_.add(std::move(one.findings), one.findings_left_out);
}

bool BatchValidation::is_left_out(const std::vector<Finding>& findings) const {
  const auto before_rules = before_rules_.full_from(), of_rules = of_rules_.full_from();
  return std::all_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return validation::severity_rank(finding) >= (finding.stage < Stage::message ? before_rules : of_rules);
  });
}

Checked BatchValidation::finish(const Batches& batches) {
  all_.findings = before_rules_.take();
  all_.findings_left_out = before_rules_.left_out();
  if (valid_) {
    auto rules = of_rules_.take();
    std::move(rules.begin(), rules.end(), std::back_inserter(all_.findings));
    all_.findings_left_out += of_rules_.left_out();
    all_.findings_left_out += cut(all_.findings, options_.limits.findings);
  }
  if (records_ == 1) drop_lone_number(record_, all_.findings);
  if (!valid_) {  // rules are judged of what is valid as a whole
    all_.as_of.clear();
    leave_open(batches, set_.id, all_.findings);
  }
  keep_what_is_not_wellformed(all_.findings, all_.findings_left_out);
  put_in_order(all_.findings);
  if (options_.level >= Level::message)
    sort(engine_.rules(), set_, message_, options_.level == Level::market, all_.findings);
  all_.verdict = verdict_of(all_.findings);
  return std::move(all_);
}

}  // namespace cimgate

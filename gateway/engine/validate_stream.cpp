#include <algorithm>
#include <iterator>

#include "cimgate/gateway.hpp"
#include "gateway/engine/batch_work.hpp"
#include "gateway/engine/validation.hpp"

namespace cimgate {
namespace {

struct Job {
  reader::Batch batch;
  rules::MessagePart part;
  Checked checked;
  bool valid = false;
};

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

tl::expected<Checked, std::string> Gateway::validate(const Pull& pull, const ValidateOptions& options,
                                                     const Streaming& streaming) const {
  Batches batches(*engine_, pull, options.limits, {options.profile, options.schema}, streaming);
  auto first = batches.next();
  if (!first) return tl::make_unexpected(first.error());
  auto batch = std::move(**first);
  const auto place = is_beginning(batch)
                         ? reader::record_place(*batch.read.messages.front().document.root().element)
                         : std::nullopt;
  const bool in_parts =
      place && options.emif.empty() &&
      (options.level < Level::message || rules::fits_in_parts(engine_->rules(), batch.read.messages.front(),
                                                              *place, options.level == Level::market));
  if (!in_parts) {
    auto whole = whole_of(std::move(batch), batches);
    if (!whole) return tl::make_unexpected(whole.error());
    return validate_read(*engine_, check_whole(*engine_, std::move(*whole), options.limits), options);
  }

  const auto& set = *batch.read.messages.front().set;
  const auto& root = *batch.read.messages.front().document.root().element;
  const std::string message = root.name.local;
  const std::string record = '/' + message + '/' + root.children()[*place].element->name.local;
  Checked all;
  bool is_first = true;
  bool valid = true;
  std::size_t records = 0;
  const auto take = [&](Job& job) {
    auto& one = job.checked;
    if (!is_first) drop_findings_of_head(record, one.findings);
    if (is_first) {
      all.message = one.message;
      all.schema = one.schema;
      all.process = one.process;
      all.as_of = one.as_of;
    }
    is_first = false;
    valid = valid && job.valid;
    records += job.batch.records;
    all.lines.merge(one.lines);
    std::move(one.findings.begin(), one.findings.end(), std::back_inserter(all.findings));
    all.findings_left_out += one.findings_left_out + cut(all.findings, options.limits.findings);
  };
  const auto judge = [&](unsigned /*worker*/, Job& job) {
    auto input = check_batch(job.batch, options.limits);
    job.valid = input.valid.size() == 1 && input.valid.front();
    job.checked = validate_read(*engine_, input, options, job.part);
    job.checked.lines = lines_of(job.batch, input, job.checked.findings);
  };
  BatchWork<Job> work(batches, streaming.threads, judge, take);
  work.put({std::move(batch), {*place, true}, {}, false});
  const auto read = work.run([&] { return Job{{}, {*place, false}, {}, false}; });
  if (!read) return tl::make_unexpected(read.error());
  if (records == 1) drop_lone_number(record, all.findings);
  if (!valid) {  // rules are judged of what is valid as a whole
    std::erase_if(all.findings, [](const Finding& finding) { return finding.stage >= Stage::message; });
    all.as_of.clear();
    leave_open(batches, set.id, all.findings);
  }
  if (options.level >= Level::message)
    sort(engine_->rules(), set, message, options.level == Level::market, all.findings);
  all.verdict = verdict_of(all.findings);
  return all;
}

}  // namespace cimgate

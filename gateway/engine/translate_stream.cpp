#include <algorithm>
#include <iterator>

#include "cimgate/gateway.hpp"
#include "gateway/engine/batch_validation.hpp"
#include "gateway/engine/batch_work.hpp"
#include "gateway/engine/translation.hpp"
#include "gateway/templates/message_translator.hpp"

namespace cimgate {
namespace {

/// A batch on its way: checked and translated by a worker, then taken in its turn.
struct Job {
  reader::Batch batch;
  bool first = false;
  BatchValidation::Part judged;
  std::shared_ptr<const templates::Known> known;
  Input input;
  bool valid = false;
  templates::MessageTranslator::Worked worked;
};

class Run {
 public:
  /// `validation`: null when nothing is to be judged.
  Run(const TranslateOptions& options, templates::MessageTranslator& translator, BatchValidation* validation,
      unsigned threads)
      : options_(options), translator_(translator), validation_(validation) {
    for (unsigned i = 0; i < std::max(threads, 1U); ++i) workers_.push_back({translator.worker(), nullptr});
  }

  /// In a worker's thread.
  void work(unsigned worker, Job& job) {
    job.input = check_batch(job.batch, options_.limits);
    job.valid = job.input.all_valid();
    if (validation_ != nullptr) job.judged = validation_->judge(job.batch, job.input, job.first);
    if (!job.valid) return;
    auto& mine = workers_[worker];
    if (mine.known != job.known) {
      mine.known = job.known;
      mine.translator->know(job.known);
    }
    job.worked = translator_.work(*mine.translator, document_of(job), job.batch.first_node,
                                  static_cast<std::uint32_t>(job.batch.first_record) + 1);
    if (job.worked.stopped == document::no_node && job.input.findings.empty() &&
        (validation_ == nullptr || !BatchValidation::needs_document(job.judged)))
      drop(job.batch, job.input);
  }

  /// In the order of the message.
  void take(Job& job, Translated& out) {
    if (validation_ != nullptr) validation_->take(std::move(job.judged), job.batch, job.input);
    if (out.findings.size() < options_.limits.findings)
      out.lines.merge(lines_of(job.batch, job.input, job.input.findings));
    std::move(job.input.findings.begin(), job.input.findings.end(), std::back_inserter(out.findings));
    out.findings_left_out += job.input.findings_left_out + cut(out.findings, options_.limits.findings);
    valid_ = valid_ && job.valid;
    records_ += job.batch.records;
    if (valid_ && job.batch.first_node != document::no_node)
      translator_.take(std::move(job.worked), job.input.read.messages.empty() ? nullptr : &document_of(job));
  }

  bool valid() const { return valid_; }
  std::size_t records() const { return records_; }
  templates::RecordTranslator::Statistics statistics() const {
    templates::RecordTranslator::Statistics all;
    for (const auto& worker : workers_) {
      all.filled += worker.translator->statistics().filled;
      all.run += worker.translator->statistics().run;
    }
    return all;
  }

 private:
  struct Worker {
    std::unique_ptr<templates::RecordTranslator> translator;
    std::shared_ptr<const templates::Known> known;
  };

  static const document::Document& document_of(const Job& job) {
    return job.input.read.messages.front().document;
  }

  const TranslateOptions& options_;
  templates::MessageTranslator& translator_;
  BatchValidation* validation_;
  std::vector<Worker> workers_;
  bool valid_ = true;
  std::size_t records_ = 0;
};

}  // namespace

tl::expected<Translated, std::string> Gateway::translate(const Pull& pull, const TranslateOptions& options,
                                                         const StreamedOutput& output,
                                                         const Streaming& streaming) const {
  const auto day = options.validate ? options.validate->as_of : std::string();
  Batches batches(*engine_, pull, options.limits, {options.profile, options.schema, day}, streaming);
  auto first = batches.next();
  if (!first) return tl::make_unexpected(first.error());
  auto batch = std::move(**first);
  const auto as_whole = [&]() -> tl::expected<Translated, std::string> {
    auto whole = whole_of(std::move(batch), batches);
    if (!whole) return tl::make_unexpected(whole.error());
    return translate_read(*engine_, check_whole(*engine_, std::move(*whole), options.limits), options,
                          {static_cast<bool>(output.whole), static_cast<bool>(output.file)});
  };
  if (!is_beginning(batch) || options.target == Target::bim) return as_whole();
  const auto judging = judging_of(options);
  const auto validation = judging ? BatchValidation::open(*engine_, batch, *judging) : nullptr;
  if (judging && validation == nullptr) return as_whole();
  templates::Output to;
  to.json = target_of(options, true) == Target::cim_json;
  to.compact = options.compact;
  to.whole = output.whole;
  to.file = output.file;
  auto translator =
      templates::MessageTranslator::open(*engine_->translator, batch.read.messages.front(), batch.first_node,
                                         profile_for(batch.read.messages.front(), options.profile), to);
  if (!translator) return as_whole();

  Translated out;
  out.message = names_of(batch.read.messages);
  const std::string set = batch.read.messages.front().set->id;
  const auto& first_document = batch.read.messages.front().document;
  const std::string record =
      batch.first_node == document::no_node
          ? std::string()
          : '/' + out.message + '/' + std::string(first_document[batch.first_node].name);
  Run run(options, **translator, validation.get(), streaming.threads);
  BatchWork<Job> work(
      batches, streaming.threads, [&](unsigned worker, Job& job) { run.work(worker, job); },
      [&](Job& job) { run.take(job, out); });
  // What the first records are for all others is known when the first batch was taken.
  Job job{std::move(batch), true, {}, (*translator)->known(), {}, false, {}};
  run.work(0, job);
  run.take(job, out);
  const auto read = work.run([&] { return Job{{}, false, {}, (*translator)->known(), {}, false, {}}; });
  if (!read) return tl::make_unexpected(read.error());
  if (validation != nullptr) out.checked = validation->finish(batches);
  const auto drop = [&] {
    if (run.records() == 1) drop_lone_number(record, out.findings);
  };
  if (!run.valid()) {
    drop();
    leave_open(batches, set, out.findings);
    keep_what_is_not_wellformed(out.findings, out.findings_left_out);
    put_in_order(out.findings);
    return out;
  }
  auto finished = (*translator)->finish();
  out.records_by_template = finished.filled + run.statistics().filled;
  out.records_by_rules = finished.run + run.statistics().run;
  out.fault = finished.fault;
  std::move(finished.findings.begin(), finished.findings.end(), std::back_inserter(out.findings));
  drop();
  out.delivered = !out.fault && verdict_of(out.findings) == Verdict::valid;
  out.findings_left_out += cut(out.findings, options.limits.findings);
  return out;
}

}  // namespace cimgate

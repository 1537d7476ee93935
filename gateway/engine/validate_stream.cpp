#include "cimgate/gateway.hpp"
#include "gateway/engine/batch_validation.hpp"
#include "gateway/engine/batch_work.hpp"

namespace cimgate {
namespace {

struct Job {
  reader::Batch batch;
  bool first = false;
  Input input;
  BatchValidation::Part part;
};

}  // namespace

tl::expected<Checked, std::string> Gateway::validate(const Pull& pull, const ValidateOptions& options,
                                                     const Streaming& streaming) const {
  Batches batches(*engine_, pull, options.limits, {options.profile, options.schema, options.as_of},
                  streaming);
  auto first = batches.next();
  if (!first) return tl::make_unexpected(first.error());
  auto batch = std::move(**first);
  const auto validation = BatchValidation::open(*engine_, batch, options);
  if (validation == nullptr) {
    auto whole = whole_of(std::move(batch), batches);
    if (!whole) return tl::make_unexpected(whole.error());
    return validate_read(*engine_, check_whole(*engine_, std::move(*whole), options.limits), options);
  }
  const auto judge = [&](unsigned /*worker*/, Job& job) {
    job.input = check_batch(job.batch, options.limits);
    job.part = validation->judge(job.batch, job.input, job.first);
    if (!BatchValidation::needs_document(job.part)) drop(job.batch, job.input);
  };
  BatchWork<Job> work(batches, streaming.threads, judge,
                      [&](Job& job) { validation->take(std::move(job.part), job.batch, job.input); });
  work.put({std::move(batch), true, {}, {}});
  const auto read = work.run([] { return Job{{}, false, {}, {}}; });
  if (!read) return tl::make_unexpected(read.error());
  return validation->finish(batches);
}

}  // namespace cimgate

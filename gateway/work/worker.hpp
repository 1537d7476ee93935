#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/report/writer.hpp"
#include "gateway/work/flow.hpp"

namespace cimgate::work {

struct WorkOptions {
  TranslateOptions translate;  ///< with `validate`, the message is judged, too
  bool translated = true;      ///< else the result is the message itself
  unsigned most_attempts = 5;  ///< a message over which more workers died is not tried again
  report::Run run;             ///< what the findings of a dead letter say about the run
};

struct Worked {
  std::vector<Output> outputs;
  bool is_dead_letter = false;
};

/// What becomes of a message: the result, or a dead letter, which is the message as it came and, as
/// NAME.findings.json, what was found as `validate --format json` writes it. Whatever could not be read,
/// judged or translated whole goes to the dead letters; what is not valid to the invalid ones.
Worked work_on(const Gateway& gateway, const Job& job, const WorkOptions& options);

}  // namespace cimgate::work

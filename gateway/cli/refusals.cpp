#include "gateway/cli/refusals.hpp"

#include "gateway/report/findings_text.hpp"

namespace cimgate::cli {

void tell_refusal(const CommonOptions& common, const std::string& file, const parts::Refusal& refusal) {
  const auto& name = refusal.file.empty() ? file : refusal.file;
  print_error_as_made(report::findings_text(name, refusal.findings, refusal.lines,
                                            {common.use_color(stderr), common.lang == "nb"}));
  print_error("cimgate: " + name + ": " + refusal.why + "\n");
}

}  // namespace cimgate::cli

#include <array>

#include "gateway/cli/program.hpp"
#include "gateway/cli/services/verbs.hpp"
#include "gateway/cli/verbs.hpp"

/// The whole command line.
int main(int argc, char** argv) {
  using namespace cimgate::cli;
  static constexpr std::array<AddVerb, 27> verbs = {
      add_validate, add_translate, add_check, add_explain, add_diff,     add_roundtrip, add_split,
      add_join,     add_values,    add_work,  add_serve,   add_rehearse, add_market,    add_hub,
      add_certs,    add_bridge,    add_audit, add_sample,  add_rules,    add_codes,     add_coverage,
      add_mappings, add_schemas,   add_init,  add_lint,    add_bench,    add_config};
  return run_program(argc, argv, {verbs});
}

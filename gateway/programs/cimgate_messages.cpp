#include <array>

#include "gateway/cli/program.hpp"
#include "gateway/cli/verbs.hpp"

/// The part of the command line that works on messages and files: nothing in it listens, or calls anybody.
int main(int argc, char** argv) {
  using namespace cimgate::cli;
  static constexpr std::array<AddVerb, 17> verbs = {
      add_validate, add_translate, add_check,   add_explain, add_diff,  add_roundtrip,
      add_split,    add_join,      add_values,  add_sample,  add_rules, add_codes,
      add_coverage, add_mappings,  add_schemas, add_init,    add_bench};
  return run_program(argc, argv, {verbs, "Services, such as serve and bridge, are verbs of cimgate.\n"});
}

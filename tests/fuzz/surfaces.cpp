#include "tests/fuzz/surfaces.hpp"

#include <array>

namespace cimgate::fuzz {
namespace {

constexpr std::array all = {
    Surface{"readers", take_readers, 20'000},
    Surface{"parts", take_message_in_parts, 10'000},
    Surface{"message", take_message, 8192},
    Surface{"supplement", take_supplement},
    Surface{"values", take_values, 256},
    Surface{"paths", take_paths, 256},
    Surface{"yaml", take_yaml},
    Surface{"market", take_market},
    Surface{"dialect", take_dialect, 6000},
    Surface{"rules", take_rules},
    Surface{"mapping", take_mapping, 8192},
    Surface{"codes", take_codes},
    Surface{"pack", take_pack},
    Surface{"suppressions", take_suppressions, 2048},
    Surface{"baseline", take_baseline, 2048},
    Surface{"usage-limits", take_usage_limits},
    Surface{"usage-log", take_usage_log},
    Surface{"users", take_users},
    Surface{"head", take_head, 2048},
    Surface{"target", take_target, 512},
    Surface{"fields", take_fields, 512},
    Surface{"body", take_body, 1024},
    Surface{"gzip", take_gzip},
    Surface{"signatures", take_signature, 8192},
#ifdef CIMGATE_FUZZ_WITH_AMQP
    Surface{"amqp", take_amqp},
#endif
#ifndef CIMGATE_FUZZ_WITHOUT_HUB
    Surface{"envelope", take_envelope},
    Surface{"answer", take_answer},
    Surface{"sharing", take_sharing},
#endif
};

}  // namespace

std::span<const Surface> surfaces() {
  return all;
}

}  // namespace cimgate::fuzz

#pragma once
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

/// Everything of cimgate that takes bytes from elsewhere, as functions of those bytes: for libFuzzer
/// (scripts/fuzz) and for the tests that play the corpus again.
namespace cimgate::fuzz {

/// What was promised and did not hold.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Surface {
  std::string_view name;           ///< also of its folder in corpus/
  void (*take)(std::string_view);  ///< throws Broken; anything else that goes wrong is a fault, too
  std::size_t longest = 4096;      ///< bytes that libFuzzer tries
};

std::span<const Surface> surfaces();

// messages.cpp
void take_readers(std::string_view bytes);
void take_message(std::string_view bytes);
void take_supplement(std::string_view bytes);
void take_values(std::string_view bytes);
void take_paths(std::string_view bytes);
// parts.cpp
void take_message_in_parts(std::string_view bytes);
// files.cpp
void take_yaml(std::string_view bytes);
void take_market(std::string_view bytes);
void take_dialect(std::string_view bytes);
void take_rules(std::string_view bytes);
void take_mapping(std::string_view bytes);
void take_codes(std::string_view bytes);
void take_pack(std::string_view bytes);
void take_suppressions(std::string_view bytes);
void take_baseline(std::string_view bytes);
void take_usage_limits(std::string_view bytes);
void take_usage_log(std::string_view bytes);
void take_users(std::string_view bytes);
// http.cpp
void take_head(std::string_view bytes);
void take_target(std::string_view bytes);
void take_fields(std::string_view bytes);
void take_body(std::string_view bytes);
void take_gzip(std::string_view bytes);
// signatures.cpp
void take_signature(std::string_view bytes);
// amqp.cpp; where Qpid Proton is
void take_amqp(std::string_view bytes);
// envelope.cpp; not for libFuzzer, which would have to build the hub
void take_envelope(std::string_view bytes);
// answer.cpp; likewise
void take_answer(std::string_view bytes);
// sharing.cpp; likewise
void take_sharing(std::string_view bytes);

}  // namespace cimgate::fuzz

#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/scenario/exchange.hpp"
#include "gateway/scenario/scene.hpp"

namespace cimgate::scenario {

/// The request of a step, with all that its placeholders stand for. Error: which of them stands for nothing.
tl::expected<Call, std::string> call_of(const Scene& scene, const Rest& rest);

/// True when the system has no such address: 404, 405 or 501 without a problem (RFC 9457) or an error of
/// JSON:API that says more. False when it has one, and what was asked for is not there.
bool is_missing(const Reply& reply);

/// Something of an answer that is not what the pack expects.
struct AnswerDifference {
  std::string
      what;  ///< "status", a JSON pointer, "the answer", or "" for words that the answer does not have
  std::string wanted, found;
};

/// What an answer has otherwise than expected. Error: the expectation cannot be understood.
tl::expected<std::vector<AnswerDifference>, std::string> compare_answer(const Scene& scene, const Rest& rest,
                                                                        const Reply& reply);

}  // namespace cimgate::scenario

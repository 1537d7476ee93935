#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/scenario/pack.hpp"
#include "gateway/scenario/state_words.hpp"

namespace cimgate::scenario {

/// What a step can say of how much a party uses BRS-NO-611.
std::vector<std::string_view> usage_words();
/// How a word is called in a sentence.
Text usage_word(std::string_view word);

/// `json`: the answer of GET /hub/v1/usage-611 about one party. Error: why it could not be judged.
tl::expected<std::vector<StateDifference>, std::string> compare_usage(const std::vector<Value>& is,
                                                                      const std::string& json);

}  // namespace cimgate::scenario

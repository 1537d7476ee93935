#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/scenario/scene.hpp"
#include "gateway/scenario/state_words.hpp"

namespace cimgate::scenario {

/// What a step can say of a mail.
std::vector<std::string_view> mail_words();

/// The mail that fits best.
struct MailFound {
  std::int64_t number = 0;  ///< 0 = there is none
  std::vector<StateDifference> differences;
};
/// `json`: the answer of GET /hub/v1/mail about one metering point. `met`: the numbers of mails that other
/// steps expected. Error: why it could not be judged.
tl::expected<MailFound, std::string> find_mail(const Scene& scene, const std::vector<Value>& is,
                                               const std::set<std::int64_t>& met, const std::string& json);

}  // namespace cimgate::scenario

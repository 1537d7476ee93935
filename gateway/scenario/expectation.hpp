#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/document/message.hpp"
#include "gateway/scenario/scene.hpp"

namespace cimgate::scenario {

/// A value that is not what the pack expects.
struct Difference {
  Text word;  ///< "start", "oppstart"
  std::string wanted, found;
};

/// What a message has otherwise than expected; empty when it is the expected one. The name of the message is
/// not looked at.
/// Error: the expectation cannot be understood (a reference to a step that has not come to a message).
tl::expected<std::vector<Difference>, std::string> compare(const Words& words, const Scene& scene,
                                                           const Message& expected,
                                                           const document::Message& message);

/// The value of a word in a message, as it stands there; "" when there is none.
std::string value_of(const Words& words, const document::Message& message, std::string_view word);

/// "RejectStartOfSupply 414 (BRS-NO-102, EH095)": a message in a few words.
std::string in_short(const Words& words, const document::Message& message);

}  // namespace cimgate::scenario

#pragma once
#include "gateway/scenario/scene.hpp"

namespace cimgate::scenario {

/// What a step does, in a sentence; what the pack says of it, if it does.
Text text_of(const Step& step, const Words& words);

/// "send", "expect", "none", "answer", "fault", "move", "state", "take-over", "mail", "correct",
/// "reactive-channels", "send-again", "fetch", "usage", "rest".
std::string kind_of(const Step& step);
/// Name of the party that a step is about; "" when it is about none.
std::string party_of(const Step& step);
/// Name of the message that a step is about; "" likewise.
std::string message_of(const Step& step);

}  // namespace cimgate::scenario

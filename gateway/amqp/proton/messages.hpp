#pragma once
#include <proton/message.hpp>
#include <string>

#include "gateway/amqp/peer.hpp"

namespace cimgate::amqp {

/// Whatever it holds; what is of another type than expected is not there.
Message from_proton(proton::message& message);
/// Durable, its body one data section.
proton::message to_proton(const Message& message);
/// What somebody else wrote, for people: no control characters, and not long.
std::string tame(const std::string& text);

}  // namespace cimgate::amqp

#include "gateway/amqp/proton/messages.hpp"

#include <algorithm>
#include <exception>
#include <proton/binary.hpp>
#include <proton/message_id.hpp>
#include <proton/scalar.hpp>
#include <proton/types.hpp>
#include <proton/uuid.hpp>
#include <utility>

namespace cimgate::amqp {
namespace {

constexpr const char* traceparent = "traceparent";
constexpr const char* tracestate = "tracestate";
constexpr const char* claim = "cimgate-claim";

std::string bytes_of(const proton::binary& binary) {
  return {binary.begin(), binary.end()};
}

std::string text_of(const proton::message_id& id) {
  switch (id.type()) {
    case proton::STRING:
      return proton::get<std::string>(id);
    case proton::ULONG:
      return std::to_string(proton::get<std::uint64_t>(id));
    case proton::UUID:
      return proton::get<proton::uuid>(id).str();
    case proton::BINARY:
      return bytes_of(proton::get<proton::binary>(id));
    default:
      return {};
  }
}

std::string property_of(const proton::message& message, const char* name) {
  const auto value = message.properties().get(name);
  return value.type() == proton::STRING ? proton::get<std::string>(value) : std::string();
}

}  // namespace

Message from_proton(proton::message& message) {
  Message made;
  try {
    made.id = text_of(message.id());
    made.correlation_id = text_of(message.correlation_id());
    made.group_id = message.group_id();
    made.subject = message.subject();
    made.content_type = message.content_type();
    made.content_encoding = message.content_encoding();
  } catch (const std::exception&) {
    made.readable_body = false;
  }
  try {
    made.traceparent = property_of(message, traceparent);
    made.tracestate = property_of(message, tracestate);
    made.claim = property_of(message, claim);
  } catch (const std::exception&) {
    // Whether the body is elsewhere is not known then.
    made.readable_body = false;
  }
  try {
    const auto& body = message.body();
    if (body.type() == proton::BINARY) {
      made.body = bytes_of(proton::get<proton::binary>(body));
    } else if (body.type() == proton::STRING) {
      made.body = proton::get<std::string>(body);
    } else if (!body.empty() && body.type() != proton::NULL_TYPE) {
      made.readable_body = false;
    }
  } catch (const std::exception&) {
    made.readable_body = false;
  }
  if (!made.readable_body) {
    // Nothing is lost of it: all of the message, as AMQP writes it.
    const auto all = message.encode();
    made.body.assign(all.begin(), all.end());
  }
  return made;
}

proton::message to_proton(const Message& message) {
  proton::message made;
  made.durable(true);
  if (!message.id.empty()) made.id(message.id);
  if (!message.correlation_id.empty()) made.correlation_id(message.correlation_id);
  if (!message.group_id.empty()) made.group_id(message.group_id);
  if (!message.subject.empty()) made.subject(message.subject);
  if (!message.content_type.empty()) made.content_type(message.content_type);
  if (!message.content_encoding.empty()) made.content_encoding(message.content_encoding);
  if (!message.traceparent.empty()) made.properties().put(traceparent, message.traceparent);
  if (!message.tracestate.empty()) made.properties().put(tracestate, message.tracestate);
  if (!message.claim.empty()) made.properties().put(claim, message.claim);
  made.inferred(true);
  made.body(proton::binary(message.body.begin(), message.body.end()));
  return made;
}

std::string tame(const std::string& text) {
  constexpr std::size_t most = 300;
  std::string made = text.substr(0, most);
  std::replace_if(
      made.begin(), made.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return made;
}

}  // namespace cimgate::amqp

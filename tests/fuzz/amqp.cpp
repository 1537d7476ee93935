// What comes in messages of AMQP 1.0: properties, claims, bodies; and what is made of it for others.
#include <algorithm>
#include <optional>
#include <proton/message.hpp>
#include <utility>
#include <vector>

#include "gateway/amqp/proton/messages.hpp"
#include "gateway/work/amqp_sides.hpp"
#include "gateway/work/envelopes.hpp"
#include "tests/fuzz/surfaces.hpp"

namespace cimgate::fuzz {
namespace {

constexpr std::size_t most_bytes = 2000;

/// A broker that has one message, and keeps what is sent to it.
class OneMessage : public amqp::Peer {
 public:
  OneMessage(std::optional<amqp::Message> message, std::vector<amqp::Message>& sent)
      : message_(std::move(message)), sent_(sent) {}
  tl::expected<void, std::string> receive_from(const std::string&, unsigned) override { return {}; }
  tl::expected<std::optional<amqp::Delivery>, std::string> next(std::chrono::milliseconds) override {
    if (!message_) return std::nullopt;
    return amqp::Delivery{1, "in", *std::exchange(message_, std::nullopt)};
  }
  void accept(const std::vector<std::uint64_t>&) override {}
  tl::expected<void, std::string> send(const std::vector<amqp::Sending>& messages) override {
    for (const auto& one : messages) sent_.push_back(one.message);
    return {};
  }

 private:
  std::optional<amqp::Message> message_;
  std::vector<amqp::Message>& sent_;
};

std::optional<amqp::Message> decoded(std::string_view bytes) {
  try {
    proton::message message;
    message.decode({bytes.begin(), bytes.end()});
    return amqp::from_proton(message);
  } catch (const proton::error&) {
    return std::nullopt;  // then it comes to nobody
  }
}

void check(const work::Job& job, const amqp::Message& message, const std::string& key) {
  const auto& envelope = job.envelope;
  if (job.name.empty() || job.name.size() > 255 || job.name.front() == '.' ||
      job.name.find_first_of(std::string_view("/\\\0\n", 4)) != std::string::npos)
    throw Broken("a name that is no file's: " + job.name);
  if (!envelope.traceparent.empty() && !work::is_traceparent(envelope.traceparent))
    throw Broken("a traceparent that is none");
  if (!envelope.tracestate.empty() &&
      (envelope.traceparent.empty() || !work::is_tracestate(envelope.tracestate)))
    throw Broken("a tracestate that is none");
  if (job.bytes.size() > most_bytes + 1) throw Broken("more than the limit");
  if (!key.empty() && (key.size() != 64 || message.id.empty())) throw Broken("a key that is none");
  if (!job.unreadable.empty()) return;
  if (!message.readable_body) throw Broken("a body that cannot be read, and was");
  const bool as_it_came = message.claim.empty() && !envelope.packed;
  if (as_it_came && job.bytes != message.body.substr(0, most_bytes + 1)) throw Broken("another body");
}

/// What a result says, before and after it went over the wire.
void check_wire(const amqp::Message& sent) {
  auto made = amqp::to_proton(sent);
  proton::message again;
  again.decode(made.encode());
  const auto back = amqp::from_proton(again);
  if (!back.readable_body || back.body != sent.body || back.id != sent.id ||
      back.correlation_id != sent.correlation_id || back.group_id != sent.group_id ||
      back.subject != sent.subject || back.traceparent != sent.traceparent ||
      back.tracestate != sent.tracestate || back.claim != sent.claim ||
      back.content_encoding != sent.content_encoding)
    throw Broken("a result is another one when it was sent");
}

}  // namespace

void take_amqp(std::string_view bytes) {
  const auto message = decoded(bytes);
  if (!message) return;
  std::vector<amqp::Message> sent;
  const work::Connect connect = [&](const amqp::Place&) -> amqp::Connected {
    return std::make_unique<OneMessage>(message, sent);
  };
  work::AmqpAddresses addresses;
  addresses.own = {{false, "broker.example", 5672, "in"}};
  addresses.most_bytes = most_bytes;
  addresses.claims.emplace(CIMGATE_SOURCE_DIR "/tests/fuzz/claims", most_bytes);
  work::AmqpSource source(addresses, connect);
  const auto job = source.take(std::chrono::milliseconds(0));
  if (!job || !*job) throw Broken("a message that is never worked on, and stays in front of all others");
  check(**job, *message, source.key_of(**job));
  work::AmqpSink sink({false, "broker.example", 5672, "out"}, connect, std::nullopt, most_bytes);
  const work::Output findings{work::Output::To::dead_letter, (*job)->name, "{}", true};
  const work::Output original{work::Output::To::dead_letter, (*job)->name, (*job)->bytes, false};
  if (!sink.stage({}, {{&**job, &findings}, {&**job, &original}}) || sent.size() != 2)
    throw Broken("a dead letter that is not sent");
  if (sent[1].id != message->id) throw Broken("a dead letter by another id");
  if (!sent[1].claim.empty() && sent[1].claim != message->claim) throw Broken("a claim of its own");
  for (const auto& one : sent) check_wire(one);
}

}  // namespace cimgate::fuzz

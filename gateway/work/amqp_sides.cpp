#include "gateway/work/amqp_sides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gateway/gzip/deflater.hpp"
#include "gateway/gzip/inflater.hpp"
#include "gateway/security/keys/hash.hpp"
#include "gateway/work/envelopes.hpp"

namespace cimgate::work {
namespace {

constexpr const char* gzip_encoding = "gzip";

std::string broker_of(const amqp::Place& place) {
  return fmt::format("{}{} {}", place.host, place.tls ? " tls" : "", place.port);
}

Envelope envelope_of(const amqp::Message& message) {
  Envelope made;
  made.id = message.id;
  made.group = message.group_id.empty() ? message.subject : message.group_id;
  made.subject = message.subject.empty() ? message.group_id : message.subject;
  made.packed = message.content_encoding == gzip_encoding;
  if (is_traceparent(message.traceparent)) {
    made.traceparent = message.traceparent;
    if (is_tracestate(message.tracestate)) made.tracestate = message.tracestate;
  }
  return made;
}

/// What gzip held; or why it did not.
tl::expected<std::string, std::string> unpacked(const std::string& bytes, std::size_t most) {
  gzip::Inflater inflater;
  std::string text;
  const auto result = inflater.put(bytes, text, most + 1);
  if (result == gzip::Inflater::Result::too_large) {
    text.resize(most + 1, ' ');
    return text;
  }
  if (result == gzip::Inflater::Result::too_dense)
    return tl::make_unexpected("its body is packed more densely than messages are");
  if (result != gzip::Inflater::Result::more || !inflater.whole())
    return tl::make_unexpected("its body is not whole gzip");
  return text;
}

std::string content_type_of(const Output& output) {
  return output.findings || is_json(output.text) ? "application/json" : "application/xml";
}

}  // namespace

AmqpSource::AmqpSource(AmqpAddresses addresses, Connect connect)
    : addresses_(std::move(addresses)), connect_(std::move(connect)) {}

AmqpSource::~AmqpSource() {
  release();
}

AmqpSource::Done AmqpSource::open(const std::vector<amqp::Place>& places) {
  for (const auto& place : places) {
    auto& peer = peers_[broker_of(place)];
    if (!peer) {
      auto made = connect_(place);
      if (!made) return tl::make_unexpected(made.error());
      peer = std::move(*made);
    }
    if (auto opened = peer->receive_from(place.address, addresses_.credit); !opened) return opened;
  }
  return {};
}

tl::expected<std::optional<Job>, std::string> AmqpSource::take(std::chrono::milliseconds wait) {
  if (peers_.empty()) {
    if (auto opened = open(addresses_.own); !opened) return tl::make_unexpected(opened.error());
    opened_ = addresses_.clock();
    all_open_ = addresses_.rest.empty();
  }
  while (!all_open_) {
    const auto left = opened_ + addresses_.later - addresses_.clock();
    if (left <= std::chrono::milliseconds(0)) {
      if (auto opened = open(addresses_.rest); !opened) return tl::make_unexpected(opened.error());
      all_open_ = true;
      break;
    }
    // Nobody waits in vain before all addresses were asked.
    auto job = next(wait.count() == 0 ? wait : std::chrono::ceil<std::chrono::milliseconds>(left));
    if (!job || *job || wait.count() == 0) return job;
  }
  return next(wait);
}

tl::expected<std::optional<Job>, std::string> AmqpSource::next(std::chrono::milliseconds wait) {
  // What is there at any of them; then the wait is shared.
  for (const bool waits : {false, true}) {
    const auto share =
        waits ? wait / std::max<std::ptrdiff_t>(1, std::ssize(peers_)) : std::chrono::milliseconds(0);
    if (waits && share.count() == 0) break;
    for (auto& [broker, peer] : peers_) {
      auto delivery = peer->next(share);
      if (!delivery) return tl::make_unexpected(delivery.error());
      if (!*delivery) continue;
      auto job = job_of(broker, std::move(**delivery));
      if (!job) return tl::make_unexpected(job.error());
      return std::optional<Job>(std::move(*job));
    }
  }
  return std::nullopt;
}

tl::expected<Job, std::string> AmqpSource::job_of(const std::string& broker, amqp::Delivery delivery) {
  auto& message = delivery.message;
  Job job;
  job.handle = fmt::format("{:020}", ++counted_);
  job.envelope = envelope_of(message);
  given_[job.handle] = {broker, delivery.number, delivery.address};
  auto body = std::move(message.body);
  if (!message.readable_body) job.unreadable = "its body is neither data nor text";
  if (!message.claim.empty() && addresses_.claims) {
    auto read = addresses_.claims->read(message.claim);
    if (!read && !read.error().for_good) return tl::make_unexpected(read.error().why);
    if (read)
      body = std::move(*read);
    else
      job.unreadable = read.error().why;
  } else if (!message.claim.empty()) {
    job.unreadable = "its body is elsewhere, and no folder of claims was given";
  }
  if (!job.unreadable.empty()) job.envelope.claim = message.claim;
  if (job.unreadable.empty() && job.envelope.packed) {
    auto text = unpacked(body, addresses_.most_bytes);
    if (text)
      body = std::move(*text);
    else
      job.unreadable = text.error();
  } else if (!message.content_encoding.empty() && !job.envelope.packed &&
             message.content_encoding != "identity") {
    job.unreadable = "its content-encoding is neither gzip nor identity";
  }
  // What could not be unpacked stays as it came.
  if (!job.unreadable.empty()) job.envelope.packed = false;
  if (body.size() > addresses_.most_bytes) body.resize(addresses_.most_bytes + 1);
  job.bytes = std::move(body);
  job.name = name_of(job.envelope, job.bytes);
  return job;
}

tl::expected<void, std::string> AmqpSource::accept(const std::vector<Job>& jobs) {
  std::map<std::string, std::vector<std::uint64_t>> numbers;
  for (const auto& job : jobs) {
    const auto found = given_.find(job.handle);
    if (found == given_.end()) continue;
    numbers[found->second.broker].push_back(found->second.number);
    given_.erase(found);
  }
  for (const auto& [broker, accepted] : numbers)
    if (const auto peer = peers_.find(broker); peer != peers_.end()) peer->second->accept(accepted);
  return {};
}

void AmqpSource::release() {
  // All goes back with the end of the connection, in its order. One by one, what goes back first could come
  // again at once, behind what has not gone back yet.
  given_.clear();
  peers_.clear();
}

std::string AmqpSource::key_of(const Job& job) const {
  const auto found = given_.find(job.handle);
  if (job.envelope.id.empty() || found == given_.end()) return {};
  return keys::hex_digest(found->second.broker + '\n' + found->second.address + '\n' + job.envelope.id);
}

AmqpSink::AmqpSink(amqp::Place place, Connect connect, std::optional<Claims> claims, std::size_t claim_above)
    : place_(std::move(place)),
      connect_(std::move(connect)),
      claims_(std::move(claims)),
      claim_above_(claim_above) {}

tl::expected<void, std::string> AmqpSink::stage(const std::string&, const std::vector<Parcel>& parcels) {
  std::vector<amqp::Sending> sendings;
  for (const auto& [job, output] : parcels) {
    const auto& envelope = job->envelope;
    amqp::Message message;
    message.id = envelope.id;
    if (output->findings) {
      message.correlation_id = envelope.id;
      if (!message.id.empty()) message.id += "/findings";
    }
    message.group_id = envelope.group;
    message.subject = envelope.subject;
    message.traceparent = envelope.traceparent;
    message.tracestate = envelope.tracestate;
    message.content_type = content_type_of(*output);
    message.body = output->text;
    if (envelope.packed && !output->findings) {
      message.content_encoding = gzip_encoding;
      message.body = gzip::gzipped(output->text);
    }
    if (!output->findings) message.claim = envelope.claim;
    if (claims_ && message.body.size() > claim_above_) {
      auto claim = claims_->keep(message.body);
      if (!claim) return tl::make_unexpected(claim.error());
      message.claim = std::move(*claim);
      message.body.clear();
    }
    sendings.push_back({place_.address, std::move(message)});
  }
  if (!peer_) {
    auto made = connect_(place_);
    if (!made) return tl::make_unexpected(made.error());
    peer_ = std::move(*made);
  }
  auto sent = peer_->send(sendings);
  if (!sent) peer_.reset();
  return sent;
}

}  // namespace cimgate::work

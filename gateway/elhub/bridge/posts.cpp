#include "gateway/elhub/bridge/posts.hpp"

#include <fmt/format.h>

#include "gateway/elhub/bridge/failure.hpp"
#include "gateway/elhub/bridge/upstream.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::bridge {
namespace {

std::string type_of(const Pages::Outcome& outcome) {
  return outcome.document.state == State::failed ? "document.failed" : "document.answered";
}

}  // namespace

std::string id_of_post(const Incoming& message) {
  return fmt::format("{}-{}-{}", message.party, to_string(message.channel), message.id);
}

std::string post_of(const Incoming& message, const std::string& bundle) {
  json::JsonOut out(false);
  out.begin_object();
  out.member("type", "message.received");
  out.member("timestamp", utc_text(message.received));
  out.begin_object("data");
  out.member("id", message.id);
  out.member("party", message.party);
  out.member("queue", to_string(message.channel));
  out.member("message", message.name);
  if (!message.reference.empty()) out.member("answers", message.reference);
  out.member_literal("bundle", bundle);
  out.end_object();
  out.end_object();
  return std::move(out).take();
}

std::string id_of_post(const Pages::Outcome& outcome) {
  return fmt::format("{}-{}-{}", type_of(outcome), outcome.document.id, outcome.sequence);
}

std::string post_of(const Pages::Outcome& outcome, const std::string& bundle) {
  const auto& document = outcome.document;
  json::JsonOut out(false);
  out.begin_object();
  out.member("type", type_of(outcome));
  out.member("timestamp", utc_text(outcome.at));
  out.begin_object("data");
  out.member("id", document.id);
  out.member("party", document.sender);
  out.member("message", document.name);
  if (document.state == State::failed)
    out.member_literal("problem", http::problem_json(failure_of(document)));
  if (!bundle.empty()) out.member_literal("bundle", bundle);
  out.end_object();
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::bridge

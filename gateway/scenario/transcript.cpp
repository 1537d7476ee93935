#include "gateway/scenario/transcript.hpp"

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::scenario {
namespace {

using json::JsonOut;

void append_wire(const Wire& wire, JsonOut& out) {
  const auto& [call, reply] = wire;
  out.begin_object("wire", JsonOut::Line::airy);
  out.member("method", call.method);
  out.member("target", call.target);
  out.member("sent", call.body);
  out.member("status", reply.status);
  out.member("contentType", reply.content_type);
  out.member("received", reply.body);
  out.end_object();
}

void append_step(const PlayedStep& step, JsonOut& out, Wires wires) {
  out.begin_object(JsonOut::Line::airy);
  out.member("number", step.number);
  out.key("text");
  append_json(step.text, out);
  out.member("kind", step.kind);
  out.member("party", step.party);
  out.member("message", step.message);
  out.member("outcome", to_string(step.outcome));
  out.member("passed", step.outcome == Outcome::passed);
  if (!step.why.en.empty()) {
    out.key("why");
    append_json(step.why, out);
  }
  if (!step.content.empty()) out.member("content", step.content);
  if (wires == Wires::told && step.wire) append_wire(*step.wire, out);
  out.member("at", norway::local_text(step.at));
  out.end_object();
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::undetermined:
      break;
  }
  return "undetermined";
}

Outcome Transcript::outcome() const {
  auto worst = Outcome::passed;
  for (const auto& step : steps) {
    if (step.outcome == Outcome::failed) return Outcome::failed;
    if (step.outcome == Outcome::undetermined) worst = Outcome::undetermined;
  }
  return worst;
}

void append_json(const Text& text, JsonOut& out) {
  out.begin_object(JsonOut::Line::airy);
  out.member("en", text.en);
  out.member("nb", text.nb);
  out.end_object();
}

void append_json(const Transcript& transcript, JsonOut& out, Wires wires) {
  out.begin_object();
  out.member("name", transcript.name);
  out.key("title");
  append_json(transcript.title, out);
  out.member("by", transcript.by);
  out.member("outcome", to_string(transcript.outcome()));
  out.member("passed", transcript.outcome() == Outcome::passed);
  out.begin_array("steps");
  for (const auto& step : transcript.steps) append_step(step, out, wires);
  out.end_array();
  out.end_object();
}

}  // namespace cimgate::scenario

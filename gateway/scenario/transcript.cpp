#include "gateway/scenario/transcript.hpp"

#include <fmt/format.h>

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

/// The wire is all that such a step has.
bool is_rest(const PlayedStep& step) {
  return step.kind == "rest" && step.wire != nullptr;
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
  if (step.wire && (wires == Wires::told || is_rest(step))) append_wire(*step.wire, out);
  out.member("at", norway::local_text(step.at));
  out.end_object();
}

}  // namespace

std::string shown_of(const PlayedStep& step) {
  if (!is_rest(step)) return step.content;
  const auto& [call, reply] = *step.wire;
  auto text = fmt::format("{} {}\n", call.method, call.target);
  if (!call.body.empty()) text += call.body + "\n";
  return text + fmt::format("\n{} {}\n{}", reply.status, reply.content_type, reply.body);
}

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

#include "gateway/scenario/transcript.hpp"

#include <fmt/format.h>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/json/quoted.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::scenario {
namespace {

std::string json_of(const Text& text) {
  return fmt::format("{{ \"en\": {}, \"nb\": {} }}", json::quoted(text.en), json::quoted(text.nb));
}

std::string json_of(const Wire& wire) {
  const auto& [call, reply] = wire;
  return fmt::format(
      "{{ \"method\": {}, \"target\": {}, \"sent\": {}, \"status\": {}, \"contentType\": {}, \"received\": "
      "{} }}",
      json::quoted(call.method), json::quoted(call.target), json::quoted(call.body), reply.status,
      json::quoted(reply.content_type), json::quoted(reply.body));
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

std::string to_json(const Transcript& transcript, const std::string& indent, Wires wires) {
  std::string json = fmt::format(
      "{{\n{0}  \"name\": {1},\n{0}  \"title\": {2},\n{0}  \"by\": {3},\n{0}  \"outcome\": \"{4}\",\n{0}  "
      "\"passed\": "
      "{5},\n{0}  \"steps\": [",
      indent, json::quoted(transcript.name), json_of(transcript.title), json::quoted(transcript.by),
      to_string(transcript.outcome()), transcript.outcome() == Outcome::passed);
  for (const auto& step : transcript.steps) {
    json += fmt::format(
        "{0}\n{1}    {{ \"number\": {2}, \"text\": {3}, \"kind\": {4}, \"party\": {5}, \"message\": {6}, "
        "\"outcome\": "
        "\"{7}\", \"passed\": {8}",
        &step == transcript.steps.data() ? "" : ",", indent, step.number, json_of(step.text),
        json::quoted(step.kind), json::quoted(step.party), json::quoted(step.message),
        to_string(step.outcome), step.outcome == Outcome::passed);
    if (!step.why.en.empty()) json += ", \"why\": " + json_of(step.why);
    if (!step.content.empty()) json += ", \"content\": " + json::quoted(step.content);
    if (wires == Wires::told && step.wire) json += ", \"wire\": " + json_of(*step.wire);
    json += fmt::format(", \"at\": {} }}", json::quoted(norway::local_text(step.at)));
  }
  return json + fmt::format("\n{0}  ]\n{0}}}", indent);
}

}  // namespace cimgate::scenario

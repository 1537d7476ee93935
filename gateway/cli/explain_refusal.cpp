#include "gateway/cli/explain_refusal.hpp"

#include <optional>

#include "gateway/cli/inputs.hpp"
#include "gateway/report/findings_json.hpp"
#include "gateway/report/findings_text.hpp"
#include "gateway/report/refusal.hpp"

namespace cimgate::cli {
namespace {

/// The message that was refused, judged. Nothing, and said why: it cannot be read, or not by these options.
std::optional<report::RefusedMessage> judged(const Gateway& gateway, const CommonOptions& common,
                                             RefusalOptions& options, const InputLimits& limits) {
  if (!options.judging.complete(gateway, common)) return std::nullopt;
  options.judging.validate.limits = limits;
  const auto inputs = find_inputs({options.request});
  if (!inputs || inputs->empty()) {
    tell_error(common, inputs ? "--request: there is no such file" : inputs.error());
    return std::nullopt;
  }
  const auto bytes = read_group(inputs->front(), limits.bytes);
  if (!bytes) {
    tell_error(common, bytes.error());
    return std::nullopt;
  }
  report::RefusedMessage refused{inputs->front().name, gateway.validate(*bytes, options.judging.validate)};
  if (refused.checked.message.empty()) {
    tell_error(common, "--request: " + refused.file + " is no message that is known");
    return std::nullopt;
  }
  return refused;
}

ExitStatus status_of(const ExplainedRefusals& explained) {
  if (explained.fault) return our_fault;
  const auto verdict = verdict_of(explained.findings);
  if (verdict == Verdict::undetermined) return undetermined;
  bool has_reason = false;
  for (const auto& refusal : explained.refusals) has_reason = has_reason || !refusal.reasons.empty();
  return verdict == Verdict::invalid || !has_reason ? ExitStatus::found : fine;
}

}  // namespace

void add_refusal(Command& verb, RefusalOptions& options) {
  auto group = verb.group("Refusals");
  group.flag("--refusal", options.asked,
             "The files are answers that refuse messages: show what their reason codes mean, and the rules "
             "behind them");
  group
      .option("--request", options.request,
              "The message that was refused: show which of these rules it breaks, and where")
      .type("FILE");
  add_market_and_day(group, options.judging);
}

ExitStatus explain_refusal(const Gateway& gateway, const CommonOptions& common,
                           const std::vector<std::string>& files, const ExplainOptions& explain,
                           RefusalOptions options) {
  const auto inputs = find_inputs(files);
  if (!inputs) {
    tell_error(common, inputs.error());
    return usage;
  }
  std::optional<report::RefusedMessage> refused;
  if (!options.request.empty()) {
    refused = judged(gateway, common, options, explain.limits);
    if (!refused) return usage;
  }
  const auto* const known = refused ? &*refused : nullptr;
  const bool norwegian = common.lang == "nb";
  const bool json = common.format == "json";
  ExitStatus status = fine;
  json::JsonOut out(true);
  out.begin_object();
  out.begin_array("files");
  std::string between;
  for (const auto& input : *inputs) {
    const auto bytes = read_group(input, explain.limits.bytes);
    if (!bytes) {
      tell_error(common, bytes.error());
      status = worse(status, usage);
      continue;
    }
    const auto explained = explain_refusals(gateway.engine(), *bytes, explain);
    status = worse(status, status_of(explained));
    if (json) {
      out.begin_object();
      out.member("file", input.name);
      out.begin_array("refusals");
      for (const auto& refusal : explained.refusals) report::append_refusal(out, refusal, known, norwegian);
      out.end_array();
      report::add_findings(out, "findings", explained.findings, norwegian);
      out.end_object();
      continue;
    }
    for (const auto& refusal : explained.refusals)
      print_text(std::exchange(between, "\n") + report::refusal_text(input.name, refusal, known, norwegian));
    print_error_as_made(report::findings_text(input.name, explained.findings, explained.lines,
                                              {common.use_color(stderr), norwegian}));
  }
  out.end_array();
  out.end_object();
  if (json) print_text(std::move(out).take());
  return status;
}

}  // namespace cimgate::cli

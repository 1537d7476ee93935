#include "gateway/cli/explain_refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "gateway/cli/inputs.hpp"
#include "gateway/report/findings_json.hpp"
#include "gateway/report/findings_text.hpp"
#include "gateway/report/refusal.hpp"

namespace cimgate::cli {
namespace {

/// The message that was refused, judged, and as BIM.
struct Request {
  report::RefusedMessage judged;
  std::string text;
};

/// Nothing, and said why: it cannot be read, or not by these options.
std::optional<Request> request_of(const Gateway& gateway, const CommonOptions& common,
                                  RefusalOptions& options, const InputLimits& limits) {
  const auto wrong = [&](const std::string& why) {
    tell_error(common, why);
    return std::nullopt;
  };
  if (!options.judging.complete(gateway, common)) return std::nullopt;
  const auto inputs = find_inputs({options.request});
  if (!inputs) return wrong(inputs.error());
  if (inputs->size() != 1) return wrong("--request: one file, please");
  const auto bytes = read_group(inputs->front(), limits.bytes);
  if (!bytes) return wrong(bytes.error());
  auto& validate = options.judging.validate;
  validate.limits = limits;
  // What is left out could be the finding that is asked for.
  validate.limits.findings = std::max(limits.findings, std::size_t{100'000});
  const auto& file = inputs->front().name;
  Request request{{file, gateway.validate(*bytes, validate), false, validate.market != nullptr},
                  bytes->front()};
  const auto* set = gateway.engine().catalog->set(request.judged.checked.schema);
  if (request.judged.checked.message.empty() || set == nullptr)
    return wrong("--request: " + file + " is no message that is known");
  if (set->side == schema::SchemaSet::Side::bim) return request;
  TranslateOptions translate;
  translate.target = Target::bim;
  translate.limits = limits;
  auto translated = gateway.translate(*bytes, translate);
  if (translated.whole.empty())
    return wrong("--request: " + file + " cannot be translated to BIM, which the rules are about");
  request.text = std::move(translated.whole);
  request.judged.checked = gateway.validate(request.text, validate);
  request.judged.was_cim = true;
  return request;
}

/// True when the answers refuse this message.
bool is_refused(const ExplainedRefusals& explained, const std::string& request) {
  for (const auto& refusal : explained.refusals)
    for (const auto& refused : refusal.refused)
      if (!refused.message.empty() && request.find(refused.message) != std::string::npos) return true;
  return false;
}

ExitStatus status_of(const ExplainedRefusals& explained, const rules::RuleBook& book,
                     const report::RefusedMessage* request) {
  if (explained.fault) return our_fault;
  const auto verdict = verdict_of(explained.findings);
  if (verdict == Verdict::undetermined) return undetermined;
  bool refuses = false, broken = false, open = false;
  for (const auto& refusal : explained.refusals)
    for (const auto& refused : refusal.refused) {
      refuses = true;
      for (const auto& reason : refused.reasons)
        for (const auto& rule : reason.rules) {
          if (request == nullptr) continue;
          const auto standing =
              standing_of(book, *rule, request->checked, request->with_market, refused.part);
          broken = broken || standing.kind == Standing::Kind::broken;
          open = open || standing.kind == Standing::Kind::not_checked;
        }
    }
  if (verdict == Verdict::invalid || !refuses) return ExitStatus::found;
  return open && !broken ? undetermined : fine;
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
  std::optional<Request> request;
  if (!options.request.empty()) {
    request = request_of(gateway, common, options, explain.limits);
    if (!request) return usage;
  }
  const auto* const known = request ? &request->judged : nullptr;
  const auto& book = gateway.engine().rules();
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
    if (request && !explained.refusals.empty() && !is_refused(explained, request->text)) {
      tell_error(common,
                 fmt::format("--request: {} is not the message that {} refuses", known->file, input.name));
      status = worse(status, usage);
      continue;
    }
    status = worse(status, status_of(explained, book, known));
    if (json) {
      out.begin_object();
      out.member("file", input.name);
      out.begin_array("refusals");
      for (const auto& refusal : explained.refusals)
        report::append_refusal(out, refusal, book, known, norwegian);
      out.end_array();
      report::add_findings(out, "findings", explained.findings, norwegian);
      out.end_object();
      continue;
    }
    for (const auto& refusal : explained.refusals)
      print_text(std::exchange(between, "\n") +
                 report::refusal_text(input.name, refusal, book, known, norwegian));
    print_error_as_made(report::findings_text(input.name, explained.findings, explained.lines,
                                              {common.use_color(stderr), norwegian}));
  }
  out.end_array();
  out.end_object();
  if (json) print_text(std::move(out).take());
  return status;
}

}  // namespace cimgate::cli

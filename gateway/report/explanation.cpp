#include "gateway/report/explanation.hpp"

#include <fmt/format.h>

#include "gateway/json/out.hpp"
#include "gateway/report/findings_json.hpp"
#include "gateway/report/json_parts.hpp"

namespace cimgate::report {
namespace {

const std::string& in(const Text& text, bool norwegian) {
  return norwegian && !text.nb.empty() ? text.nb : text.en;
}

}  // namespace

std::string explained_value_text(const ExplainedValue& value, const ReasonWords& words) {
  const bool norwegian = words.norwegian();
  const auto line = [width = norwegian ? 12 : 7](const char* word, const std::string& text) {
    return text.empty() ? std::string() : fmt::format("  {:<{}} {}\n", word, width, text);
  };
  std::string text = fmt::format("{} = {}\n", value.path, value.value);
  std::string steps;
  for (const auto& step : value.steps) steps += (steps.empty() ? "" : "; ") + in(step, norwegian);
  text += line(norwegian ? "hvordan" : "how", words.how(value.how) + (steps.empty() ? "" : ": " + steps));
  if (!value.source_path.empty())
    text += line(norwegian ? "fra" : "from",
                 fmt::format("{} = {}{}", value.source_path, value.source_value,
                             value.line > 0 ? fmt::format("  ({} {}:{})", norwegian ? "linje" : "line",
                                                          value.line, value.column)
                                            : ""));
  text += line(norwegian ? "oversettelse" : "mapping", value.rule);
  for (auto use = value.used_from.rbegin(); use != value.used_from.rend(); ++use)
    text += line(norwegian ? "brukt i" : "used in", *use);
  if (value.code)
    text +=
        line(norwegian ? "tabell" : "table",
             fmt::format("{}, {}: {}", value.code->file, value.code->source.status, value.code->source.ref));
  return text + line(norwegian ? "fordi" : "because", words.reason(value.reason));
}

std::string explained_value_json(const ExplainedValue& value, const ReasonWords& words) {
  json::JsonOut out(true);
  out.begin_object(json::JsonOut::Line::airy);
  out.member("path", value.path);
  out.member("value", value.value);
  out.member("how", value.how);
  if (!value.source_path.empty()) {
    out.begin_object("source");
    out.member("path", value.source_path);
    out.member("value", value.source_value);
    if (value.line > 0) {
      out.member("line", value.line);
      out.member("column", value.column);
    }
    out.end_object();
  }
  if (!value.rule.empty()) out.member("rule", value.rule);
  if (!value.used_from.empty()) add_list(out, "usedFrom", value.used_from);
  out.begin_array("steps");
  for (const auto& step : value.steps) out.text(in(step, words.norwegian()));
  out.end_array();
  if (value.code) {
    out.begin_object("codes");
    out.member("table", value.code->table);
    out.member("rule", value.code->file);
    out.member("from", value.code->from);
    out.member("to", value.code->to);
    out.member("exact", value.code->exact);
    add_source(out, value.code->source.status, value.code->source.ref);
    out.end_object();
  }
  if (!value.reason.empty()) out.member("reason", words.reason(value.reason));
  out.end_object();
  return "\n        " + out.take_piece();
}

std::string explanation_text(const std::string& file, const Explained& explained, const std::string& asked,
                             const ReasonWords& words) {
  std::string text;
  for (const auto& value : explained.values)
    text += (text.empty() ? "" : "\n") + explained_value_text(value, words);
  return text + explanation_text_end(file, explained, !text.empty(), asked, words);
}

std::string explanation_text_end(const std::string& file, const Explained& explained, bool has_values,
                                 const std::string& asked, const ReasonWords& words) {
  const bool norwegian = words.norwegian();
  std::string text;
  for (const auto& absence : explained.absences)
    text += fmt::format("{}: {}{}\n", file, in(absence.text, norwegian),
                        absence.rule.empty() ? "" : fmt::format("  ({})", absence.rule));
  if (has_values || !explained.absences.empty() || explained.message.empty()) return text;
  if (asked.empty()) return text;
  text +=
      fmt::format("{}: {} {}", file, norwegian ? "det står ingen verdi ved" : "there is no value at", asked);
  if (explained.similar.empty()) return text + '\n';
  text += norwegian ? "; mente du\n" : "; did you mean\n";
  for (const auto& path : explained.similar) text += "  " + path + "\n";
  return text;
}

std::string explanation_json(const std::string& file, const Explained& explained, const ReasonWords& words) {
  std::string text = explanation_json_begin(file, explained);
  for (std::size_t i = 0; i < explained.values.size(); ++i)
    text += (i == 0 ? "" : ",") + explained_value_json(explained.values[i], words);
  return text + explanation_json_end(explained, !explained.values.empty(), words);
}

std::string explanation_json_begin(const std::string& file, const Explained& explained) {
  json::JsonOut out(true, 2);
  out.begin_object(json::JsonOut::Line::head);
  out.member("file", file);
  out.member("message", explained.message);
  out.member("profile", explained.profile);
  out.wrap();
  out.begin_array("values");
  return out.take_piece();
}

std::string explanation_json_end(const Explained& explained, bool has_values, const ReasonWords& words) {
  // Goes on where explanation_json_begin ended.
  json::JsonOut out(true, 2);
  out.begin_object(json::JsonOut::Line::head);
  out.wrap();
  out.begin_array("values");
  (void)out.take_piece();
  if (has_values) out.continue_list();
  out.end_array();
  out.begin_array("whyNot");
  for (const auto& absence : explained.absences) {
    out.begin_object(json::JsonOut::Line::airy);
    add_text(out, "text", absence.text);
    out.member("rule", absence.rule);
    out.end_object();
  }
  out.end_array();
  if (!explained.similar.empty()) add_list(out, "similar", explained.similar);
  add_findings(out, "findings", explained.findings, words.norwegian());
  out.end_object();
  return out.take_piece();
}

}  // namespace cimgate::report

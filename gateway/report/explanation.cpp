#include "gateway/report/explanation.hpp"

#include <fmt/format.h>

#include "gateway/json/quoted.hpp"
#include "gateway/report/findings_json.hpp"

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
  const bool norwegian = words.norwegian();
  std::string text =
      fmt::format("\n        {{ \"path\": {}, \"value\": {}, \"how\": {}", json::quoted(value.path),
                  json::quoted(value.value), json::quoted(value.how));
  if (!value.source_path.empty()) {
    text += fmt::format(", \"source\": {{ \"path\": {}, \"value\": {}", json::quoted(value.source_path),
                        json::quoted(value.source_value));
    if (value.line > 0) text += fmt::format(", \"line\": {}, \"column\": {}", value.line, value.column);
    text += " }";
  }
  if (!value.rule.empty()) text += ", \"rule\": " + json::quoted(value.rule);
  if (!value.used_from.empty()) {
    std::string uses;
    for (const auto& use : value.used_from) uses += (uses.empty() ? "" : ", ") + json::quoted(use);
    text += fmt::format(", \"usedFrom\": [{}]", uses);
  }
  std::string steps;
  for (const auto& step : value.steps)
    steps += (steps.empty() ? "" : ", ") + json::quoted(in(step, norwegian));
  text += fmt::format(", \"steps\": [{}]", steps);
  if (value.code)
    text += fmt::format(
        ", \"codes\": {{ \"table\": {}, \"rule\": {}, \"from\": {}, \"to\": {}, \"exact\": {}, \"source\": "
        "{{ \"status\": {}, \"ref\": {} }} }}",
        json::quoted(value.code->table), json::quoted(value.code->file), json::quoted(value.code->from),
        json::quoted(value.code->to), value.code->exact, json::quoted(value.code->source.status),
        json::quoted(value.code->source.ref));
  if (!value.reason.empty()) text += ", \"reason\": " + json::quoted(words.reason(value.reason));
  return text + " }";
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
  return fmt::format("{{ \"file\": {}, \"message\": {}, \"profile\": {},\n      \"values\": [",
                     json::quoted(file), json::quoted(explained.message), json::quoted(explained.profile));
}

std::string explanation_json_end(const Explained& explained, bool has_values, const ReasonWords& words) {
  const bool norwegian = words.norwegian();
  std::string text = has_values ? "\n      ],\n      \"whyNot\": [" : "],\n      \"whyNot\": [";
  for (std::size_t i = 0; i < explained.absences.size(); ++i) {
    const auto& absence = explained.absences[i];
    text += fmt::format("{}\n        {{ \"text\": {{ \"en\": {}, \"nb\": {} }}, \"rule\": {} }}",
                        i == 0 ? "" : ",", json::quoted(absence.text.en), json::quoted(absence.text.nb),
                        json::quoted(absence.rule));
  }
  std::string similar;
  for (const auto& path : explained.similar) similar += (similar.empty() ? "" : ", ") + json::quoted(path);
  text += explained.absences.empty() ? "]" : "\n      ]";
  if (!similar.empty()) text += fmt::format(",\n      \"similar\": [{}]", similar);
  return text +
         fmt::format(",\n      \"findings\": {} }}", findings_json(explained.findings, "      ", norwegian));
}

}  // namespace cimgate::report

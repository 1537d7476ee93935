#include "gateway/report/words.hpp"

#include <fmt/format.h>

#include <array>

namespace cimgate::report {
namespace {

void append(std::string& line, const std::string& part) {
  line += (line.empty() ? "" : " · ") + part;
}

/// "error" or "errors" with the number before it; nothing for none.
void append(std::string& line, std::size_t number, bool norwegian, std::string_view one,
            std::string_view many, std::string_view one_nb, std::string_view many_nb) {
  if (number > 0) append(line, norwegian ? counted(number, one_nb, many_nb) : counted(number, one, many));
}

}  // namespace

Text words_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::valid:
      return {"valid", "gyldig"};
    case Verdict::invalid:
      return {"invalid", "ugyldig"};
    case Verdict::undetermined:
      break;
  }
  return {"undetermined", "ikke avklart"};
}

Text words_of(check::StepResult result) {
  switch (result) {
    case check::StepResult::passed:
      return {"passed", "bestått"};
    case check::StepResult::failed:
      return {"failed", "ikke bestått"};
    case check::StepResult::not_judged:
      return {"not checked", "ikke kontrollert"};
    case check::StepResult::skipped:
      break;
  }
  return {"skipped", "hoppet over"};
}

Text words_of(check::Standing::Kind kind) {
  switch (kind) {
    case check::Standing::Kind::counts:
      return {"counts", "teller"};
    case check::Standing::Kind::known:
      return {"known", "kjent"};
    case check::Standing::Kind::suppressed:
      return {"suppressed", "unntatt"};
    case check::Standing::Kind::expected:
      break;
  }
  return {"expected", "ventet"};
}

Text word_of(const Finding& finding) {
  if (finding.outcome == Outcome::undetermined) return {"not checked", "ikke kontrollert"};
  switch (finding.severity) {
    case Severity::error:
      return {"error", "feil"};
    case Severity::warning:
      return {"warning", "advarsel"};
    case Severity::info:
      break;
  }
  return {"note", "merknad"};
}

std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() > 4)
    for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, " ");
  return digits;
}

Text schema_words(const check::JudgedFile& file) {
  const auto both = [&](const std::string& en, const std::string& nb) {
    return Text{file.schema + " (" + en + ")", file.schema + " (" + nb + ")"};
  };
  switch (file.schema_choice.by) {
    case SchemaChoice::By::day:
      return both("in force on " + file.schema_choice.day, "gjelder " + file.schema_choice.day);
    case SchemaChoice::By::configuration:
      return both("as configured", "som konfigurert");
    default:
      return {file.schema, file.schema};
  }
}

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string summary_line(const check::Totals& t, bool norwegian) {
  std::string line;
  for (const auto verdict : {Verdict::valid, Verdict::invalid, Verdict::undetermined})
    if (const auto n = t.verdicts[static_cast<std::size_t>(verdict)]; n > 0) {
      const auto word = in(words_of(verdict), norwegian);
      append(line, n, norwegian, word, word, word, n > 1 ? word + "e" : word);
    }
  append(line, t.severities[2], norwegian, "error", "errors", "feil", "feil");
  append(line, t.severities[1], norwegian, "warning", "warnings", "advarsel", "advarsler");
  append(line, t.undetermined, norwegian, "rule not checked", "rules not checked", "regel ikke kontrollert",
         "regler ikke kontrollert");
  append(line, t.set_aside, norwegian, "not counted", "not counted", "teller ikke", "teller ikke");
  append(line, t.left_out, norwegian, "more not shown", "more not shown", "flere ikke vist",
         "flere ikke vist");
  const auto files = norwegian ? counted(t.files, "fil", "filer") : counted(t.files, "file", "files");
  return line.empty() ? files : files + ": " + line;
}

std::string findings_line(const check::JudgedFile& file, bool norwegian) {
  std::array<std::size_t, 3> severities{};
  std::array<std::size_t, 4> standings{};
  std::size_t undetermined = 0;
  for (const auto& judged : file.findings) {
    if (judged.finding.outcome == Outcome::undetermined)
      ++undetermined;
    else if (judged.counts())
      ++severities[static_cast<std::size_t>(judged.finding.severity)];
    ++standings[static_cast<std::size_t>(judged.standing.kind)];
  }
  std::string line;
  append(line, severities[2], norwegian, "error", "errors", "feil", "feil");
  append(line, severities[1], norwegian, "warning", "warnings", "advarsel", "advarsler");
  if (file.verdict != Verdict::undetermined)
    append(line, undetermined, norwegian, "not checked", "not checked", "ikke kontrollert",
           "ikke kontrollert");
  for (const auto kind :
       {check::Standing::Kind::known, check::Standing::Kind::suppressed, check::Standing::Kind::expected}) {
    const auto word = words_of(kind);
    append(line, standings[static_cast<std::size_t>(kind)], norwegian, word.en, word.en, word.nb, word.nb);
  }
  append(line, file.findings_left_out, norwegian, "more not shown", "more not shown", "flere ikke vist",
         "flere ikke vist");
  return line;
}

}  // namespace cimgate::report

#pragma once
#include <string>
#include <string_view>

#include "gateway/check/judged_file.hpp"

/// The words that reports for people share, in both languages.
namespace cimgate::report {

Text words_of(Verdict verdict);
Text words_of(check::StepResult result);
Text words_of(check::Standing::Kind kind);
/// "error", "warning", "note"; "not checked" for a rule without the facts that it needs.
Text word_of(const Finding& finding);

/// "elhub/2.4.3"; behind it, in brackets, that a day or a configuration decided so.
Text schema_words(const check::JudgedFile& file);

/// "1 error", "2 errors".
std::string counted(std::size_t number, std::string_view one, std::string_view many);
/// "12 345", as both languages write it.
std::string grouped(std::size_t number);

/// "3 files: 1 valid · 1 invalid · 1 undetermined · 2 errors · 1 not counted · 5 more not shown"
std::string summary_line(const check::Totals& totals, bool norwegian);

/// "2 errors · 1 warning · 3 not checked · 1 suppressed · 99 000 more not shown"; what is 0 is not
/// there.
std::string findings_line(const check::JudgedFile& file, bool norwegian);

inline const std::string& in(const Text& text, bool norwegian) {
  return norwegian ? text.nb : text.en;
}

}  // namespace cimgate::report

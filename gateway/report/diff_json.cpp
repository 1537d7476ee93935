#include "gateway/report/diff_json.hpp"

#include <fmt/format.h>

#include "gateway/report/findings_json.hpp"
#include "gateway/report/json_text.hpp"

namespace cimgate::report {
namespace {

const char* word_for(Change::Kind kind) {
  return kind == Change::Kind::value ? "value" : kind == Change::Kind::missing ? "missing" : "added";
}

}  // namespace

std::string diff_json(const Compared& compared, const std::string& first, const std::string& second,
                      bool norwegian) {
  std::string changes;
  for (const auto& change : compared.changes) {
    changes += fmt::format("{}\n    {{ \"path\": {}, \"kind\": {}", changes.empty() ? "" : ",",
                           quoted(change.path), quoted(word_for(change.kind)));
    const auto value_of = [&](const char* name, const std::string& value, std::uint32_t line) {
      changes += fmt::format(", \"{}\": {{ \"value\": {}", name, quoted(value));
      if (line > 0) changes += fmt::format(", \"line\": {}", line);
      changes += " }";
    };
    if (change.kind != Change::Kind::added) value_of("first", change.first, change.first_line);
    if (change.kind != Change::Kind::missing) value_of("second", change.second, change.second_line);
    changes += " }";
  }
  const auto side = [&](const std::string& file, const std::string& message,
                        const std::vector<Finding>& findings) {
    return fmt::format("{{ \"file\": {}, \"message\": {}, \"findings\": {} }}", quoted(file), quoted(message),
                       findings_json(findings, "  ", norwegian));
  };
  return fmt::format(
      "{{\n  \"first\": {},\n  \"second\": {},\n  \"equal\": {},\n  \"differences\": [{}{}]\n}}\n",
      side(first, compared.first, compared.first_findings),
      side(second, compared.second, compared.second_findings), compared.equal, changes,
      changes.empty() ? "" : "\n  ");
}

}  // namespace cimgate::report

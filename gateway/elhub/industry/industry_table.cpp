#include "gateway/elhub/industry/industry_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "gateway/elhub/industry/csv_table.hpp"
#include "gateway/json/quoted.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::industry {
namespace {

using Made = tl::expected<Imported, std::string>;

/// The place of a column. Error: which there are.
tl::expected<std::size_t, std::string> place_of(const CsvTable& table, const std::string& name) {
  if (const auto at = table.column(name)) return *at;
  return tl::make_unexpected(
      fmt::format("line 1: there is no column '{}' among {}", name, fmt::join(table.columns, ", ")));
}

std::string head_of(Table table, const std::string& source) {
  return fmt::format("# Made by `cimgate codes import` from {}.\ntable: {}\nrows:\n", json::quoted(source),
                     name_of(table));
}

std::string source_of(const std::string& source) {
  return fmt::format("source: {{ status: published, ref: {} }}",
                     json::quoted("Statistics Norway, " + source));
}

Made standard(Table table, const CsvTable& csv, const std::string& source, const Columns& columns) {
  const auto code = place_of(csv, columns.code);
  if (!code) return tl::make_unexpected(code.error());
  const auto name = place_of(csv, columns.name);
  if (!name) return tl::make_unexpected(name.error());
  Imported made;
  made.yaml = head_of(table, source);
  std::set<std::string> seen;
  for (const auto& line : csv.lines) {
    const auto& value = line.fields[*code];
    if (!is_industry_code(value)) {
      ++made.left_out;
      continue;
    }
    if (!seen.insert(value).second)
      return tl::make_unexpected(fmt::format("line {}: {} is there twice", line.number, value));
    made.yaml += fmt::format("  - {{ code: \"{}\", name: {}, {} }}\n", value,
                             json::quoted(line.fields[*name]), source_of(source));
    ++made.rows;
  }
  return made;
}

Made correspondence(const CsvTable& csv, const std::string& source, const Columns& columns) {
  const auto from = place_of(csv, columns.from);
  if (!from) return tl::make_unexpected(from.error());
  const auto to = place_of(csv, columns.to);
  if (!to) return tl::make_unexpected(to.error());
  Imported made;
  std::vector<std::pair<std::string, std::string>> pairs;
  std::set<std::pair<std::string, std::string>> seen;
  std::map<std::string, std::size_t> targets, sources;
  for (const auto& line : csv.lines) {
    std::pair<std::string, std::string> pair{line.fields[*from], line.fields[*to]};
    if (!is_industry_code(pair.first) || !is_industry_code(pair.second)) {
      ++made.left_out;
      continue;
    }
    if (!seen.insert(pair).second)
      return tl::make_unexpected(
          fmt::format("line {}: {} to {} is there twice", line.number, pair.first, pair.second));
    ++targets[pair.first];
    ++sources[pair.second];
    pairs.push_back(std::move(pair));
  }
  made.yaml = head_of(Table::correspondence, source);
  for (const auto& [one, other] : pairs) {
    const auto* relation = targets[one] > 1 ? "1:n" : sources[other] > 1 ? "n:1" : "1:1";
    made.yaml += fmt::format("  - {{ from: \"{}\", to: \"{}\", relation: \"{}\", {} }}\n", one, other,
                             relation, source_of(source));
    ++made.rows;
  }
  return made;
}

constexpr std::string_view blanks = " \t";
constexpr std::size_t most_pairs = 1'000'000;  // of an industry code and a consumption code

bool is_consumption_code(std::string_view text) {
  return !text.empty() && text.size() <= 10 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

/// Two digits, or these with a dot and one or two more: "25", "25.6".
bool is_group(std::string_view text) {
  const bool dot = text.size() > 2 && text[2] == '.';
  const auto digits = [](std::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  return digits(text.substr(0, 2)) &&
         (text.size() == 2 || (dot && text.size() < 6 && text.size() > 3 && digits(text.substr(3))));
}

/// The industry codes that a line stands for.
std::vector<std::string> meant_by(const std::string& code, const std::set<std::string>& known) {
  if (is_industry_code(code)) return {code};
  std::vector<std::string> all;
  if (!is_group(code)) return all;
  for (auto at = known.lower_bound(code); at != known.end() && at->starts_with(code); ++at)
    all.push_back(*at);
  return all;
}

Made consumption(const CsvTable& csv, const std::string& source, const Columns& columns,
                 const std::set<std::string>& known) {
  const auto industry = place_of(csv, columns.industry);
  if (!industry) return tl::make_unexpected(industry.error());
  const auto code = place_of(csv, columns.consumption);
  if (!code) return tl::make_unexpected(code.error());
  Imported made;
  std::map<std::string, std::set<std::string>> fitting;
  std::set<std::pair<std::string, std::string>> seen;
  std::size_t pairs = 0;
  for (const auto& line : csv.lines) {
    const std::string of(text::trimmed(line.fields[*industry], blanks));
    const std::string to(text::trimmed(line.fields[*code], blanks));
    if (!is_industry_code(of) && !is_group(of))
      return tl::make_unexpected(fmt::format(
          "line {}: '{}' is no industry code, such as 35.140, and no group of them", line.number, of));
    if (!is_consumption_code(to))
      return tl::make_unexpected(
          fmt::format("line {}: a consumption code has 1 to 10 letters and digits", line.number));
    if (!seen.emplace(of, to).second) continue;
    const auto all = meant_by(of, known);
    if (all.empty()) ++made.left_out;
    pairs += all.size();
    if (pairs > most_pairs)
      return tl::make_unexpected(fmt::format("line {}: it has more than {} pairs", line.number, most_pairs));
    for (const auto& one : all) fitting[one].insert(to);
  }
  if (fitting.empty())
    return tl::make_unexpected(
        std::string("it has groups alone, of which no code is known: take the standards in first (--table "
                    "sn2007, sn2025)"));
  made.yaml = head_of(Table::consumption, source);
  for (const auto& [one, codes] : fitting) {
    std::vector<std::string> quoted;
    for (const auto& each : codes) quoted.push_back(json::quoted(each));
    made.yaml +=
        fmt::format("  - {{ code: \"{}\", consumption: [{}], source: {{ status: assumed, ref: {} }} }}\n",
                    one, fmt::join(quoted, ", "), json::quoted("A table that was imported: " + source));
    ++made.rows;
  }
  return made;
}

void replace_all(std::string& text, std::string_view old, std::string_view by) {
  for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + by.size()))
    text.replace(at, old.size(), by);
}

/// Takes out what stands between two lines of the model, or only these lines.
void settle_blocks(std::string& text, bool keep) {
  constexpr std::string_view begin = "    #correspondence\n", end = "    #end\n";
  for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin)) {
    const auto to = text.find(end, at);
    if (to == std::string::npos) return;
    text.erase(to, end.size());
    if (keep)
      text.erase(at, begin.size());
    else
      text.erase(at, to - at);
  }
}

}  // namespace

bool is_industry_code(std::string_view text) {
  if (text.size() != 6 || text[2] != '.') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); }) &&
         std::count(text.begin(), text.end(), '.') == 1;
}

std::string name_of(Table table) {
  switch (table) {
    case Table::sn2007:
      return "industry-sn2007";
    case Table::sn2025:
      return "industry-sn2025";
    case Table::consumption:
      return "industry-consumption";
    case Table::correspondence:
      break;
  }
  return "industry-correspondence";
}

tl::expected<Imported, std::string> table_of_csv(Table table, std::string_view csv, const std::string& source,
                                                 const Columns& columns, const std::set<std::string>& known) {
  const auto read = read_csv(csv);
  if (!read) return tl::make_unexpected(read.error());
  auto made = table == Table::correspondence ? correspondence(*read, source, columns)
              : table == Table::consumption  ? consumption(*read, source, columns, known)
                                             : standard(table, *read, source, columns);
  if (made && made->rows == 0)
    return tl::make_unexpected("it has no industry codes, such as 35.140, in the columns that were named");
  return made;
}

std::set<std::string> codes_in(std::string_view table_yaml) {
  std::set<std::string> codes;
  const auto root = yaml::load(table_yaml);
  if (!root) return codes;
  for (const auto& row : (*root)["rows"])
    if (const auto code = row["code"].text(); is_industry_code(code)) codes.insert(code);
  return codes;
}

std::string rules_of(Table standard, std::string model, bool with_correspondence) {
  const bool old = standard == Table::sn2007;
  replace_all(model, "THE-STANDARD", old ? "sn2007" : "sn2025");
  replace_all(model, "THE-NAME", old ? "SN2007" : "SN2025");
  // Statistics Norway recoded the registers by 1 September 2025.
  replace_all(model, "THE-PERIOD", old ? "{ to: 2025-09-01 }" : "{ from: 2025-09-01 }");
  settle_blocks(model, with_correspondence && !old);
  return model;
}

std::string consumption_rules(std::string model, const std::string& code) {
  replace_all(model, "THE-CODE", code);
  return model;
}

}  // namespace cimgate::industry

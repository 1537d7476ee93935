#include "gateway/report/writer.hpp"

#include <iterator>

namespace cimgate::report {
namespace {

// What is sent is the type that was asked for. JUnit has none that is registered.
constexpr std::string_view text_types[] = {"text/plain"};
constexpr std::string_view json_types[] = {"application/json"};
constexpr std::string_view ndjson_types[] = {"application/x-ndjson"};
constexpr std::string_view sarif_types[] = {"application/sarif+json"};
constexpr std::string_view junit_types[] = {"application/junit+xml", "application/xml", "text/xml"};
constexpr std::string_view html_types[] = {"text/html"};
constexpr std::string_view markdown_types[] = {"text/markdown"};

/// In the order of Kind.
constexpr KindRow rows[] = {
    {Kind::text, "text", "txt", text_types, make_text_writer},
    {Kind::json, "json", "json", json_types, make_json_writer},
    {Kind::ndjson, "ndjson", "ndjson", ndjson_types, make_ndjson_writer},
    {Kind::sarif, "sarif", "sarif", sarif_types, make_sarif_writer},
    {Kind::junit, "junit", "junit.xml", junit_types, make_junit_writer},
    {Kind::html, "html", "html", html_types, make_html_writer, true},
    {Kind::markdown, "markdown", "md", markdown_types, make_markdown_writer},
    {Kind::github, "github", "txt", {}, make_github_writer},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(rows); ++i)
    if (rows[i].kind != static_cast<Kind>(i)) return false;
  return true;
}
static_assert(in_order());

const KindRow& row_of(Kind kind) {
  return rows[static_cast<std::size_t>(kind)];
}

}  // namespace

std::span<const KindRow> kinds() {
  return rows;
}

std::string_view to_string(Kind kind) {
  return row_of(kind).name;
}

bool draws_values(Kind kind) {
  return row_of(kind).draws_values;
}

std::optional<Kind> kind_of(std::string_view name) {
  for (const auto& row : rows)
    if (row.name == name) return row.kind;
  return std::nullopt;
}

std::optional<Kind> kind_of_type(std::string_view media_type) {
  for (const auto& row : rows)
    for (const auto type : row.types)
      if (type == media_type) return row.kind;
  return std::nullopt;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  names.reserve(std::size(rows));
  for (const auto& row : rows) names.emplace_back(row.name);
  return names;
}

std::vector<std::string> media_types() {
  std::vector<std::string> types(std::begin(json_types), std::end(json_types));
  for (const auto& row : rows)
    if (row.kind != Kind::json) types.insert(types.end(), row.types.begin(), row.types.end());
  return types;
}

std::unique_ptr<Writer> make_writer(Kind kind, const Run& run) {
  return row_of(kind).make(run);
}

}  // namespace cimgate::report

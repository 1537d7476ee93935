#include "gateway/scenario/reports.hpp"

namespace cimgate::scenario {
namespace {

constexpr ReportRow rows[] = {
    {"text", text_report}, {"json", json_report},         {"junit", junit_report},
    {"html", html_report}, {"markdown", markdown_report},
};

}  // namespace

std::span<const ReportRow> reports() {
  return rows;
}

const ReportRow* report_named(std::string_view name) {
  for (const auto& row : rows)
    if (row.name == name) return &row;
  return nullptr;
}

std::vector<std::string> report_names() {
  std::vector<std::string> names;
  for (const auto& row : rows) names.emplace_back(row.name);
  return names;
}

}  // namespace cimgate::scenario

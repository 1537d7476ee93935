#include "gateway/report/writer.hpp"

#include <array>
#include <utility>

namespace cimgate::report {
namespace {

using Maker = std::unique_ptr<Writer> (*)(const Run&);

struct KnownKind {
  std::string_view name;
  Maker make;
};

/// In the order of Kind.
constexpr std::array<KnownKind, 8> known = {{{"text", make_text_writer},
                                             {"json", make_json_writer},
                                             {"ndjson", make_ndjson_writer},
                                             {"sarif", make_sarif_writer},
                                             {"junit", make_junit_writer},
                                             {"html", make_html_writer},
                                             {"markdown", make_markdown_writer},
                                             {"github", make_github_writer}}};

}  // namespace

std::string_view to_string(Kind kind) {
  return known[static_cast<std::size_t>(kind)].name;
}

std::optional<Kind> kind_of(std::string_view name) {
  for (std::size_t i = 0; i < known.size(); ++i)
    if (known[i].name == name) return static_cast<Kind>(i);
  return std::nullopt;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  names.reserve(known.size());
  for (const auto& kind : known) names.emplace_back(kind.name);
  return names;
}

std::unique_ptr<Writer> make_writer(Kind kind, const Run& run) {
  return known[static_cast<std::size_t>(kind)].make(run);
}

}  // namespace cimgate::report

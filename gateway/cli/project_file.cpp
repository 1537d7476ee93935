#include "gateway/cli/project_file.hpp"

#include "gateway/cli/inputs.hpp"
#include "gateway/validation/rule_file.hpp"

namespace cimgate::cli {

tl::expected<ProjectFile, std::string> read_project_file(const std::string& path) {
  constexpr std::size_t most = std::size_t{1024} * 1024;
  const auto parts = read_group({path, {path}}, most);
  if (!parts) return tl::make_unexpected(parts.error());
  validation::RuleFile file(path, parts->front());
  ProjectFile made;
  const auto& root = file.root();
  // The sections of serve, bridge and work may stand in the same file (docs/configuration.md).
  file.check_keys(root, {"messages", "market", "baseline", "schema", "serve", "bridge", "work"});
  if (root["messages"])
    made.messages = file.words(root["messages"]);
  else if (file.errors().empty())
    file.error(1, 1, "'messages' is missing: the files and folders to check");
  made.market = file.optional_text(root, "market");
  made.baseline = file.optional_text(root, "baseline");
  made.schema = file.optional_text(root, "schema");
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  return made;
}

}  // namespace cimgate::cli

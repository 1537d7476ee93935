#include "gateway/mapping/table_tests.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/mapping/nearest_name.hpp"
#include "gateway/mapping/table_test_rows.hpp"
#include "gateway/mapping/yaml_node.hpp"

namespace cimgate::mapping {
namespace {

/// Rows of a code table: { profile, bim, cim, back }.
class CodeRows {
 public:
  CodeRows(YamlFile& file, const MappingFiles& files, const std::vector<std::string>& profiles)
      : file_(file), files_(files), profiles_(profiles) {}

  void run(const yaml::Node& root, TableTests& out) {
    file_.check_keys(root, {"codes", "tests", "note"});
    const auto table = files_.codes.find(file_.required_scalar(root, "codes"));
    if (table == files_.codes.end()) return file_.error(root, "there is no such code table");
    for (const auto& row : root["tests"]) {
      ++out.rows;
      file_.check_keys(row, {"profile", "bim", "cim", "back", "name"});
      for (const auto& profile : profiles_)
        if (!row["profile"] || row["profile"].text() == profile)
          check(row, *table->second.table(profile), profile);
    }
  }

 private:
  void check(const yaml::Node& row, const CodeTable& table, const std::string& profile) {
    const std::string bim = file_.optional_scalar(row, "bim");
    const std::string cim = file_.optional_scalar(row, "cim");
    if (!bim.empty()) {
      const auto entry = table.forward(bim);
      const std::string made = entry ? entry->to : "nothing";
      if (made != cim) file_.error(row, fmt::format("{}: {} becomes {}, not {}", profile, bim, made, cim));
    }
    if (!row["back"]) return;
    const auto found = table.back(cim);
    const std::string made = found.kind == CodeTable::Back::found       ? found.code
                             : found.kind == CodeTable::Back::ambiguous ? "several"
                                                                        : "nothing";
    if (made != row["back"].text())
      file_.error(row,
                  fmt::format("{}: {} leads back to {}, not {}", profile, cim, made, row["back"].text()));
  }

  YamlFile& file_;
  const MappingFiles& files_;
  const std::vector<std::string>& profiles_;
};

}  // namespace

TableTests run_table_tests(const resources::Store& store, const schema::Catalog& catalog,
                           const Translator& translator) {
  TableTests out;
  for (const auto& path : store.list("mappings")) {
    if (!path.ends_with(".test.yaml")) continue;
    ++out.files;
    YamlFile file(path, out.failures);
    const auto text = store.read(path);
    const yaml::Node root = text ? file.parse(*text) : yaml::Node();
    if (!root || !root.is_map()) {
      out.failures.push_back({{path, 1, 1}, "expected a map with 'message' or 'codes', and 'tests'"});
    } else if (root["codes"]) {
      CodeRows(file, translator.files(), translator.profiles()).run(root, out);
    } else {
      out.rows += run_message_rows(file, root, store, catalog, translator);
    }
  }
  return out;
}

}  // namespace cimgate::mapping

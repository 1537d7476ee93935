#include "gateway/mapping/table_tests.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/mapping/table_test_rows.hpp"
#include "gateway/text/did_you_mean.hpp"
#include "gateway/yaml/file.hpp"

namespace cimgate::mapping {
namespace {

/// Rows of a code table: { profile, bim, cim, back }.
class CodeRows {
 public:
  CodeRows(yaml::File& file, const MappingFiles& files, const std::vector<std::string>& profiles)
      : file_(file), files_(files), profiles_(profiles) {}

  void run(const yaml::Node& root, TableTests& out) {
    file_.check_keys(root, {"codes", "tests", "note"});
    const auto table = files_.codes.find(file_.text(root, "codes"));
    if (table == files_.codes.end()) return file_.error(root, "there is no such code table");
    for (const auto& row : root["tests"]) {
      ++out.rows;
      file_.check_keys(row, {"profile", "bim", "cim", "back", "name"});
      for (const auto& profile : profiles_) {
        const auto& of_profile = *table->second.table(profile);
        const bool is_silent = of_profile.entries().empty() && !of_profile.forward({});
        if (row["profile"] ? row["profile"].text() == profile : !is_silent) check(row, of_profile, profile);
      }
    }
  }

 private:
  void check(const yaml::Node& row, const CodeTable& table, const std::string& profile) {
    const std::string bim = file_.optional_text(row, "bim");
    const std::string cim = file_.optional_text(row, "cim");
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

  yaml::File& file_;
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
    yaml::File file(path, store.read(path).value_or(""), out.failures);
    const auto& root = file.root();
    if (!root.is_map()) continue;
    if (root["codes"]) {
      CodeRows(file, translator.files(), translator.profiles()).run(root, out);
    } else {
      out.rows += run_message_rows(file, root, store, catalog, translator);
    }
  }
  return out;
}

}  // namespace cimgate::mapping

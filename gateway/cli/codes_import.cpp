#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

#include "gateway/cli/codes_import.hpp"
#include "gateway/cli/inputs.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/output_file.hpp"
#include "gateway/elhub/industry/industry_table.hpp"
#include "gateway/source/source.hpp"

namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;
using industry::Table;

struct Options {
  std::string file;
  std::string table;
  std::string into = "cimgate-data";
  industry::Columns columns;
};

Table table_of(const std::string& name) {
  if (name == "consumption") return Table::consumption;
  return name == "sn2007" ? Table::sn2007 : name == "sn2025" ? Table::sn2025 : Table::correspondence;
}

fs::path table_file(const fs::path& folder, Table table) {
  return folder / "rules/tables" / (name_of(table) + ".yaml");
}

/// The codes of a table in the folder; none when it is not there.
std::set<std::string> codes_of(const fs::path& folder, Table table) {
  std::ifstream file(table_file(folder, table), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return industry::codes_in(text);
}

/// The rules about the tables that there are.
tl::expected<void, std::string> write_rules(const Engine& engine, const fs::path& folder) {
  const auto model = engine.store->read("rules/imported/industry.yaml");
  if (!model) return tl::make_unexpected(model.error());
  std::error_code error;
  const bool correspondence = fs::exists(table_file(folder, Table::correspondence), error);
  for (const auto standard : {Table::sn2007, Table::sn2025}) {
    if (!fs::exists(table_file(folder, standard), error)) continue;
    const auto file = folder / "rules/message" / (name_of(standard) + ".yaml");
    const auto written = write_file(file, industry::rules_of(standard, std::string(*model), correspondence));
    if (!written) return written;
  }
  const auto codes = codes_of(folder, Table::consumption);
  if (codes.empty()) return {};
  const auto consumption = engine.store->read("rules/imported/consumption.yaml");
  if (!consumption) return tl::make_unexpected(consumption.error());
  return write_file(folder / "rules/message" / (name_of(Table::consumption) + ".yaml"),
                    industry::consumption_rules(std::string(*consumption), *codes.begin()));
}

ExitStatus run_import(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  constexpr std::size_t most_bytes = std::size_t{16} * 1024 * 1024;
  const auto text = read_group({options.file, {options.file}}, most_bytes);
  if (!text) {
    tell_error(common, text.error());
    return usage;
  }
  const auto wrong = [&](const std::string& why) {
    tell_error(common, fmt::format("'{}': {}", options.file, why));
    return usage;
  };
  if (text->front().size() > most_bytes) return wrong("it is larger than 16 MB");
  const auto decoded = source::decode_source(text->front(), {});
  if (!decoded) return wrong(decoded.error().text.en);
  const auto table = table_of(options.table);
  auto known = codes_of(options.into, Table::sn2007);
  known.merge(codes_of(options.into, Table::sn2025));
  const auto made = industry::table_of_csv(table, decoded->text(), fs::path(options.file).filename().string(),
                                           options.columns, known);
  if (!made) return wrong(made.error());
  auto written = write_file(table_file(options.into, table), made->yaml);
  if (written) written = write_rules(gateway.engine(), options.into);
  if (!written) {
    tell_error(common, written.error());
    return usage;
  }
  print_text(fmt::format("{}: {} rows, {} left out (groups)\nUse it with --data {}\n",
                         table_file(options.into, table).string(), made->rows, made->left_out, options.into));
  return fine;
}

}  // namespace

void add_codes_import(Command& codes, CommonOptions& common, Run& run) {
  auto verb = codes.verb("import", "Take in a table of industry codes that you have");
  verb.example("cimgate codes import --table sn2025 --into build/codes examples/industry/sn2025.csv",
               "The codes of a standard; validate warns of others with --data build/codes.");
  verb.example(
      "cimgate codes import --table correspondence --into build/codes examples/industry/correspondence.csv",
      "Which code of SN2025 took the place of which of SN2007, for advice.");
  verb.example(
      "cimgate codes import --table consumption --into build/codes examples/industry/consumption.csv",
      "Which consumption codes fit an industry; groups stand for their codes in the standards taken in "
      "before.");
  auto options = std::make_shared<Options>();
  verb.option("FILE", options->file, "A table as CSV in UTF-8").required();
  verb.option(
          "--table", options->table,
          "What it is: a standard, what became of the codes of SN2007 in SN2025, or which consumption codes "
          "fit which industry codes")
      .one_of({"sn2007", "sn2025", "correspondence", "consumption"})
      .required();
  verb.option("--into", options->into, "The data folder that keeps it").type("FOLDER").show_default();
  verb.option("--code-column", options->columns.code, "Column of the codes").type("NAME").show_default();
  verb.option("--name-column", options->columns.name, "Column of their names").type("NAME").show_default();
  verb.option("--from-column", options->columns.from, "Column of the codes of SN2007")
      .type("NAME")
      .show_default();
  verb.option("--to-column", options->columns.to, "Column of the codes of SN2025")
      .type("NAME")
      .show_default();
  verb.option("--industry-column", options->columns.industry, "Column of the industry codes and groups")
      .type("NAME")
      .show_default();
  verb.option("--consumption-column", options->columns.consumption, "Column of the consumption codes")
      .type("NAME")
      .show_default();
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_import(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli

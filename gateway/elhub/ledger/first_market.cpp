#include <fmt/format.h>

#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/market/sections.hpp"
#include "gateway/store/tables.hpp"

namespace cimgate::ledger {
namespace {

std::string kept(const market::Section& section) {
  return fmt::format("hub_first_{}", section.name);
}

std::vector<std::string> columns_of(const market::Section& section) {
  std::vector<std::string> names;
  for (const auto& field : section.fields) names.emplace_back(field.name);
  return names;
}

}  // namespace

// A market that was loaded before the hub began is part of no entry. It is kept as it was then, so that a
// replay can begin with it.

void Ledger::keep_first_market() {
  for (const auto& section : market::sections())
    if (connection_->integer(
            fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1) AS one", section.name)) != 0)
      connection_->execute(fmt::format("CREATE TABLE {} AS SELECT * FROM {}", kept(section), section.name));
}

void Ledger::begin_as(Ledger& other) {
  begin_at(other.first_time());
  for (const auto* name : {"seed-high", "seed-low", "seeded-from"}) set_setting(name, other.setting(name));
  read_seed();
  for (const auto& section : market::sections()) {
    if (!other.connection_->has_table(kept(section))) continue;
    const auto columns = columns_of(section);
    auto from = other.connection_->prepare(
        fmt::format("SELECT {} FROM {}", database::listed(columns), kept(section)));
    auto to = connection_->prepare(database::insert_into(section.name, columns));
    while (from.step()) {
      for (std::size_t i = 0; i < section.fields.size(); ++i) {
        const auto column = static_cast<int>(i);
        if (from.is_null(column))
          to.bind_null(column + 1);
        else if (store::is_number(section.fields[i]))
          to.bind(column + 1, from.integer(column));
        else
          to.bind(column + 1, from.text(column));
      }
      to.step();
      to.reset();
    }
  }
}

}  // namespace cimgate::ledger

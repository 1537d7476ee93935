#include <fmt/format.h>

#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/market/sections.hpp"
#include "gateway/store/tables.hpp"

namespace cimgate::ledger {
namespace {

std::string kept(const market::Section& section) {
  return store::column(fmt::format("hub_first_{}", section.name));
}

bool is_there(store::Connection& connection, const market::Section& section) {
  return connection.integer(fmt::format("SELECT count(*) FROM sqlite_schema WHERE name = 'hub_first_{}'",
                                        section.name)) != 0;
}

}  // namespace

// A market that was loaded before the hub began is part of no deed. It is kept as it was then, so that a
// replay can begin with it.

void Ledger::keep_first_market() {
  for (const auto& section : market::sections())
    if (connection_->integer(fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1)", section.name)) !=
        0)
      connection_->execute(fmt::format("CREATE TABLE {} AS SELECT * FROM {}", kept(section), section.name));
}

void Ledger::begin_as(Ledger& other) {
  begin_at(other.first_time());
  for (const auto* name : {"seed-high", "seed-low", "seeded-from"}) set_setting(name, other.setting(name));
  read_seed();
  for (const auto& section : market::sections()) {
    if (!is_there(*other.connection_, section)) continue;
    std::string places;
    for (std::size_t i = 0; i < section.fields.size(); ++i) places += i == 0 ? "?" : ", ?";
    store::Statement from(other.connection_->handle(), fmt::format("SELECT * FROM {}", kept(section)));
    store::Statement to(connection_->handle(),
                        fmt::format("INSERT INTO {} VALUES ({})", section.name, places));
    while (from.step()) {
      for (std::size_t i = 0; i < section.fields.size(); ++i) {
        const auto column = static_cast<int>(i);
        if (from.is_null(column))
          to.bind_null(column + 1);
        else if (from.is_integer(column))
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

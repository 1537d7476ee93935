#include "gateway/elhub/ledger/digest.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <vector>

#include "gateway/market/sections.hpp"

namespace cimgate::ledger {
namespace {

std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

}  // namespace

std::string digest(store::Connection& connection) {
  std::uint64_t digest = 0;
  const auto add = [&](const std::string& text) {
    for (const char c : text) digest = mixed(digest ^ static_cast<unsigned char>(c));
    digest = mixed(digest ^ text.size());
  };
  std::vector<std::string> tables = {"hub_settings",      "hub_messages", "hub_queue",   "hub_acknowledged",
                                     "hub_events",        "hub_steps",    "hub_cases",   "hub_point_data",
                                     "hub_customer_data", "hub_values",   "hub_sharing", "hub_replaced",
                                     "hub_keys"};
  for (const auto& section : market::sections()) tables.emplace_back(section.name);
  for (const auto& table : tables) {
    add(table);
    const auto columns =
        connection.integer(fmt::format("SELECT count(*) FROM pragma_table_info('{}')", table));
    store::Statement rows(connection.handle(), fmt::format("SELECT * FROM {} ORDER BY {}", table,
                                                           columns > 2 ? "1, 2, 3" : "1, 2"));
    while (rows.step())
      for (int column = 0; column < columns; ++column)
        add(rows.is_null(column) ? std::string("\x01") : rows.text(column));
  }
  return fmt::format("{:016x}", digest);
}

}  // namespace cimgate::ledger

#include "gateway/elhub/ledger/digest.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "gateway/elhub/ledger/tables.hpp"

namespace cimgate::ledger {
namespace {

std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

}  // namespace

std::string digest(database::Connection& connection) {
  std::uint64_t digest = 0;
  const auto add = [&](const std::string& text) {
    for (const char c : text) digest = mixed(digest ^ static_cast<unsigned char>(c));
    digest = mixed(digest ^ text.size());
  };
  for (const auto& table : repeated_tables()) {
    add(table);
    const auto columns = connection.columns(table).size();
    auto rows = connection.prepare(
        fmt::format("SELECT * FROM {} ORDER BY {}", table, columns > 2 ? "1, 2, 3" : "1, 2"));
    while (rows.step())
      for (std::size_t column = 0; column < columns; ++column) {
        const auto at = static_cast<int>(column);
        add(rows.is_null(at) ? std::string("\x01") : rows.text(at));
      }
  }
  return fmt::format("{:016x}", digest);
}

}  // namespace cimgate::ledger

#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/market/market.hpp"

namespace cimgate::market {

/// A part of the market state in the shape of a file of it: sections, records, fields.
struct StateView {
  using Fields = std::vector<std::pair<std::string, std::string>>;
  struct Part {
    std::string section;
    std::vector<Fields> records;
  };
  std::vector<Part> parts;
};

/// What is known of a metering point (18 digits) or a party (13 digits): on a day, or over all time. Persons
/// are shown as "…"; names of customers and addresses are left out. Empty when nothing is known.
StateView view_of(const Market& market, const std::string& id, std::optional<Day> day);

}  // namespace cimgate::market

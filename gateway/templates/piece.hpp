#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/document/message.hpp"
#include "gateway/mapping/plan.hpp"

namespace cimgate::templates {

/// Entries of the supplement in their order. Those about rows are written already; those about a record as a
/// whole may still be folded with the next record's.
class Entries {
 public:
  struct Item {
    std::string text;                 ///< written entries, or
    document::SupplementEntry entry;  ///< one whose path goes on behind "Record[number]"
    std::uint32_t number = 0;         ///< 0: it is a text
  };

  std::string& text() {
    if (items_.empty() || items_.back().number != 0) items_.emplace_back();
    return items_.back().text;
  }
  void add(document::SupplementEntry entry, std::uint32_t number) {
    items_.push_back({{}, std::move(entry), number});
  }
  std::vector<Item>& items() { return items_; }

 private:
  std::vector<Item> items_;
};

/// A policy of the mapping, where it was used first and how often.
struct PolicyUse {
  const mapping::Correspondence* rule = nullptr;  ///< of one document
  std::size_t document = 0;                       ///< which that is
  std::size_t times = 0;
  std::string text;
  Finding first;  ///< with the place only
};

/// Records after each other in one document: [first, last].
struct Range {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

/// What some records after each other become.
struct Piece {
  std::vector<std::string> texts;          ///< by document of the variant
  std::vector<std::vector<Range>> ranges;  ///< the records in each
  Entries choices, orders, entries;
  std::vector<PolicyUse> policies;
  std::vector<Finding> findings;
  std::size_t findings_left_out = 0;
  bool fault = false;
};

inline void add_to(std::vector<Range>& ranges, std::uint32_t number) {
  if (!ranges.empty() && ranges.back().last + 1 == number)
    ranges.back().last = number;
  else
    ranges.push_back({number, number});
}

}  // namespace cimgate::templates

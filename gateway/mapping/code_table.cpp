#include "gateway/mapping/code_table.hpp"

namespace cimgate::mapping {

void CodeTable::add(std::string from, Entry entry) {
  entries_.insert_or_assign(std::move(from), std::move(entry));
}

std::optional<CodeTable::Entry> CodeTable::forward(std::string_view code) const {
  if (const auto at = entries_.find(code); at != entries_.end()) return at->second;
  if (all_same_) return Entry{std::string(code), true, *all_same_};
  return rest_;
}

CodeTable::BackResult CodeTable::back(std::string_view code) const {
  BackResult result;
  const auto same = entries_.find(code);
  if (same != entries_.end() && same->second.to == code) return {Back::found, std::string(code), {}};
  for (const auto& [from, entry] : entries_)
    if (entry.exact && entry.to == code) result.candidates.push_back(from);
  if (result.candidates.size() == 1) return {Back::found, result.candidates.front(), {}};
  if (result.candidates.size() > 1) {
    result.kind = Back::ambiguous;
    return result;
  }
  // A code that has an entry of its own goes elsewhere; it is not the one meant here.
  if (all_same_ && same == entries_.end()) return {Back::found, std::string(code), {}};
  return result;
}

const CodeTable* CodeTableDef::table(const std::string& profile) const {
  const auto at = by_profile.find(profile);
  return at == by_profile.end() ? nullptr : &at->second;
}

}  // namespace cimgate::mapping

#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mapping/definition.hpp"

namespace cimgate::mapping {

/// What corresponds to what between two code lists, in one profile.
class CodeTable {
 public:
  struct Entry {
    std::string to;
    bool exact = true;  ///< false: the nearest code there is; it is not read backwards
    Origin origin;
  };
  enum class Back : std::uint8_t { found, unknown, ambiguous };
  struct BackResult {
    Back kind = Back::unknown;
    std::string code;                     ///< when found
    std::vector<std::string> candidates;  ///< when ambiguous
  };

  void add(std::string from, Entry entry);
  /// Codes without an entry of their own get this one (not exact).
  void set_rest(Entry entry) { rest_ = std::move(entry); }
  /// Every code without an entry travels as itself.
  void set_all_same(Origin origin) { all_same_ = std::move(origin); }

  /// Target of a code, or nothing.
  std::optional<Entry> forward(std::string_view code) const;
  /// The one code that this target stands for: the code of the same text if it maps to itself, else the only
  /// exact one.
  BackResult back(std::string_view code) const;

  const std::map<std::string, Entry, std::less<>>& entries() const { return entries_; }

 private:
  std::map<std::string, Entry, std::less<>> entries_;
  std::optional<Entry> rest_;
  std::optional<Origin> all_same_;
};

/// A table as its file gives it: by profile.
struct CodeTableDef {
  std::string name;
  std::string title;
  std::string bim_list;  ///< simple type of the BIM schema whose codes it is about, "" = free
  std::string cim_list;
  std::string source_status;
  std::string source_ref;
  std::map<std::string, CodeTable> by_profile;
  Origin origin;

  const CodeTable* table(const std::string& profile) const;
};

}  // namespace cimgate::mapping

#pragma once
#include <optional>
#include <string_view>

#include "gateway/document/message.hpp"

/// Names of members, elements and attributes of bundles and supplements: the same in JSON and XML, for all
/// readers and writers.
namespace cimgate::document {

inline constexpr std::string_view bundle_namespace = "urn:cimgate:bundle:1";
inline constexpr std::string_view bundle_documents = "documents";
inline constexpr std::string_view bundle_supplement = "supplement";
inline constexpr std::string_view supplement_message = "message";
inline constexpr std::string_view supplement_schema = "schema";
inline constexpr std::string_view supplement_profile = "profile";
inline constexpr std::string_view supplement_entries = "entries";
inline constexpr std::string_view supplement_path = "path";
inline constexpr std::string_view supplement_reason = "reason";

inline std::string_view supplement_name_of(SupplementEntry::Kind kind) {
  switch (kind) {
    case SupplementEntry::Kind::value:
      return "value";
    case SupplementEntry::Kind::present:
      return "present";
    case SupplementEntry::Kind::absent:
      return "absent";
    case SupplementEntry::Kind::choice:
      return "choice";
    case SupplementEntry::Kind::order:
      return "order";
  }
  return {};
}

inline std::optional<SupplementEntry::Kind> supplement_kind_of(std::string_view name) {
  for (const auto kind :
       {SupplementEntry::Kind::value, SupplementEntry::Kind::present, SupplementEntry::Kind::absent,
        SupplementEntry::Kind::choice, SupplementEntry::Kind::order})
    if (supplement_name_of(kind) == name) return kind;
  return std::nullopt;
}

}  // namespace cimgate::document

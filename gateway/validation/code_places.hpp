#pragma once
#include <unordered_map>
#include <vector>

#include "gateway/validation/code_rules.hpp"

namespace cimgate::validation {

/// Which rules there are for the elements of a message, so that long series, for which there are none, cost
/// next to nothing.
class CodePlaces {
 public:
  struct Entry {
    struct Identifier {
      const IdentifierRule* rule = nullptr;
      const IdentifierPlace* place = nullptr;
    };
    std::vector<Identifier> identifiers;
    const AgencyList* agencies = nullptr;
    bool below = false;  ///< there are rules for elements inside

    bool here() const { return !identifiers.empty() || agencies != nullptr; }
  };

  CodePlaces(const CodeRules& rules, const schema::Schema& schema, const schema::Element& root);

  /// Null: the element is not one of the message's.
  const Entry* of(const schema::Element& element) const {
    const auto at = entries_.find(&element);
    return at == entries_.end() ? nullptr : &at->second;
  }

 private:
  const Entry& find(const CodeRules& rules, const schema::Element& element);

  std::string dialect_;  ///< of the messages
  std::unordered_map<const schema::Element*, Entry> entries_;
};

}  // namespace cimgate::validation

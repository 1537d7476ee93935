#include "gateway/elhub/hub/spoken_versions.hpp"

#include "gateway/rules/rule_book.hpp"

namespace cimgate::hub {

std::vector<const schema::SchemaSet*> spoken_versions(const schema::Catalog& catalog) {
  std::vector<const schema::SchemaSet*> all;
  for (const auto& set : catalog.sets()) {
    if (set.side != schema::SchemaSet::Side::bim || set.dialect_id != "elhub" ||
        !rules::RuleBook::is_for(set))
      continue;
    // The typed messages are made of the files of one set, and of what its other versions have.
    if (all.empty() ? set.made_of.empty() && !set.versions.empty()
                    : schema::Catalog::are_versions(*all.front(), set))
      all.push_back(&set);
  }
  return all;
}

}  // namespace cimgate::hub

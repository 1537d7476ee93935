#pragma once
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/document/document.hpp"
#include "gateway/document/message.hpp"
#include "gateway/schema/catalog.hpp"

namespace cimgate::conformance {

using schema::KindInSet;

/// Which CIM document a root element names: in the set `profile`, or, when that is "", in the first set that
/// knows it (in the order of xsd/sets.yaml, so nmeg/0.1 comes before nmeg-no/0.1).
KindInSet find_cim_kind(const schema::Catalog& catalog, std::string_view profile,
                        std::string_view root_local);

/// The set of CIM documents of this id; null when there is none.
const schema::SchemaSet* find_profile(const schema::Catalog& catalog, std::string_view id);

/// The profile that the input names: what the user asked for, else what the supplement says; "" when neither
/// does.
std::string_view asked_profile(const document::ReadOptions& options,
                               const std::optional<document::Supplement>& supplement);

/// A copy whose nodes have the elements of another schema, found by name from `root` down; texts, attributes
/// and positions stay, removed nodes are left out. `root` belongs to `schema`.
document::Document rebind(const document::Document& document, std::shared_ptr<const schema::Schema> schema,
                          const schema::Element& root);

/// The sets in which a message may be valid that is not in `tried`, the preferred first: none that is used
/// only when it is asked for.
std::vector<const schema::SchemaSet*> others_to_try(const schema::Catalog& catalog,
                                                    const schema::SchemaSet& tried,
                                                    const schema::QName& root);

/// The set in which the BIM messages of one input are valid, all of them, when they are not in the one that
/// they were read as; null when there is none.
const schema::SchemaSet* choose_version(const schema::Catalog& catalog,
                                        const std::vector<document::Message>& messages);

/// Those of `sets` in which a message is valid.
std::vector<const schema::SchemaSet*> those_valid(const schema::Catalog& catalog,
                                                  const document::Message& message,
                                                  std::vector<const schema::SchemaSet*> sets);

/// The sets in which a message is valid, its own left out; those that are used only when asked for, too.
std::vector<const schema::SchemaSet*> valid_elsewhere(const schema::Catalog& catalog,
                                                      const document::Message& message);

/// The set of the market that the CIM documents of one input say they are of (`known-by` of a dialect), when
/// they were read as those of another; null when they do not say so.
const schema::SchemaSet* set_of_market(const schema::Catalog& catalog,
                                       const std::vector<document::Message>& messages);

/// Settles in which profile CIM documents of one input were written; the two readers call it when all are
/// read, with asked_profile(). With a known profile they are rebound to it; with none they go to the set of
/// the market that they say they are of; where they do not say, they stay as they are when they are valid,
/// else they go to the set in which the fewest violations are found. All documents get the same profile, for
/// they are parts of one message. BIM messages are left alone.
void choose_profile(const schema::Catalog& catalog, std::string_view profile,
                    std::vector<document::Message>& messages);

}  // namespace cimgate::conformance

#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/schema/catalog.hpp"

namespace cimgate::xml {

/// Schemas as the reference parser (Xerces-C++) has compiled them; locked, so that any number of parsers can
/// use them at the same time.
class GrammarSet;

/// The compiled schemas of a catalog: each group is compiled when first asked for and kept. Safe to use from
/// several threads. Schema files come from the catalog and from nowhere else.
class ReferenceGrammars {
 public:
  using Grammars = tl::expected<std::shared_ptr<const GrammarSet>, std::string>;

  explicit ReferenceGrammars(const schema::Catalog& catalog) : catalog_(catalog) {}

  /// For one kind of message alone.
  Grammars message(const schema::SchemaSet& set, const schema::MessageKind& kind);
  /// For SOAP envelopes around the messages of a BIM set.
  Grammars envelope(const schema::SchemaSet& set);
  /// For bundles of CIM documents.
  Grammars bundle(const schema::SchemaSet& set);
  /// Without schemas, for what is only parsed.
  Grammars none();

 private:
  Grammars get(const schema::SchemaSet* set, const std::string& key, const std::vector<std::string>& files);

  const schema::Catalog& catalog_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const GrammarSet>> compiled_;
};

}  // namespace cimgate::xml

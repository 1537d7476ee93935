#include "gateway/xml/reference_grammars.hpp"

#include <set>

#include "gateway/xml/grammar_set.hpp"

namespace cimgate::xml {

ReferenceGrammars::Grammars ReferenceGrammars::message(const schema::SchemaSet& set,
                                                       const schema::MessageKind& kind) {
  return get(&set, set.id + ' ' + kind.file, {kind.file});
}

ReferenceGrammars::Grammars ReferenceGrammars::envelope(const schema::SchemaSet& set) {
  return get(&set, set.id + " envelope", {"xsd/soap/soap-envelope.xsd", set.operations});
}

ReferenceGrammars::Grammars ReferenceGrammars::bundle(const schema::SchemaSet& set) {
  std::vector<std::string> files = {"xsd/bundle/bundle.xsd"};
  std::set<std::string> seen;
  for (const auto& kind : set.messages)
    if (seen.insert(kind.file).second) files.push_back(kind.file);
  return get(&set, set.id + " bundle", files);
}

ReferenceGrammars::Grammars ReferenceGrammars::none() {
  return get(nullptr, "", {});
}

ReferenceGrammars::Grammars ReferenceGrammars::get(const schema::SchemaSet* set, const std::string& key,
                                                   const std::vector<std::string>& files) {
  const std::lock_guard lock(mutex_);
  if (const auto at = compiled_.find(key); at != compiled_.end()) return at->second;
  auto grammars = GrammarSet::compile(catalog_, set, files);
  if (grammars) compiled_[key] = *grammars;
  return grammars;
}

}  // namespace cimgate::xml

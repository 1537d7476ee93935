#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <tl/expected.hpp>
#include <vector>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/util/SynchronizedStringPool.hpp>

#include "gateway/schema/catalog.hpp"
#include "gateway/xml/xerces.hpp"

namespace cimgate::xml {

/// Compiled schemas. Nothing in them changes once they are made, so parsers of several threads share them.
class GrammarSet {
 public:
  /// `set` may be null when there are no files.
  static tl::expected<std::shared_ptr<const GrammarSet>, std::string> compile(
      const schema::Catalog& catalog, const schema::SchemaSet* set, const std::vector<std::string>& files);

  bool is_empty() const { return empty_; }
  /// True when an element without a namespace is declared.
  bool has_bare_names() const { return bare_names_; }
  /// To be held while a document is validated: the validators of Xerces-C++ 3.2 keep state of their own.
  std::mutex& in_use() const { return in_use_; }

 private:
  friend class GrammarView;
  GrammarSet() = default;

  std::shared_ptr<const XercesRuntime> runtime_ = XercesRuntime::get();
  std::unique_ptr<xercesc::XMLGrammarPoolImpl> pool_ = std::make_unique<xercesc::XMLGrammarPoolImpl>();
  bool empty_ = true;
  bool bare_names_ = false;
  mutable std::mutex in_use_;
};

/// The grammars as one parser sees them: it can add nothing, and the names that it meets are forgotten with
/// it. (A locked XMLGrammarPoolImpl would keep every namespace name that any document ever used.)
class GrammarView final : public xercesc::XMLGrammarPool {
 public:
  explicit GrammarView(const GrammarSet& grammars)
      : pool_(*grammars.pool_), names_(grammars.pool_->getURIStringPool()) {}

  bool cacheGrammar(xercesc::Grammar* /*grammar*/) override { return false; }
  xercesc::Grammar* retrieveGrammar(xercesc::XMLGrammarDescription* description) override {
    return pool_.retrieveGrammar(description);
  }
  xercesc::Grammar* orphanGrammar(const XMLCh* /*name*/) override { return nullptr; }
  xercesc::RefHashTableOfEnumerator<xercesc::Grammar> getGrammarEnumerator() const override {
    return pool_.getGrammarEnumerator();
  }
  bool clear() override { return false; }
  void lockPool() override {}
  void unlockPool() override {}
  xercesc::DTDGrammar* createDTDGrammar() override { return pool_.createDTDGrammar(); }
  xercesc::SchemaGrammar* createSchemaGrammar() override { return pool_.createSchemaGrammar(); }
  xercesc::XMLDTDDescription* createDTDDescription(const XMLCh* id) override {
    return pool_.createDTDDescription(id);
  }
  xercesc::XMLSchemaDescription* createSchemaDescription(const XMLCh* name) override {
    return pool_.createSchemaDescription(name);
  }
  xercesc::XSModel* getXSModel(bool& changed) override {
    changed = false;
    return nullptr;
  }
  xercesc::XMLStringPool* getURIStringPool() override { return &names_; }
  void serializeGrammars(xercesc::BinOutputStream* /*out*/) override {}
  void deserializeGrammars(xercesc::BinInputStream* /*in*/) override {}

 private:
  xercesc::XMLGrammarPoolImpl& pool_;
  xercesc::XMLSynchronizedStringPool names_;
};

}  // namespace cimgate::xml

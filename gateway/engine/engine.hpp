#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <tl/expected.hpp>

#include "cimgate/gateway.hpp"
#include "gateway/mapping/translator.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/rules/rule_book.hpp"
#include "gateway/schema/catalog.hpp"
#include "gateway/validation/code_rules.hpp"

namespace cimgate {

namespace templates {
class MessageTemplates;
}

/// The mappings, read when they are first asked for: who validates needs none.
class LazyTranslator {
 public:
  void open(std::shared_ptr<const resources::Store> store, std::shared_ptr<const schema::Catalog> catalog);

  const mapping::Translator& operator*() const;
  const mapping::Translator* operator->() const { return &**this; }

 private:
  std::shared_ptr<const resources::Store> store_;
  std::shared_ptr<const schema::Catalog> catalog_;
  mutable std::once_flag opened_;
  mutable std::shared_ptr<const mapping::Translator> translator_;
};

/// Everything that is opened once and shared by all that work with messages. Immutable; safe to use from
/// several threads.
struct Engine {
  Engine();
  ~Engine();
  XmlReader reader = XmlReader::fast;
  bool trusted = false;  ///< what is built in, which the tests have held against the schemas
  std::shared_ptr<const resources::Store> store;
  std::shared_ptr<const schema::Catalog> catalog;
  LazyTranslator translator;
  std::unique_ptr<cimgate::templates::MessageTemplates> templates;  ///< what small messages are translated by
  std::shared_ptr<const validation::CodeRules> code_rules;

  /// The rules of rules/, read when they are first asked for.
  const rules::RuleBook& rules() const;
  /// The versions that schema sets tell of, the oldest first: "2.4", "2.4.1" …
  std::vector<std::string> version_names() const;
  bool knows_version(std::string_view name) const;

 private:
  mutable std::once_flag rules_read_;
  mutable std::unique_ptr<const rules::RuleBook> rules_;
};

/// `data_folder`: a folder of the shape of the repository; "" = what is built in.
/// Error: what is wrong with the folder, its schema sets or its rules.
tl::expected<std::shared_ptr<const Engine>, std::string> open_engine(const std::string& data_folder,
                                                                     XmlReader reader = XmlReader::fast);

}  // namespace cimgate

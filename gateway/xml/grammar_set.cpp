#include "gateway/xml/grammar_set.hpp"

#include <fmt/format.h>

#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/sax/ErrorHandler.hpp>
#include <xercesc/sax/SAXParseException.hpp>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/XMLEntityResolver.hpp>
#include <xercesc/util/XMLResourceIdentifier.hpp>
#include <xercesc/util/XMLUni.hpp>
#include <xercesc/validators/common/Grammar.hpp>
#include <xercesc/validators/datatype/DatatypeValidatorFactory.hpp>
#include <xercesc/validators/schema/ComplexTypeInfo.hpp>
#include <xercesc/validators/schema/SchemaGrammar.hpp>

#include "gateway/schema/loader.hpp"

namespace cimgate::xml {
namespace {

using xercesc::XMLUni;

std::unique_ptr<xercesc::InputSource> make_source(std::string_view text, const std::string& path) {
  return std::make_unique<xercesc::MemBufInputSource>(reinterpret_cast<const XMLByte*>(text.data()),
                                                      text.size(), path.c_str(), false);
}

/// Gives the schemas' includes and imports out of the catalog; there is no other way to a file.
class CatalogFiles final : public xercesc::XMLEntityResolver {
 public:
  CatalogFiles(const schema::Catalog& catalog, const schema::SchemaSet& set) : catalog_(catalog), set_(set) {}

  xercesc::InputSource* resolveEntity(xercesc::XMLResourceIdentifier* id) override {
    const auto path = schema::resolve_path(to_utf8(id->getBaseURI()), to_utf8(id->getSystemId()));
    const auto text = catalog_.read(set_, path);
    return text ? make_source(*text, path).release() : nullptr;
  }

 private:
  const schema::Catalog& catalog_;
  const schema::SchemaSet& set_;
};

class FirstError final : public xercesc::ErrorHandler {
 public:
  void warning(const xercesc::SAXParseException& /*exception*/) override {}
  void error(const xercesc::SAXParseException& exception) override { keep(exception); }
  void fatalError(const xercesc::SAXParseException& exception) override { keep(exception); }
  void resetErrors() override {}
  const std::string& text() const { return text_; }

 private:
  void keep(const xercesc::SAXParseException& exception) {
    if (text_.empty())
      text_ = fmt::format("{}:{}: {}", to_utf8(exception.getSystemId()), exception.getLineNumber(),
                          to_utf8(exception.getMessage()));
  }

  std::string text_;
};

/// Content models, their texts and regular expressions are made when first used; made now, they are only
/// read afterwards, by any number of threads.
void make_lazy_parts(xercesc::XMLGrammarPool& pool) {
  auto grammars = pool.getGrammarEnumerator();
  while (grammars.hasMoreElements()) {
    auto& grammar = grammars.nextElement();
    if (grammar.getGrammarType() != xercesc::Grammar::SchemaGrammarType) continue;
    auto& schema = static_cast<xercesc::SchemaGrammar&>(grammar);
    if (auto* const types = schema.getComplexTypeRegistry()) {
      xercesc::RefHashTableOfEnumerator<xercesc::ComplexTypeInfo> all(types);
      while (all.hasMoreElements()) {
        auto& type = all.nextElement();
        type.getContentModel();
        type.getFormattedContentModel();
      }
    }
    if (auto* const types = schema.getDatatypeRegistry()->getUserDefinedRegistry()) {
      xercesc::RefHashTableOfEnumerator<xercesc::DatatypeValidator> all(types);
      while (all.hasMoreElements()) {
        try {
          all.nextElement().validate(XMLUni::fgZeroLenString);
        } catch (const xercesc::XMLException&) {
          continue;  // the empty text is no value of most types
        }
      }
    }
  }
}

}  // namespace

tl::expected<std::shared_ptr<const GrammarSet>, std::string> GrammarSet::compile(
    const schema::Catalog& catalog, const schema::SchemaSet* set, const std::vector<std::string>& files) {
  std::shared_ptr<GrammarSet> result(new GrammarSet());
  if (files.empty() || set == nullptr) return result;
  try {
    CatalogFiles resolver(catalog, *set);
    FirstError errors;
    xercesc::SAX2XMLReaderImpl loader(xercesc::XMLPlatformUtils::fgMemoryManager, result->pool_.get());
    loader.setXMLEntityResolver(&resolver);
    loader.setErrorHandler(&errors);
    loader.setFeature(XMLUni::fgXercesSchema, true);
    loader.setFeature(XMLUni::fgXercesDisableDefaultEntityResolution, true);
    loader.setFeature(XMLUni::fgXercesHandleMultipleImports, true);
    loader.setFeature(XMLUni::fgXercesLoadExternalDTD, false);
    for (const auto& file : files) {
      const auto text = catalog.read(*set, file);
      if (!text) return tl::make_unexpected(text.error());
      const auto source = make_source(*text, file);
      const auto* const grammar = loader.loadGrammar(*source, xercesc::Grammar::SchemaGrammarType, true);
      if (!errors.text().empty()) return tl::make_unexpected(errors.text());
      if (grammar == nullptr) return tl::make_unexpected("cannot compile " + file);
    }
    make_lazy_parts(*result->pool_);
    auto compiled = result->pool_->getGrammarEnumerator();
    while (compiled.hasMoreElements())
      if (*compiled.nextElement().getTargetNamespace() == 0) result->bare_names_ = true;
    result->empty_ = false;
    return result;
  } catch (const xercesc::XMLException& error) {
    return tl::make_unexpected(to_utf8(error.getMessage()));
  } catch (const xercesc::SAXException& error) {
    return tl::make_unexpected(to_utf8(error.getMessage()));
  } catch (const xercesc::OutOfMemoryException&) {
    return tl::make_unexpected(std::string("not enough memory to compile the schemas"));
  }
}

}  // namespace cimgate::xml

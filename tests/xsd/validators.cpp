#include "validators.hpp"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <map>
#include <memory>
#include <utility>

#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/parsers/XercesDOMParser.hpp>
#include <xercesc/sax/ErrorHandler.hpp>
#include <xercesc/sax/SAXParseException.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLString.hpp>

namespace cimgate::test {
namespace {

template <auto Function>
struct Free {
  template <typename T>
  void operator()(T* pointer) const {
    Function(pointer);
  }
};

using LibSchema = std::unique_ptr<xmlSchema, Free<xmlSchemaFree>>;

// libxml2 has declared the error as const since 2.12.
#if LIBXML_VERSION >= 21200
using LibError = const xmlError*;
#else
using LibError = xmlError*;
#endif

void note_lib_error(void* complaints, LibError error) {
  *static_cast<Complaints*>(complaints) += error->message == nullptr ? "error\n" : error->message;
}

LibSchema compile_lib(const std::filesystem::path& path, Complaints& complaints) {
  const std::unique_ptr<xmlSchemaParserCtxt, Free<xmlSchemaFreeParserCtxt>> parser(
      xmlSchemaNewParserCtxt(path.c_str()));
  xmlSchemaSetParserStructuredErrors(parser.get(), note_lib_error, &complaints);
  LibSchema schema(xmlSchemaParse(parser.get()));
  if (!schema && complaints.empty()) complaints = "does not compile\n";
  return schema;
}

class NotingHandler final : public xercesc::ErrorHandler {
 public:
  void warning(const xercesc::SAXParseException& e) override { note(e); }
  void error(const xercesc::SAXParseException& e) override { note(e); }
  void fatalError(const xercesc::SAXParseException& e) override { note(e); }
  void resetErrors() override {}

  Complaints take() { return std::exchange(complaints_, {}); }

 private:
  void note(const xercesc::SAXParseException& e) {
    char* text = xercesc::XMLString::transcode(e.getMessage());
    complaints_ += text;
    complaints_ += '\n';
    xercesc::XMLString::release(&text);
  }

  Complaints complaints_;
};

class XercesSchema {
 public:
  explicit XercesSchema(const std::filesystem::path& schema) {
    parser_.setErrorHandler(&handler_);
    parser_.setDoNamespaces(true);
    parser_.setDoSchema(true);
    parser_.setValidationScheme(xercesc::XercesDOMParser::Val_Always);
    parser_.setValidationSchemaFullChecking(true);
    parser_.useCachedGrammarInParse(true);
    const auto* grammar = parser_.loadGrammar(schema.c_str(), xercesc::Grammar::SchemaGrammarType, true);
    compilation_ = handler_.take();
    if (grammar == nullptr && compilation_.empty()) compilation_ = "does not compile\n";
    parser_.setLoadSchema(false);
  }

  const Complaints& compilation() const { return compilation_; }

  Complaints check(const std::string& xml) {
    const xercesc::MemBufInputSource source(reinterpret_cast<const XMLByte*>(xml.data()), xml.size(),
                                            "message");
    parser_.parse(source);
    return compilation_ + handler_.take();
  }

 private:
  NotingHandler handler_;
  xercesc::XercesDOMParser parser_;
  Complaints compilation_;
};

/// Compiled schemas: most are used many times.
struct Cache {
  std::map<std::filesystem::path, std::pair<LibSchema, Complaints>> libxml2;
  std::map<std::filesystem::path, XercesSchema> xerces;
};

Cache& cache() {
  static Cache schemas;
  return schemas;
}

const std::pair<LibSchema, Complaints>& lib_schema(const std::filesystem::path& path) {
  const auto [entry, added] = cache().libxml2.try_emplace(path);
  if (added) entry->second.first = compile_lib(path, entry->second.second);
  return entry->second;
}

XercesSchema& xerces_schema(const std::filesystem::path& path) {
  return cache().xerces.try_emplace(path, path).first->second;
}

}  // namespace

Validators::Validators() {
  xmlInitParser();
  xercesc::XMLPlatformUtils::Initialize();
}

Validators::~Validators() {
  cache() = {};
  xercesc::XMLPlatformUtils::Terminate();
  xmlCleanupParser();
}

Complaints compile_with_libxml2(const std::filesystem::path& schema) {
  return lib_schema(schema).second;
}

Complaints compile_with_xerces(const std::filesystem::path& schema) {
  return xerces_schema(schema).compilation();
}

Complaints check_with_libxml2(const std::filesystem::path& schema, const std::string& xml) {
  const auto& [compiled, compilation] = lib_schema(schema);
  if (!compiled) return compilation;
  Complaints complaints = compilation;
  const std::unique_ptr<xmlDoc, Free<xmlFreeDoc>> document(xmlReadMemory(
      xml.data(), static_cast<int>(xml.size()), "message", nullptr, XML_PARSE_NONET | XML_PARSE_NOERROR));
  if (!document) return "not well-formed\n";
  const std::unique_ptr<xmlSchemaValidCtxt, Free<xmlSchemaFreeValidCtxt>> validator(
      xmlSchemaNewValidCtxt(compiled.get()));
  xmlSchemaSetValidStructuredErrors(validator.get(), note_lib_error, &complaints);
  if (xmlSchemaValidateDoc(validator.get(), document.get()) != 0 && complaints.empty())
    complaints = "invalid\n";
  return complaints;
}

Complaints check_with_xerces(const std::filesystem::path& schema, const std::string& xml) {
  return xerces_schema(schema).check(xml);
}

}  // namespace cimgate::test

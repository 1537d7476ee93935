#include "cimgate/model_xml/reader.hpp"

#include <optional>
#include <stdexcept>
#include <vector>
#include <xerces_use.hpp>

#include <xercesc/dom/DOMException.hpp>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/framework/XMLErrorCodes.hpp>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/internal/XMLScanner.hpp>
#include <xercesc/parsers/XercesDOMParser.hpp>
#include <xercesc/sax/ErrorHandler.hpp>
#include <xercesc/sax/SAXException.hpp>
#include <xercesc/sax/SAXParseException.hpp>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/TransService.hpp>
#include <xercesc/util/XMLEntityResolver.hpp>
#include <xercesc/util/XMLString.hpp>
#include <xercesc/util/XMLUni.hpp>

namespace cimgate::model {
namespace {

const XMLByte* bytes_of(std::string_view text) {
  return reinterpret_cast<const XMLByte*>(text.data());
}

/// Folds "." and ".." of `location`, taken relative to the folder of `base`.
std::string resolve(std::string_view base, std::string_view location) {
  std::vector<std::string_view> parts;
  const auto add = [&parts](std::string_view path) {
    while (!path.empty()) {
      const auto slash = path.find('/');
      const auto part = path.substr(0, slash);
      if (part == "..") {
        if (!parts.empty()) parts.pop_back();
      } else if (!part.empty() && part != ".") {
        parts.push_back(part);
      }
      path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
  };
  const auto folder = base.rfind('/');
  if (folder != std::string_view::npos) add(base.substr(0, folder));
  add(location);
  std::string path;
  for (const auto part : parts) {
    if (!path.empty()) path += '/';
    path += part;
  }
  return path;
}

std::unique_ptr<xercesc::MemBufInputSource> source_of(const SchemaFile& file) {
  return std::make_unique<xercesc::MemBufInputSource>(bytes_of(file.text), file.text.size(),
                                                      std::string(file.path).c_str());
}

/// Answers imports and includes of schemas from memory.
class SchemaResolver final : public xercesc::XMLEntityResolver {
 public:
  explicit SchemaResolver(std::span<const SchemaFile> files) : files_(files) {}

  xercesc::InputSource* resolveEntity(xercesc::XMLResourceIdentifier* resource) override {
    const std::string path = resolve(to_utf8(resource->getBaseURI()), to_utf8(resource->getSystemId()));
    for (const SchemaFile& file : files_)
      if (file.path == path) return source_of(file).release();  // Xerces deletes it
    throw std::logic_error("schema file is missing: " + path);
  }

 private:
  std::span<const SchemaFile> files_;
};

class ThrowingHandler final : public xercesc::ErrorHandler {
 public:
  void warning(const xercesc::SAXParseException&) override {}
  void error(const xercesc::SAXParseException& e) override { fatalError(e); }
  void fatalError(const xercesc::SAXParseException& e) override {
    throw std::logic_error(to_utf8(e.getSystemId()) + ": " + to_utf8(e.getMessage()));
  }
  void resetErrors() override {}
};

/// Ends a parse from inside a callback of Xerces.
struct Refused {
  ParseError error;
};

ParseError error_at(ParseError::Kind kind, const xercesc::SAXParseException& e) {
  return {kind, e.getLineNumber(), e.getColumnNumber(), to_utf8(e.getMessage())};
}

/// Remembers the first invalid place and goes on, because the root is only named after it has been checked.
class FirstError final : public xercesc::ErrorHandler {
 public:
  explicit FirstError(Check check) : check_(check) {}

  void warning(const xercesc::SAXParseException&) override {}
  void error(const xercesc::SAXParseException& e) override {
    if (!first_ && check_ == Check::everything) first_ = error_at(ParseError::Kind::schema_error, e);
  }
  void fatalError(const xercesc::SAXParseException& e) override {
    throw Refused{error_at(ParseError::Kind::not_well_formed, e)};
  }
  void resetErrors() override {}

  const std::optional<ParseError>& first() const { return first_; }

 private:
  Check check_;
  std::optional<ParseError> first_;
};

}  // namespace

XercesGuard::XercesGuard() {
  xerces::begin_use();
}

XercesGuard::~XercesGuard() {
  xerces::end_use();
}

std::string to_utf8(const XMLCh* text) {
  if (text == nullptr || *text == 0) return {};
  const xercesc::TranscodeToStr utf8(text, "UTF-8");
  return {reinterpret_cast<const char*>(utf8.str()), utf8.length()};
}

class Grammars::Pool {
 public:
  explicit Pool(std::span<const SchemaFile> files) {
    SchemaResolver resolver(files);
    ThrowingHandler handler;
    xercesc::XercesDOMParser parser(nullptr, xercesc::XMLPlatformUtils::fgMemoryManager, &pool_);
    parser.setDoNamespaces(true);
    parser.setDoSchema(true);
    parser.setXMLEntityResolver(&resolver);
    parser.setErrorHandler(&handler);
    parser.cacheGrammarFromParse(true);
    parser.useCachedGrammarInParse(true);
    for (const SchemaFile& file : files)
      parser.loadGrammar(*source_of(file), xercesc::Grammar::SchemaGrammarType, true);
    pool_.lockPool();
  }

  xercesc::XMLGrammarPool* get() { return &pool_; }

 private:
  xercesc::XMLGrammarPoolImpl pool_;
};

Grammars::Grammars(std::span<const SchemaFile> files) : pool_(std::make_unique<Pool>(files)) {}

Grammars::~Grammars() = default;

/// The DOM parser of Xerces, closed against everything but the bytes it is given.
class Reader final : public xercesc::XercesDOMParser {
 public:
  Reader(std::span<const RootName> roots, const Grammars* grammars, Check check)
      : XercesDOMParser(nullptr, xercesc::XMLPlatformUtils::fgMemoryManager,
                        grammars == nullptr ? nullptr : grammars->pool_->get()),
        roots_(roots),
        errors_(check) {
    setDoNamespaces(true);
    setLoadExternalDTD(false);
    setDisableDefaultEntityResolution(true);
    setCreateCommentNodes(false);
    setCreateEntityReferenceNodes(false);
    setLoadSchema(false);
    setErrorHandler(&errors_);
    if (grammars == nullptr) {
      setValidationScheme(Val_Never);
    } else {
      setDoSchema(true);
      setValidationScheme(Val_Always);
      useCachedGrammarInParse(true);
      setIdentityConstraintChecking(check == Check::everything);
    }
  }

  tl::expected<ReadDocument, ParseError> read(std::string_view bytes) {
    const xercesc::MemBufInputSource source(bytes_of(bytes), bytes.size(), "message");
    parse(source);
    if (errors_.first()) return tl::unexpected(*errors_.first());
    ReadDocument document;
    document.dom.reset(adoptDocument());
    document.root = root_.value_or(0);
    document.has_empty_element = has_empty_element_;
    return document;
  }

  /// A schemaLocation of an odd number of words is a fatal error to Xerces, also where it follows none; it is
  /// a hint, and nothing that a message is refused for.
  void error(unsigned int code, const XMLCh* domain, XMLErrorReporter::ErrTypes type, const XMLCh* text,
             const XMLCh* system, const XMLCh* publik, XMLFileLoc line, XMLFileLoc column) override {
    const bool hint = code == xercesc::XMLErrs::BadSchemaLocation &&
                      xercesc::XMLString::equals(domain, xercesc::XMLUni::fgXMLErrDomain);
    getScanner()->setExitOnFirstFatal(!hint);
    if (!hint) XercesDOMParser::error(code, domain, type, text, system, publik, line, column);
  }

  using XercesDOMParser::doctypeDecl;
  void doctypeDecl(const xercesc::DTDElementDecl&, const XMLCh*, const XMLCh*, bool, bool) override {
    refuse(ParseError::Kind::doctype_refused, "a document type declaration is not allowed");
  }

  void startElement(const xercesc::XMLElementDecl& declaration, unsigned int ns, const XMLCh* prefix,
                    const xercesc::RefVectorOf<xercesc::XMLAttr>& attributes, XMLSize_t attribute_count,
                    bool empty, bool root) override {
    if (!root_) find_root(to_utf8(getScanner()->getURIText(ns)), to_utf8(declaration.getBaseName()));
    nothing_since_start_ = true;
    XercesDOMParser::startElement(declaration, ns, prefix, attributes, attribute_count, empty, root);
  }

  void endElement(const xercesc::XMLElementDecl& declaration, unsigned int ns, bool root,
                  const XMLCh* prefix) override {
    has_empty_element_ = has_empty_element_ || nothing_since_start_;
    nothing_since_start_ = false;
    XercesDOMParser::endElement(declaration, ns, root, prefix);
  }

  void docCharacters(const XMLCh* text, XMLSize_t length, bool cdata) override {
    nothing_since_start_ = false;
    XercesDOMParser::docCharacters(text, length, cdata);
  }

 private:
  void find_root(const std::string& ns, const std::string& local) {
    for (std::size_t i = 0; i < roots_.size(); ++i) {
      if (roots_[i].local == local && roots_[i].ns == ns) {
        root_ = i;
        return;
      }
    }
    refuse(ParseError::Kind::unknown_root, "unknown root element " + local + " in namespace '" + ns + "'");
  }

  [[noreturn]] void refuse(ParseError::Kind kind, std::string message) {
    const xercesc::Locator* locator = getScanner()->getLocator();
    throw Refused{{kind, locator->getLineNumber(), locator->getColumnNumber(), std::move(message)}};
  }

  std::span<const RootName> roots_;
  std::optional<std::size_t> root_;
  bool nothing_since_start_ = false;
  bool has_empty_element_ = false;
  FirstError errors_;
};

tl::expected<ReadDocument, ParseError> read(std::string_view bytes, std::span<const RootName> roots,
                                            const Grammars* grammars, Check check) {
  const auto failed = [](std::string message) {
    return tl::unexpected(ParseError{ParseError::Kind::not_well_formed, 0, 0, std::move(message)});
  };
  try {
    return Reader(roots, grammars, check).read(bytes);
  } catch (Refused& refused) {
    return tl::unexpected(std::move(refused.error));
  } catch (const xercesc::OutOfMemoryException&) {
    throw std::bad_alloc();
  } catch (const xercesc::XMLException& e) {
    return failed(to_utf8(e.getMessage()));
  } catch (const xercesc::SAXException& e) {
    return failed(to_utf8(e.getMessage()));
  } catch (const xercesc::DOMException& e) {
    return failed(to_utf8(e.getMessage()));
  }
}

}  // namespace cimgate::model

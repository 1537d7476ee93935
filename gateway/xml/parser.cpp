#include "gateway/xml/parser.hpp"

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/framework/XMLErrorCodes.hpp>
#include <xercesc/framework/XMLValidityCodes.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "gateway/xml/parser_memory.hpp"

namespace cimgate::xml {
namespace {

using xercesc::XMLErrs;
using xercesc::XMLUni;

/// Unwinds the parser; never leaves this file.
struct StopParsing {};

/// Takes the scanner's own callbacks: only they tell which attributes are written in the document and which
/// come from the schema, and they have the codes of errors.
class Parser final : public xercesc::SAX2XMLReaderImpl {
 public:
  Parser(std::string_view text, GrammarView& grammars, bool bare_names, Validation validation,
         ParserMemory& memory, XmlEvents& events)
      : SAX2XMLReaderImpl(&memory, &grammars),
        text_(text),
        names_(*grammars.getURIStringPool()),
        validates_(validation != Validation::none),
        events_(events) {
    // The scanner for schemas alone does not look for a root without a namespace among cached grammars.
    const XMLCh* const scanner = bare_names ? XMLUni::fgIGXMLScanner : XMLUni::fgSGXMLScanner;
    setProperty(XMLUni::fgXercesScannerName, const_cast<XMLCh*>(scanner));
    setFeature(XMLUni::fgSAX2CoreNameSpaces, true);
    setFeature(XMLUni::fgSAX2CoreValidation, validation != Validation::none);
    setFeature(XMLUni::fgXercesDynamic, false);
    setFeature(XMLUni::fgXercesSchema, true);
    setFeature(XMLUni::fgXercesIdentityConstraintChecking, validation == Validation::full);
    setFeature(XMLUni::fgXercesUseCachedGrammarInParse, true);
    setFeature(XMLUni::fgXercesCacheGrammarFromParse, false);
    setFeature(XMLUni::fgXercesLoadSchema, false);
    setFeature(XMLUni::fgXercesLoadExternalDTD, false);
    setFeature(XMLUni::fgXercesDisableDefaultEntityResolution, true);
    setFeature(XMLUni::fgXercesContinueAfterFatalError, false);
    setFeature(XMLUni::fgXercesCalculateSrcOfs, true);
    // Without these two the scanner calls nobody.
    setContentHandler(&nobody_);
    setErrorHandler(&nobody_);
  }

  /// `shown`: what the parser sees; as long as the text, and marked up as it is.
  std::optional<XmlFault> run(std::string_view shown) {
    xercesc::MemBufInputSource source(reinterpret_cast<const XMLByte*>(shown.data()), shown.size(),
                                      XMLUni::fgZeroLenString, false);
    source.setEncoding(XMLUni::fgUTF8EncodingString);
    source.setCopyBufToStream(false);
    try {
      parse(source);
    } catch (const StopParsing&) {
      return std::move(fault_);
    } catch (const xercesc::XMLException&) {
      return unnamed_fault();
    } catch (const xercesc::SAXException&) {
      return unnamed_fault();
    } catch (const xercesc::OutOfMemoryException&) {
      return unnamed_fault();
    }
    // However the parser came to its end: what has no end tag was not read wholly.
    if (!open_.empty() || last_start_end_ == 0) return unnamed_fault();
    return std::nullopt;
  }

  void startElement(const xercesc::XMLElementDecl& /*declaration*/, unsigned int ns, const XMLCh* /*prefix*/,
                    const xercesc::RefVectorOf<xercesc::XMLAttr>& attributes, XMLSize_t count,
                    bool /*is_empty*/, bool /*is_root*/) override {
    const std::size_t end = offset();
    const std::size_t begin = text_.rfind('<', end - 1);
    open_.push_back(begin);
    last_tag_ = begin;
    last_start_end_ = end;
    attribute_ns_.clear();
    for (XMLSize_t i = 0; i < count; ++i) {
      const auto& attribute = *attributes.elementAt(i);
      if (attribute.getSpecified()) attribute_ns_.push_back(name_of(attribute.getURIId()));
    }
    if (!events_.start_element(name_of(ns), attribute_ns_, begin, end)) throw StopParsing();
  }

  void endElement(const xercesc::XMLElementDecl& /*declaration*/, unsigned int /*ns*/, bool /*is_root*/,
                  const XMLCh* /*prefix*/) override {
    const std::size_t end = offset();
    const std::size_t begin = end == last_start_end_ ? end : text_.rfind('<', end - 1);
    if (begin != end) last_tag_ = begin;
    open_.pop_back();
    events_.end_element(begin, end);
  }

  void error(unsigned int code, const XMLCh* domain, XMLErrorReporter::ErrTypes type, const XMLCh* message,
             const XMLCh* /*system*/, const XMLCh* /*publik*/, XMLFileLoc /*line*/,
             XMLFileLoc /*column*/) override {
    if (type == XMLErrorReporter::ErrType_Warning) return;
    const std::size_t at = offset();
    const bool in_document = !open_.empty() || last_start_end_ == 0;
    const bool is_syntax = xercesc::XMLString::equals(domain, XMLUni::fgXMLErrDomain);
    if (type != XMLErrorReporter::ErrType_Fatal && in_document) {
      if (validates_ && !events_.wants_more()) {
        // Every further one would cost far more than the element that it is about.
        fault_ = XmlFault{};
        fault_->enough = true;
        throw StopParsing();
      }
      events_.invalid(to_utf8(message), is_about_next(at), about(code, domain));
      return;
    }
    // At the end of the text the scanner has let go of it, and tells no place.
    fault_ = XmlFault{is_syntax ? code : unsigned{XMLErrs::XMLException_Fatal},
                      at == 0 && last_start_end_ > 0 ? text_.size() : at, open_, is_syntax};
    throw StopParsing();
  }

 private:
  static XmlEvents::About about(unsigned int code, const XMLCh* domain) {
    using xercesc::XMLValid;
    // Datatypes throw what they find; the validator passes it on with its code and domain.
    if (xercesc::XMLString::equals(domain, XMLUni::fgExceptDomain)) return XmlEvents::About::value;
    if (!xercesc::XMLString::equals(domain, XMLUni::fgValidityDomain)) return XmlEvents::About::structure;
    if (code == XMLValid::DatatypeError) return XmlEvents::About::value;
    // Fixed values of attributes are compared as texts, and not as values of their type: "1" is true (XML
    // Schema part 1, 3.2.4). White space in a section of CDATA is taken for text, as in a DTD; XML Schema
    // counts characters, however they are written (part 1, 3.4.4).
    if (code == XMLValid::NotSameAsFixedValue || code == XMLValid::NoCharDataInCM)
      return XmlEvents::About::stricter;
    return XmlEvents::About::structure;
  }

  XmlFault unnamed_fault() const { return {XMLErrs::XMLException_Fatal, text_.size(), open_, false}; }

  /// Errors about a start tag come before the element is told.
  bool is_about_next(std::size_t at) const {
    const auto tag = at == 0 ? std::string_view::npos : text_.rfind('<', at - 1);
    return tag != std::string_view::npos && (open_.empty() || tag > last_tag_) && tag + 1 < text_.size() &&
           std::string_view("/!?").find(text_[tag + 1]) == std::string_view::npos;
  }

  std::size_t offset() const { return static_cast<std::size_t>(getSrcOffset()); }

  /// Namespace names are asked for with every element, and there are few.
  std::string_view name_of(unsigned int id) {
    if (id >= name_cache_.size()) name_cache_.resize(id + 1);
    auto& name = name_cache_[id];
    if (!name) name = to_utf8(names_.getValueForId(id));
    return *name;
  }

  std::string_view text_;
  xercesc::XMLStringPool& names_;
  bool validates_;
  XmlEvents& events_;
  xercesc::DefaultHandler nobody_;
  std::deque<std::optional<std::string>> name_cache_;
  std::vector<std::string_view> attribute_ns_;
  std::vector<std::size_t> open_;
  std::size_t last_tag_ = 0;        ///< begin of the last tag that was told
  std::size_t last_start_end_ = 0;  ///< end of the last start tag
  std::optional<XmlFault> fault_;
};

}  // namespace

std::optional<XmlFault> parse_xml(std::string_view text, const GrammarSet& grammars, Validation validation,
                                  const std::vector<TextRange>& odd_hints, XmlEvents& events) {
  std::unique_lock alone(grammars.in_use(), std::defer_lock);
  if (!grammars.is_empty()) alone.lock();
  GrammarView view(grammars);
  ParserMemory memory;
  Parser parser(text, view, grammars.has_bare_names(), grammars.is_empty() ? Validation::none : validation,
                memory, events);
  if (odd_hints.empty()) return parser.run(text);
  // The parser takes a schemaLocation of an odd number of words for a fatal error, also when it follows none.
  std::string blanked(text);
  for (const auto& hint : odd_hints)
    std::fill(blanked.begin() + static_cast<std::ptrdiff_t>(hint.begin),
              blanked.begin() + static_cast<std::ptrdiff_t>(hint.end), ' ');
  return parser.run(blanked);
}

}  // namespace cimgate::xml

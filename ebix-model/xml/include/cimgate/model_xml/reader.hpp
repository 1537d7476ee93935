#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include <xercesc/dom/DOMDocument.hpp>

#include "cimgate/model_xml/errors.hpp"
#include "cimgate/model_xml/xerces_guard.hpp"

/// Reading of XML with Xerces-C++, for the two model libraries.
namespace cimgate::model {

/// A schema file: its path, to which its imports and includes are relative, and its text.
struct SchemaFile {
  std::string_view path;
  std::string_view text;
};

/// Compiled schemas. Constant once made: many threads may read with one.
class Grammars {
 public:
  /// The views must outlive the call only. Throws std::logic_error when a schema does not compile or a file
  /// is missing: the schemas are part of the library, so that is a mistake in its build.
  explicit Grammars(std::span<const SchemaFile> files);
  ~Grammars();
  Grammars(const Grammars&) = delete;
  Grammars& operator=(const Grammars&) = delete;

 private:
  friend class Reader;
  class Pool;
  XercesGuard guard_;
  std::unique_ptr<Pool> pool_;
};

struct ReleaseDocument {
  void operator()(xercesc::DOMDocument* document) const { document->release(); }
};

/// A document that was read. Must not outlive the last XercesGuard.
struct ReadDocument {
  std::unique_ptr<xercesc::DOMDocument, ReleaseDocument> dom;
  std::size_t root = 0;  ///< index in the roots given to read()
  bool has_empty_element =
      false;  ///< an element without text and children, which its schema may give a value
};

/// What the grammars are for: with any of them empty elements get the value that their schema fixes or gives
/// as default.
enum class Check { everything, nothing };

/// Reads a document whose root element is one of `roots`, by `grammars` unless null. Nothing outside `bytes`
/// is ever opened.
tl::expected<ReadDocument, ParseError> read(std::string_view bytes, std::span<const RootName> roots,
                                            const Grammars* grammars, Check check = Check::everything);

/// UTF-8.
std::string to_utf8(const XMLCh* text);

}  // namespace cimgate::model

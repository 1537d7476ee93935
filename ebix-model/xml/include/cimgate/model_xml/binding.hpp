#pragma once
#include <array>
#include <map>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <variant>

#include <xsd/cxx/tree/error-handler.hxx>
#include <xsd/cxx/tree/exceptions.hxx>
#include <xsd/cxx/xml/char-utf8.hxx>
#include <xsd/cxx/xml/dom/serialization-source.hxx>

#include "cimgate/model_xml/errors.hpp"
#include "cimgate/model_xml/reader.hpp"

/// From a document to a generated type and back. Only for the sources of the model libraries.
namespace cimgate::model {

/// Fills a T from the root element.
template <typename T>
tl::expected<std::unique_ptr<T>, ParseError> bind(const xercesc::DOMDocument& document) {
  try {
    return std::make_unique<T>(*document.getDocumentElement(), xsd::cxx::tree::flags(0));
  } catch (const xsd::cxx::tree::exception<char>& e) {
    std::ostringstream text;
    text << e;
    return tl::unexpected(ParseError{ParseError::Kind::schema_error, 0, 0, text.str()});
  }
}

/// Writes `message` below a root element of the given name; `prefixes` maps prefixes to namespaces.
template <typename T>
tl::expected<std::string, SerializeError> write(const T& message, const RootName& root,
                                                const xsd::cxx::xml::dom::namespace_infomap<char>& prefixes) {
  namespace dom = xsd::cxx::xml::dom;
  const auto failed = [](std::string text) { return tl::unexpected(SerializeError{std::move(text)}); };
  try {
    const auto document = dom::serialize<char>(std::string(root.local), std::string(root.ns), prefixes, 0);
    *document->getDocumentElement() << message;
    std::ostringstream text;
    dom::ostream_format_target target(text);
    xsd::cxx::tree::error_handler<char> errors;
    if (!dom::serialize(target, *document, std::string("UTF-8"), errors, 0))
      errors.throw_if_failed<xsd::cxx::tree::serialization<char>>();
    return std::move(text).str();
  } catch (const xsd::cxx::tree::exception<char>& e) {
    std::ostringstream text;
    text << e;
    return failed(text.str());
  } catch (const xsd::cxx::xml::invalid_utf8_string&) {
    return failed("a text of the message is not UTF-8");
  } catch (const xercesc::XMLException& e) {
    return failed(to_utf8(e.getMessage()));
  } catch (const xercesc::DOMException& e) {
    return failed(to_utf8(e.getMessage()));
  }
}

/// Reads any alternative of a variant of unique pointers; `roots` are in the order of the alternatives.
/// `grammars` gives the schemas, which take a while to compile: it is only called when they are needed. That
/// is also where nothing is validated but an element is empty, and its schema may say what that stands for.
template <typename Message, typename GetGrammars>
tl::expected<Message, ParseError> parse(std::string_view xml, std::span<const RootName> roots, bool validate,
                                        const GetGrammars& grammars) {
  using Bind = tl::expected<Message, ParseError> (*)(const xercesc::DOMDocument&);
  static constexpr auto binds = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<Bind, sizeof...(I)>{[](const xercesc::DOMDocument& document) {
      using T = typename std::variant_alternative_t<I, Message>::element_type;
      return bind<T>(document).map([](std::unique_ptr<T>&& message) { return Message(std::move(message)); });
    }...};
  }
  (std::make_index_sequence<std::variant_size_v<Message>>{});

  const XercesGuard guard;
  auto document = read(xml, roots, validate ? &grammars() : nullptr);
  if (document && !validate && document->has_empty_element)
    document = read(xml, roots, &grammars(), Check::nothing);
  if (!document) return tl::unexpected(std::move(document.error()));
  return binds[document->root](*document->dom);
}

/// Writes the alternative that `message` holds.
template <typename Message>
tl::expected<std::string, SerializeError> serialize(const Message& message, const RootName& root,
                                                    const std::map<std::string, std::string>& prefixes) {
  const XercesGuard guard;
  xsd::cxx::xml::dom::namespace_infomap<char> map;
  for (const auto& [prefix, ns] : prefixes) map[prefix].name = ns;
  return std::visit(
      [&](const auto& content) -> tl::expected<std::string, SerializeError> {
        if (!content) return tl::unexpected(SerializeError{"the message was moved from"});
        return write(*content, root, map);
      },
      message);
}

}  // namespace cimgate::model

#include "tests/unit/xml/fixture.hpp"

#include <doctest/doctest.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "gateway/schema/catalog.hpp"
#include "gateway/schema/loader.hpp"
#include "tests/unit/document/messages.hpp"

namespace cimgate::test {
namespace {

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

std::shared_ptr<xmlDoc> parse(std::string_view xml) {
  return {xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA),
          xmlFreeDoc};
}

void keep_quiet(void* /*context*/, xmlErrorPtr /*error*/) {}

std::shared_ptr<xmlSchema> make_schema(xmlSchemaParserCtxtPtr context) {
  xmlSchemaSetParserStructuredErrors(context, keep_quiet, nullptr);
  std::shared_ptr<xmlSchema> made(xmlSchemaParse(context), xmlSchemaFree);
  xmlSchemaFreeParserCtxt(context);
  REQUIRE(made != nullptr);
  return made;
}

void copy(const xmlNode* from, document::Document& to, document::NodeId id) {
  constexpr std::string_view xsi = "http://www.w3.org/2001/XMLSchema-instance";
  for (const xmlAttr* a = from->properties; a != nullptr; a = a->next) {
    const std::string_view value = a->children == nullptr ? std::string_view() : view(a->children->content);
    if (a->ns != nullptr && view(a->ns->href) == xsi) {
      if (view(a->name) == "nil") to.set_nil(id, value == "true" || value == "1");
      continue;
    }
    to.set_attribute(id, view(a->name), value);
  }
  std::string text;
  for (const xmlNode* at = from->children; at != nullptr; at = at->next) {
    if (at->type == XML_TEXT_NODE) text += view(at->content);
    if (at->type != XML_ELEMENT_NODE) continue;
    const auto line = static_cast<std::uint32_t>(xmlGetLineNo(const_cast<xmlNode*>(at)));
    copy(at, to,
         to.append(id, view(at->name), at->ns == nullptr ? std::string_view() : view(at->ns->href),
                   {line, 1}));
  }
  to.set_text(id, text);
}

const char* name_of(conformance::Violation::Kind kind) {
  using Kind = conformance::Violation::Kind;
  switch (kind) {
    case Kind::missing_element:
      return "missing_element";
    case Kind::unexpected_element:
      return "unexpected_element";
    case Kind::misplaced_element:
      return "misplaced_element";
    case Kind::repeated_element:
      return "repeated_element";
    case Kind::other_choice:
      return "other_choice";
    case Kind::missing_attribute:
      return "missing_attribute";
    case Kind::unexpected_attribute:
      return "unexpected_attribute";
    case Kind::bad_value:
      return "bad_value";
    case Kind::bad_nil:
      return "bad_nil";
    case Kind::not_unique:
      return "not_unique";
    case Kind::unexpected_text:
      return "unexpected_text";
  }
  return "?";
}

}  // namespace

XmlFixture::XmlFixture(const std::string& xsd) {
  const auto read = [&](std::string_view) -> tl::expected<std::string_view, std::string> { return xsd; };
  auto loaded = schema::load_schema(read, "test.xsd");
  REQUIRE_MESSAGE(loaded.has_value(), loaded.error());
  schema_ = std::move(*loaded);
  reference_ = make_schema(xmlSchemaNewMemParserCtxt(xsd.data(), static_cast<int>(xsd.size())));
}

XmlFixture::XmlFixture(std::string_view set, std::string_view root) {
  const auto* found = catalog().set(set);
  REQUIRE(found != nullptr);
  const auto* kind = found->find(root);
  REQUIRE(kind != nullptr);
  auto loaded = catalog().schema(*found, *kind);
  REQUIRE_MESSAGE(loaded.has_value(), loaded.error());
  schema_ = *loaded;
  const std::string path = std::string(CIMGATE_SOURCE_DIR) + "/" + kind->file;
  reference_ = make_schema(xmlSchemaNewParserCtxt(path.c_str()));
}

document::Document XmlFixture::read(std::string_view xml) const {
  const auto doc = parse(xml);
  REQUIRE_MESSAGE(doc != nullptr, xml);
  const xmlNode* root = xmlDocGetRootElement(doc.get());
  const auto* element = schema_->root(view(root->name));
  REQUIRE(element != nullptr);
  document::Document made(schema_, *element);
  copy(root, made, 0);
  return made;
}

bool XmlFixture::valid_to_libxml2(std::string_view xml) const {
  const auto doc = parse(xml);
  REQUIRE(doc != nullptr);
  xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(reference_.get());
  xmlSchemaSetValidStructuredErrors(context, keep_quiet, nullptr);
  const bool valid = xmlSchemaValidateDoc(context, doc.get()) == 0;
  xmlSchemaFreeValidCtxt(context);
  return valid;
}

std::string to_text(const document::Document& document,
                    const std::vector<conformance::Violation>& violations) {
  std::string text;
  for (const auto& v : violations) {
    text += name_of(v.kind);
    text += ' ';
    text += document.path(v.node);
    if (v.attribute >= 0) {
      text += "/@";
      text += document[v.node].attributes[static_cast<std::size_t>(v.attribute)].name;
    }
    if (!v.found.empty()) text += " '" + v.found + "'";
    text += ": " + v.expected;
    if (!v.meant.empty()) text += " (meant " + v.meant + ")";
    text += '\n';
  }
  return text;
}

}  // namespace cimgate::test

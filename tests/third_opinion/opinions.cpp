#include "opinions.hpp"

#include <expat.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <memory>

#include "../xsd/validators.hpp"

namespace cimgate::test {
namespace {

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using Document = std::unique_ptr<xmlDoc, FreeDocument>;

Document read(const std::string& xml) {
  return Document(xmlReadMemory(xml.data(), static_cast<int>(xml.size()), "message", nullptr,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
}

}  // namespace

Opinion well_formed_by_expat(const std::string& xml) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreateNS(nullptr, ' '),
                                                                            XML_ParserFree);
  Opinion opinion;
  opinion.good = XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), 1) == XML_STATUS_OK;
  if (opinion.good) return opinion;
  const auto code = XML_GetErrorCode(parser.get());
  opinion.none = code == XML_ERROR_UNKNOWN_ENCODING || code == XML_ERROR_NO_MEMORY;
  opinion.why = XML_ErrorString(code);
  return opinion;
}

Opinion well_formed_by_libxml2(const std::string& xml) {
  xmlResetLastError();
  const auto document = read(xml);
  const auto* const error = xmlGetLastError();
  Opinion opinion;
  // Faults of namespaces are told, and the document is made all the same.
  opinion.good = document != nullptr &&
                 (error == nullptr || error->domain != XML_FROM_NAMESPACE || error->level < XML_ERR_ERROR);
  if (opinion.good || error == nullptr) return opinion;
  opinion.none = error->code == XML_ERR_UNSUPPORTED_ENCODING || error->code == XML_ERR_UNKNOWN_ENCODING;
  opinion.why = error->message == nullptr ? "error" : error->message;
  return opinion;
}

Opinion valid_by_libxml2(const std::filesystem::path& schema, const std::string& xml) {
  const auto complaints = check_with_libxml2(schema, xml);
  return {complaints.empty(), false, complaints};
}

std::string root_of(const std::string& xml) {
  const auto document = read(xml);
  if (!document) return {};
  const auto* const root = xmlDocGetRootElement(document.get());
  if (root == nullptr) return {};
  const auto text = [](const xmlChar* chars) {
    return chars == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(chars));
  };
  return "{" + text(root->ns == nullptr ? nullptr : root->ns->href) + "}" + text(root->name);
}

}  // namespace cimgate::test

#include "gateway/emif/envelope.hpp"

#include <libxml/xmlreader.h>

#include <memory>

#include "gateway/report/escape.hpp"

namespace cimgate::emif {
namespace {

using hub::Fault;
using hub::FaultGroup;

constexpr std::string_view soap_1_1 = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view soap_1_2 = "http://www.w3.org/2003/05/soap-envelope";

struct FreeReader {
  void operator()(xmlTextReaderPtr reader) const { xmlFreeTextReader(reader); }
};
using Reader = std::unique_ptr<xmlTextReader, FreeReader>;

std::string_view text(const xmlChar* found) {
  return found == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(found));
}

tl::unexpected<Fault> wrong(std::string description, std::string text = {}) {
  return tl::unexpected(Fault{FaultGroup::xsd, std::move(description), std::move(text), {}});
}

/// The next element at this depth inside the element that the reader stands on; false when there is none.
bool next_child(xmlTextReaderPtr reader, int depth, bool first) {
  int more = first ? xmlTextReaderRead(reader) : xmlTextReaderNext(reader);
  while (more == 1) {
    const int at = xmlTextReaderDepth(reader);
    const int kind = xmlTextReaderNodeType(reader);
    if (at < depth) return false;
    if (at == depth && kind == XML_READER_TYPE_ELEMENT) return true;
    more = at > depth ? xmlTextReaderNext(reader) : xmlTextReaderRead(reader);
  }
  return false;
}

void quiet(void*, const char*, xmlParserSeverities, xmlTextReaderLocatorPtr) {}

/// At most `limit` characters, counted as XML Schema does.
std::string cut(std::string_view text, std::size_t limit) {
  std::size_t count = 0;
  std::size_t end = 0;
  while (end < text.size() && count < limit) {
    ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
    ++count;
  }
  return std::string(text.substr(0, end));
}

}  // namespace

tl::expected<Wrapper, Fault> open_envelope(std::string_view bytes) {
  const Reader reader(
      xmlReaderForMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                         XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (!reader) return tl::unexpected(Fault{FaultGroup::system, "The request could not be read.", "", {}});
  xmlTextReaderSetErrorHandler(reader.get(), quiet, nullptr);
  int more = 1;
  while ((more = xmlTextReaderRead(reader.get())) == 1 &&
         xmlTextReaderNodeType(reader.get()) != XML_READER_TYPE_ELEMENT)
    if (xmlTextReaderNodeType(reader.get()) == XML_READER_TYPE_DOCUMENT_TYPE)
      return wrong("A document type declaration is not allowed.");
  if (more != 1) return wrong("The request is not XML.");
  const auto ns = text(xmlTextReaderConstNamespaceUri(reader.get()));
  if (ns == soap_1_2)
    return wrong(
        "This is SOAP 1.2; the services speak SOAP 1.1.",
        "Use the namespace http://schemas.xmlsoap.org/soap/envelope/ and the content type text/xml.");
  if (ns != soap_1_1 || text(xmlTextReaderConstLocalName(reader.get())) != "Envelope")
    return wrong("The request is not a SOAP envelope.");
  bool there = next_child(reader.get(), 1, true);
  while (there && (text(xmlTextReaderConstLocalName(reader.get())) != "Body" ||
                   text(xmlTextReaderConstNamespaceUri(reader.get())) != soap_1_1))
    there = next_child(reader.get(), 1, false);
  if (!there) return wrong("The SOAP envelope has no Body.");
  if (xmlTextReaderIsEmptyElement(reader.get()) == 1 || !next_child(reader.get(), 2, true))
    return wrong("The SOAP Body is empty.");
  Wrapper wrapper{std::string(text(xmlTextReaderConstNamespaceUri(reader.get()))),
                  std::string(text(xmlTextReaderConstLocalName(reader.get())))};
  if (next_child(reader.get(), 2, false)) return wrong("The SOAP Body has more than one element.");
  // Whatever else there is must be XML, and no second Body.
  do {
    if (xmlTextReaderNodeType(reader.get()) == XML_READER_TYPE_ELEMENT &&
        xmlTextReaderDepth(reader.get()) == 1 && text(xmlTextReaderConstLocalName(reader.get())) == "Body")
      return wrong("The SOAP envelope has more than one Body.");
  } while ((more = xmlTextReaderRead(reader.get())) == 1);
  if (more != 0) return wrong("The request is not well-formed XML.");
  return wrapper;
}

std::string_view without_declaration(std::string_view xml) {
  if (!xml.starts_with("<?xml")) return xml;
  const auto end = xml.find("?>");
  xml.remove_prefix(end == std::string_view::npos ? 0 : end + 2);
  while (!xml.empty() && (xml.front() == '\n' || xml.front() == '\r' || xml.front() == ' '))
    xml.remove_prefix(1);
  return xml;
}

std::string envelope(std::string_view body) {
  std::string made =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soap:Envelope "
      "xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>";
  made.reserve(made.size() + body.size() + 64);
  made += body;
  made += "</soap:Body></soap:Envelope>\n";
  return made;
}

std::string fault_envelope(const Fault& fault, const std::string& at) {
  const bool ours = fault.group == FaultGroup::system;
  std::string body = "<soap:Fault><faultcode>";
  body += ours ? "soap:Server" : "soap:Client";
  body +=
      "</faultcode><faultstring>" + report::xml_text(cut(fault.description, 100)) + "</faultstring><detail>";
  body += "<cmn:ElhubSOAPFault xmlns:cmn=\"urn:no:elhub:emif:wsdl:common:v2\"><cmn:CodeGroup>";
  body += hub::to_string(fault.group);
  body += "</cmn:CodeGroup><cmn:Description>" + report::xml_text(cut(fault.description, 100)) +
          "</cmn:Description>";
  body += "<cmn:ExceptionDateTime>" + at + "</cmn:ExceptionDateTime>";
  if (!fault.text.empty())
    body += "<cmn:FaultText>" + report::xml_text(cut(fault.text, 1000)) + "</cmn:FaultText>";
  body += "</cmn:ElhubSOAPFault></detail></soap:Fault>";
  return envelope(body);
}

}  // namespace cimgate::emif

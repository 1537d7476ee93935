#include "gateway/elhub/emif/envelope.hpp"

#include <libxml/xmlreader.h>

#include <memory>

#include "gateway/source/source.hpp"
#include "gateway/text/escape.hpp"
#include "gateway/xml/survey.hpp"

namespace cimgate::emif {
namespace {

using hub::Fault;
using hub::FaultGroup;

constexpr std::string_view soap_1_1 = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view ws_security =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

struct FreeReader {
  void operator()(xmlTextReaderPtr reader) const { xmlFreeTextReader(reader); }
};
using Reader = std::unique_ptr<xmlTextReader, FreeReader>;

std::string_view text(const xmlChar* found) {
  return found == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(found));
}

tl::unexpected<EnvelopeFault> wrong(std::string description, std::string text = {},
                                    std::string_view code = "Client") {
  return tl::unexpected(EnvelopeFault{{FaultGroup::xsd, std::move(description), std::move(text), {}}, code});
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

std::string attribute(xmlTextReaderPtr reader, const char* name) {
  const std::unique_ptr<xmlChar, void (*)(void*)> value(
      xmlTextReaderGetAttributeNs(reader, reinterpret_cast<const xmlChar*>(name),
                                  reinterpret_cast<const xmlChar*>(soap_1_1.data())),
      xmlFree);
  return std::string(text(value.get()));
}

/// A header block that is for us, has to be understood and is none that we know (SOAP 1.1, 4.2.2 and 4.2.3).
bool asks_too_much(xmlTextReaderPtr reader) {
  const auto must = attribute(reader, "mustUnderstand");
  if (must != "1" && must != "true") return false;
  const auto actor = attribute(reader, "actor");
  if (!actor.empty() && actor != "http://schemas.xmlsoap.org/soap/actor/next") return false;
  return text(xmlTextReaderConstNamespaceUri(reader)) != ws_security;
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

/// What the parser would take longer with than it is long, it does not get to see. (Depth and texts cost it
/// nothing, and have limits of their own where the message is read.)
tl::expected<void, EnvelopeFault> within_limits(const source::SourceText& source) {
  source::Limits limits;
  limits.depth = 1000;
  limits.text = limits.bytes;
  const auto survey = xml::survey_xml(source, limits);
  if (survey) return {};
  const auto& finding = survey.error();
  if (finding.rule == "wellformed.doctype") return wrong("A document type declaration is not allowed.");
  return wrong("The request is not within the limits of this server.", finding.text.en);
}

}  // namespace

tl::expected<Wrapper, EnvelopeFault> open_envelope(std::string_view bytes) {
  source::SourceText decoded;
  const char* encoding = nullptr;
  if (bytes.find('\0') != std::string_view::npos) {  // UTF-16, whose markup the survey does not see
    auto source = source::decode_source(bytes, {});
    if (!source) return wrong("The request is not XML.", source.error().text.en);
    decoded = *std::move(source);
    bytes = decoded.text();
    encoding = "UTF-8";
  } else {
    decoded = source::SourceText(nullptr, bytes, 1, 0);
  }
  if (auto within = within_limits(decoded); !within) return tl::unexpected(std::move(within.error()));
  const Reader reader(
      xmlReaderForMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, encoding,
                         XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (!reader)
    return tl::unexpected(
        EnvelopeFault{{FaultGroup::system, "The request could not be read.", "", {}}, "Server"});
  xmlTextReaderSetErrorHandler(reader.get(), quiet, nullptr);
  int more = 1;
  while ((more = xmlTextReaderRead(reader.get())) == 1 &&
         xmlTextReaderNodeType(reader.get()) != XML_READER_TYPE_ELEMENT)
    if (xmlTextReaderNodeType(reader.get()) == XML_READER_TYPE_DOCUMENT_TYPE)
      return wrong("A document type declaration is not allowed.");
  if (more != 1) return wrong("The request is not XML.");
  const auto ns = text(xmlTextReaderConstNamespaceUri(reader.get()));
  if (text(xmlTextReaderConstLocalName(reader.get())) != "Envelope")
    return wrong("The request is not a SOAP envelope.");
  if (ns != soap_1_1)
    return wrong("This is another version of SOAP; the services speak SOAP 1.1.",
                 "Use the namespace http://schemas.xmlsoap.org/soap/envelope/ and the content type text/xml.",
                 "VersionMismatch");
  const auto stands_on = [&](std::string_view name) {
    return text(xmlTextReaderConstLocalName(reader.get())) == name &&
           text(xmlTextReaderConstNamespaceUri(reader.get())) == soap_1_1;
  };
  bool there = next_child(reader.get(), 1, true);
  for (; there && !stands_on("Body"); there = next_child(reader.get(), 1, false)) {
    if (!stands_on("Header") || xmlTextReaderIsEmptyElement(reader.get()) == 1) continue;
    for (bool block = next_child(reader.get(), 2, true); block; block = next_child(reader.get(), 2, false))
      if (asks_too_much(reader.get()))
        return wrong("A header must be understood that is not known here.",
                     "It has mustUnderstand and is for this server; only WS-Security may.", "MustUnderstand");
  }
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

std::string fault_envelope(const Fault& fault, const std::string& at, std::string_view code) {
  if (code.empty()) code = fault.group == FaultGroup::system ? "Server" : "Client";
  std::string body = "<soap:Fault><faultcode>soap:";
  body += code;
  body +=
      "</faultcode><faultstring>" + text::xml_text(cut(fault.description, 100)) + "</faultstring><detail>";
  body += "<cmn:ElhubSOAPFault xmlns:cmn=\"urn:no:elhub:emif:wsdl:common:v2\"><cmn:CodeGroup>";
  body += hub::to_string(fault.group);
  body += "</cmn:CodeGroup><cmn:Description>" + text::xml_text(cut(fault.description, 100)) +
          "</cmn:Description>";
  body += "<cmn:ExceptionDateTime>" + at + "</cmn:ExceptionDateTime>";
  if (!fault.text.empty())
    body += "<cmn:FaultText>" + text::xml_text(cut(fault.text, 1000)) + "</cmn:FaultText>";
  body += "</cmn:ElhubSOAPFault></detail></soap:Fault>";
  return envelope(body);
}

}  // namespace cimgate::emif

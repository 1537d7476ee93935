#include "gateway/elhub/emif/envelope.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/document/root_names.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::emif {
namespace {

using hub::Fault;
using hub::FaultGroup;

constexpr std::string_view ws_security =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

tl::unexpected<EnvelopeFault> wrong(std::string description, std::string text = {},
                                    std::string_view code = "Client") {
  return tl::unexpected(EnvelopeFault{{FaultGroup::xsd, std::move(description), std::move(text), {}}, code});
}

/// A block that is for us, and none that we know (SOAP 1.1, 4.2.2 and 4.2.3).
bool asks_too_much(const document::Envelope::HeaderBlock& block) {
  const bool for_us = block.actor.empty() || block.actor == "http://schemas.xmlsoap.org/soap/actor/next";
  return for_us && block.name.ns != ws_security;
}

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

/// Why there is no envelope.
tl::unexpected<EnvelopeFault> no_envelope(const std::vector<Finding>& findings) {
  if (findings.empty() || findings.front().stage != Stage::wellformed)
    return wrong("The request is not a SOAP envelope.");
  const auto& finding = findings.front();
  if (finding.rule == "wellformed.doctype") return wrong("A document type declaration is not allowed.");
  return wrong("The request could not be read as XML.",
               fmt::format("{}:{}: {}", finding.line, finding.column, finding.text.en));
}

}  // namespace

tl::expected<document::ElementName, EnvelopeFault> operation_in(const document::ReadResult& read) {
  if (!read.envelope) return no_envelope(read.findings);
  const auto& envelope = *read.envelope;
  if (envelope.root.ns != document::soap_namespace)
    return wrong("This is another version of SOAP; the services speak SOAP 1.1.",
                 "Use the namespace http://schemas.xmlsoap.org/soap/envelope/ and the content type text/xml.",
                 "VersionMismatch");
  if (std::any_of(envelope.must_understand.begin(), envelope.must_understand.end(), asks_too_much))
    return wrong("A header must be understood that is not known here.",
                 "It has mustUnderstand and is for this server; only WS-Security may.", "MustUnderstand");
  if (envelope.bodies == 0) return wrong("The SOAP envelope has no Body.");
  if (envelope.bodies > 1) return wrong("The SOAP envelope has more than one Body.");
  if (envelope.body_elements == 0) return wrong("The SOAP Body is empty.");
  if (envelope.body_elements > 1) return wrong("The SOAP Body has more than one element.");
  return envelope.operation;
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
  body += "</faultcode><faultstring>" + text::xml_text(cut(fault.description, 100)) + "</faultstring>";
  // A detail says what is wrong with the Body, and never with a header (SOAP 1.1, 4.4).
  if (code == "MustUnderstand") return envelope(body + "</soap:Fault>");
  body += "<detail><cmn:ElhubSOAPFault xmlns:cmn=\"urn:no:elhub:emif:wsdl:common:v2\"><cmn:CodeGroup>";
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

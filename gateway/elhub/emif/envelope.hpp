#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/document/message.hpp"
#include "gateway/elhub/hub/request.hpp"

/// SOAP 1.1, as EMIF uses it: document style, one message in one wrapper. Source: WSDLs of EMIF 2.4.3.
namespace cimgate::emif {

/// Why an envelope is not taken.
struct EnvelopeFault {
  hub::Fault fault;
  std::string_view code = "Client";  ///< of SOAP 1.1, 4.4.1: also VersionMismatch, MustUnderstand, Server
};

/// The element in the Body of a request that was read, which says what is asked for:
/// {urn:no:elhub:emif:wsdl:marketprocesses:v2}RequestStartOfSupplyRequest.
/// Fault: not XML, another version of SOAP, a header that must be understood and is not, no Body, an empty
/// one, or one with several elements. WS-Security is left to whoever checks it.
tl::expected<document::ElementName, EnvelopeFault> operation_in(const document::ReadResult& read);

/// An envelope around something; "" for an empty Body.
std::string envelope(std::string_view body);
/// The envelope of a fault. `at`: a time with zone. `code`: "" = Server when it is ours, else Client.
std::string fault_envelope(const hub::Fault& fault, const std::string& at, std::string_view code = {});
/// A message without its XML declaration.
std::string_view without_declaration(std::string_view xml);

}  // namespace cimgate::emif

#pragma once
#include <string_view>

/// The names of WS-Security 1.0 with X.509 tokens, and of XML signatures, as far as EMIF uses them.
/// Sources: OASIS WSS SOAP Message Security 1.0 and X.509 Certificate Token Profile 1.0; W3C XML Signature
/// Syntax and Processing; W3C Exclusive XML Canonicalization 1.0; RFC 9231.
namespace cimgate::wss::names {

inline constexpr std::string_view soap = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr std::string_view wsse =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
inline constexpr std::string_view wsu =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
inline constexpr std::string_view ds = "http://www.w3.org/2000/09/xmldsig#";
/// Exclusive canonical XML without comments; also the namespace of InclusiveNamespaces.
inline constexpr std::string_view exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";

inline constexpr std::string_view rsa_sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
inline constexpr std::string_view rsa_sha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
inline constexpr std::string_view sha1 = "http://www.w3.org/2000/09/xmldsig#sha1";
inline constexpr std::string_view sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";

inline constexpr std::string_view base64 =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
inline constexpr std::string_view x509_v3 =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
inline constexpr std::string_view key_identifier =
    "http://docs.oasis-open.org/wss/2004/01/"
    "oasis-200401-wss-x509-token-profile-1.0#X509SubjectKeyIdentifier";

}  // namespace cimgate::wss::names

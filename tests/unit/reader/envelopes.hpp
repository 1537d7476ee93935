#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "gateway/document/message.hpp"
#include "gateway/schema/catalog.hpp"

/// SOAP envelopes for tests of the readers, and for the fuzzer.
namespace cimgate::test {

inline constexpr std::string_view soap_ns = "http://schemas.xmlsoap.org/soap/envelope/";

/// An envelope, its prefix soap, with this in its body.
std::string in_envelope(std::string_view body);

/// A message of the set elhub/2.4.3 as XML: for itself in a body, and in every operation of EMIF that carries
/// it, with an envelope and without; in the result of a poll three times.
std::vector<std::string> envelopes_of(const schema::Catalog& catalog, const document::Message& message);

}  // namespace cimgate::test

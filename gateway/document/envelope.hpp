#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cimgate::document {

/// {urn:no:elhub:emif:wsdl:marketprocesses:v2}RequestStartOfSupplyRequest.
struct ElementName {
  std::string ns, local;
  bool operator==(const ElementName&) const = default;
};

/// A SOAP envelope, as the reader came across it on its way to the messages: for whoever took it in. What is
/// wrong with it is a finding like all others.
struct Envelope {
  ElementName root;  ///< "Envelope" in any namespace, those of other versions of SOAP too

  /// A block of the Header that has mustUnderstand (SOAP 1.1, 4.2.3).
  struct HeaderBlock {
    ElementName name;
    std::string actor;  ///< whom it is for; "" = whoever takes the envelope in
  };
  std::vector<HeaderBlock> must_understand;

  std::size_t bodies = 0;
  std::size_t body_elements = 0;  ///< in all bodies
  ElementName operation;          ///< the first of these
};

/// The value of a mustUnderstand: a boolean, around which white space does not count.
bool asks_to_be_understood(std::string_view value);

}  // namespace cimgate::document

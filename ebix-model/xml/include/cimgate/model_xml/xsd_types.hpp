#pragma once
// Included by the generated headers: makes the bindings keep decimals and times as they are written. The
// types of the binding runtime hold them as double, which loses digits of quantities and of seconds.
#include <xsd/cxx/config.hxx>
#include <xsd/cxx/tree/containers.hxx>
#include <xsd/cxx/tree/elements.hxx>
#include <xsd/cxx/tree/serialization.hxx>
#include <xsd/cxx/tree/text.hxx>
#include <xsd/cxx/xml/string.hxx>

#include <xercesc/dom/DOMAttr.hpp>
#include <xercesc/dom/DOMElement.hpp>

#include "cimgate/model_xml/date_time.hpp"
#include "cimgate/model_xml/decimal.hpp"

namespace cimgate::model {

/// xs:dateTime as text. Base is the token type of the library's XML Schema types.
template <typename Base>
class DateTime : public Base {
 public:
  using Flags = xsd::cxx::tree::flags;
  using Container = xsd::cxx::tree::container;

  DateTime() = default;
  DateTime(const char* text) : Base(text) {}
  DateTime(const std::string& text) : Base(text) {}
  DateTime(const DateTime& other, Flags flags = 0, Container* container = nullptr)
      : Base(other, flags, container) {}
  DateTime(const xercesc::DOMElement& element, Flags flags = 0, Container* container = nullptr)
      : Base(element, flags, container) {}
  DateTime(const xercesc::DOMAttr& attribute, Flags flags = 0, Container* container = nullptr)
      : Base(attribute, flags, container) {}
  DateTime(const std::string& text, const xercesc::DOMElement* element, Flags flags = 0,
           Container* container = nullptr)
      : Base(text, element, flags, container) {}
  DateTime& operator=(const DateTime& other) = default;

  DateTime* _clone(Flags flags = 0, Container* container = nullptr) const override {
    return new DateTime(*this, flags, container);  // the runtime takes ownership of what _clone returns
  }

  const std::string& text() const { return *this; }
  /// Nothing when there is no time zone.
  std::optional<Instant> instant() const { return to_instant(*this); }
};

}  // namespace cimgate::model

namespace xsd::cxx::tree {

template <>
struct fundamental_p<cimgate::model::Decimal> {
  static const bool r = true;
};

template <typename C>
struct traits<cimgate::model::Decimal, C, schema_type::decimal> {
  using type = cimgate::model::Decimal;

  static type create(const xercesc::DOMElement& element, flags f, container* c) {
    return create(text_content<C>(element), nullptr, f, c);
  }
  static type create(const xercesc::DOMAttr& attribute, flags f, container* c) {
    return create(xml::transcode<C>(attribute.getValue()), nullptr, f, c);
  }
  static type create(const std::basic_string<C>& text, const xercesc::DOMElement*, flags, container*) {
    return type(text);
  }
};

template <typename C>
void operator<<(list_stream<C>& list, const as_decimal<cimgate::model::Decimal>& decimal) {
  list.os_ << decimal.x.text();
}

}  // namespace xsd::cxx::tree

namespace XERCES_CPP_NAMESPACE {

inline void operator<<(DOMElement& element,
                       const xsd::cxx::tree::as_decimal<cimgate::model::Decimal>& decimal) {
  element << decimal.x.text();
}

inline void operator<<(DOMAttr& attribute,
                       const xsd::cxx::tree::as_decimal<cimgate::model::Decimal>& decimal) {
  attribute << decimal.x.text();
}

}  // namespace XERCES_CPP_NAMESPACE

#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/security/wss/events.hpp"

namespace cimgate::wss {

/// An element of a header, kept as it came, so that it can be read and then made canonical.
struct Element {
  struct KeptAttribute {
    std::string_view prefix, local, ns;
    std::string value;
  };
  using Content = std::variant<std::string, std::unique_ptr<Element>>;

  Name name;
  std::vector<Declaration> declared;  ///< here
  std::vector<Declaration> around;    ///< by those around it, from the outside in
  std::vector<KeptAttribute> attributes;
  std::vector<Content> content;

  bool is(std::string_view ns, std::string_view local) const { return name.ns == ns && name.local == local; }
  /// Null: it has none of this name.
  const std::string* attribute(std::string_view ns, std::string_view local) const;
  /// The child elements; false when there is text other than white space between them.
  bool children(std::vector<const Element*>& into) const;
  /// The text, when there are no elements in it; surrounding white space is dropped.
  bool text(std::string& into) const;
};

/// The events of an element that was kept.
void tell(const Element& element, EventHandler& to);
/// An element in exclusive canonical XML.
std::string canonical(const Element& element, const std::vector<std::string>& inclusive);

}  // namespace cimgate::wss

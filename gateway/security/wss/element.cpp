#include "gateway/security/wss/element.hpp"

#include <algorithm>

#include "gateway/security/wss/canonical.hpp"

namespace cimgate::wss {
namespace {

constexpr std::string_view white = " \t\n\r";

}  // namespace

const std::string* Element::attribute(std::string_view ns, std::string_view local) const {
  const auto at = std::find_if(attributes.begin(), attributes.end(),
                               [&](const KeptAttribute& one) { return one.ns == ns && one.local == local; });
  return at == attributes.end() ? nullptr : &at->value;
}

bool Element::children(std::vector<const Element*>& into) const {
  for (const auto& part : content) {
    if (const auto* child = std::get_if<std::unique_ptr<Element>>(&part))
      into.push_back(child->get());
    else if (std::get<std::string>(part).find_first_not_of(white) != std::string::npos)
      return false;
  }
  return true;
}

bool Element::text(std::string& into) const {
  into.clear();
  for (const auto& part : content) {
    const auto* text = std::get_if<std::string>(&part);
    if (text == nullptr) return false;
    into += *text;
  }
  const auto from = into.find_first_not_of(white);
  if (from == std::string::npos)
    into.clear();
  else
    into = into.substr(from, into.find_last_not_of(white) - from + 1);
  return true;
}

void tell(const Element& element, EventHandler& to) {
  std::vector<Attribute> attributes;
  for (const auto& one : element.attributes) attributes.push_back({one.prefix, one.local, one.ns, one.value});
  to.start({element.name, element.declared, attributes});
  for (const auto& part : element.content) {
    if (const auto* child = std::get_if<std::unique_ptr<Element>>(&part))
      tell(**child, to);
    else
      to.text(std::get<std::string>(part));
  }
  to.end();
}

std::string canonical(const Element& element, const std::vector<std::string>& inclusive) {
  std::string made;
  Canonicaliser to([&](std::string_view piece) { made += piece; }, inclusive, element.around);
  tell(element, to);
  to.finish();
  return made;
}

}  // namespace cimgate::wss

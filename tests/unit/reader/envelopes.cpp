#include "tests/unit/reader/envelopes.hpp"

#include <fmt/format.h>

#include "gateway/document/write.hpp"
#include "gateway/xml/write.hpp"

namespace cimgate::test {
namespace {

/// Without XML declaration, its root with the name that the operation gives it.
std::string as_carried(const document::Message& message, const schema::Element& carried) {
  auto text = xml::to_xml(message, {});
  if (text.starts_with("<?xml")) text.erase(0, text.find("?>") + 2);
  if (carried.name.ns == message.kind->root.ns) return text;
  const auto rename = [&](const std::string& before) {
    const auto at = text.rfind(before + "rsm:" + carried.name.local);
    if (at != std::string::npos) text.replace(at + before.size(), 4, "w:");
  };
  rename("<");
  rename("</");
  return text;
}

/// The element of a message among the children; null when there is none.
const schema::Element* message_in(const schema::Element& parent, const std::string& local) {
  for (const auto& child : parent.children())
    if (child.element->is_message_elsewhere() && child.element->name.local == local) return child.element;
  return nullptr;
}

}  // namespace

std::string in_envelope(std::string_view body) {
  return fmt::format(
      "<soap:Envelope xmlns:soap=\"{}\">\n<soap:Header/>\n<soap:Body>{}</soap:Body></soap:Envelope>\n",
      soap_ns, body);
}

std::vector<std::string> envelopes_of(const schema::Catalog& catalog, const document::Message& message) {
  std::vector<std::string> all;
  schema::Element itself;
  itself.name = message.kind->root;
  all.push_back(in_envelope(as_carried(message, itself)));
  const auto& local = message.kind->root.local;
  for (const auto* operation : (*catalog.operations(*message.set))->roots()) {
    std::string inside;
    if (const auto* carried = message_in(*operation, local)) inside = as_carried(message, *carried);
    for (const auto& child : operation->children())
      if (const auto* carried = message_in(*child.element, local)) {
        const auto text = as_carried(message, *carried);
        inside = fmt::format(
            "<w:Identification>0b9a6f5e-1111-4222-8333-9d2f6f7d1234</w:Identification>"
            "<w:ResultDataSet>{0}\n{0}{0}</w:ResultDataSet>",
            text);
      }
    if (inside.empty()) continue;
    const auto text = fmt::format("<w:{0} xmlns:w=\"{1}\">\n{2}</w:{0}>", operation->name.local,
                                  operation->name.ns, inside);
    all.push_back(text);
    all.push_back(in_envelope(text));
  }
  return all;
}

}  // namespace cimgate::test

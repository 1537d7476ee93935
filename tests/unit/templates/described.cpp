#include "tests/unit/templates/described.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "gateway/document/supplement_form.hpp"

namespace cimgate::test {
namespace {

using templates::Fragment;
using templates::Hole;
using templates::LeafUse;
using templates::ValueRef;

const char* name_of(Hole::Form form) {
  switch (form) {
    case Hole::Form::json_string:
      return "string";
    case Hole::Form::json_number:
      return "number";
    case Hole::Form::json_boolean:
      return "boolean";
    case Hole::Form::xml_text:
      return "text";
    case Hole::Form::xml_attribute:
      return "attribute";
  }
  return "";
}

const char* name_of(Hole::Kind kind) {
  switch (kind) {
    case Hole::Kind::value:
      return "value";
    case Hole::Kind::source:
      return "source";
    case Hole::Kind::number:
      return "number of it";
    case Hole::Kind::raw:
      return "raw";
  }
  return "";
}

std::string described(const ValueRef& value) {
  return value.attribute < 0 ? fmt::format("node {}", value.node)
                             : fmt::format("node {} @{}", value.node, value.attribute);
}

std::string described(const Hole& hole) {
  auto text = fmt::format("    at {}: {} as {}", hole.at, name_of(hole.kind), name_of(hole.form));
  if (hole.kind == Hole::Kind::value || hole.kind == Hole::Kind::raw) text += ", " + described(hole.value);
  if (hole.kind == Hole::Kind::value) {
    text += fmt::format(", conversion {}", static_cast<int>(hole.conversion.kind));
    if (hole.fits) text += ", fits";
    if (hole.returns) text += ", returns";
    if (hole.least <= hole.most) text += fmt::format(", {} to {}", hole.least, hole.most);
  }
  if (hole.kind == Hole::Kind::source)
    text += fmt::format(", node {}, '{}', number {}", hole.context, hole.path, hole.number);
  return text + '\n';
}

std::string described(const Fragment& fragment) {
  auto text = fmt::format("  document {}: {} bytes\n", fragment.document, fragment.text.size());
  for (const auto& hole : fragment.holes) text += described(hole);
  for (const auto& rows : fragment.rows) text += fmt::format("    at {}: rows {}\n", rows.at, rows.place);
  return text;
}

std::string described(const char* what, const std::vector<templates::EntryShape>& shapes) {
  std::string text;
  for (const auto& shape : shapes) {
    text += fmt::format("  {} {} '{}' {} '{}'", what, document::supplement_name_of(shape.kind), shape.list,
                        shape.place, shape.path);
    text += shape.hole ? ": " + described(*shape.hole) : ": '" + shape.value + '\'';
    text += '\n';
  }
  return text;
}

/// All values of the message that a weight may be asked for, each once: `visit(path, element, attribute)`.
template <class Visit>
void for_each_leaf(const schema::Element& element, const std::string& path,
                   std::set<const schema::Element*>& seen, const Visit& visit) {
  if (!seen.insert(&element).second) return;
  for (const auto& attribute : element.attributes()) visit(path + "/@" + attribute.name, element, &attribute);
  if (element.text != nullptr) visit(path, element, nullptr);
  for (const auto& child : element.children())
    for_each_leaf(*child.element, path + '/' + child.element->name.local, seen, visit);
}

std::string described(const std::set<templates::List>& lists) {
  std::set<std::string> names;
  for (const auto& [parent, place] : lists)
    names.insert(fmt::format("{}/{}", parent->name.local, parent->children()[place].element->name.local));
  std::string text;
  for (const auto& name : names) text += ' ' + name;
  return text;
}

}  // namespace

std::string described(const LeafUse& leaves, const schema::Element& root) {
  std::map<LeafUse::Weight, std::string> texts;
  std::set<const schema::Element*> seen;
  for_each_leaf(
      root, "", seen,
      [&](const std::string& path, const schema::Element& element, const schema::Attribute* attribute) {
        texts[leaves.weight(&element, attribute)] += ' ' + path.substr(1);
      });
  return "  count always:" + texts[LeafUse::Weight::always] +
         "\n  count in the first row:" + texts[LeafUse::Weight::first_row] + '\n';
}

std::string described(const templates::StreamPlan& plan, const schema::Element& root) {
  std::string places;
  for (std::size_t place = 0; place < plan.row_places.size(); ++place)
    if (plan.row_places[place]) places += fmt::format(" {}", place);
  return fmt::format("  records: {} {}\n  rows:{}, at{} of {}; as{}\n", plan.place, plan.name,
                     described(plan.bim_rows), places, plan.row_places.size(), described(plan.cim_rows)) +
         described(*plan.leaves, root);
}

std::string described(const templates::Template& made) {
  std::string text = made.usable ? "" : "  not usable\n";
  for (const auto& fragment : made.fragments) text += described(fragment);
  text += described("choice", made.choices) + described("entry", made.entries);
  for (const auto& policy : made.policies)
    text +=
        fmt::format("  policy of document {} at node {}: {}\n", policy.document, policy.node, policy.text);
  return text;
}

std::string described(const templates::MessageTemplate& made) {
  auto text = described(made.whole);
  for (const auto& file : made.files) text += fmt::format("  {}\n{}", file.name, described(file.text));
  for (const auto& pair : made.pairs)
    text += fmt::format("  {} {} {}\n", described(pair.first), pair.equal ? "is" : "is not",
                        described(pair.second));
  for (const auto& told : made.findings)
    text += fmt::format("  node {}: {} {}\n", told.node, told.finding.xpath, told.finding.text.en);
  return text;
}

}  // namespace cimgate::test

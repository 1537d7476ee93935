#include "gateway/rules/example.hpp"

#include "gateway/document/path.hpp"

namespace cimgate::rules {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;
using document::Path;

/// Sets the value, also where there is one.
void set_value(Document& document, NodeId record, const Path& path, const std::string& value) {
  const NodeId at = document::ensure(document, record, path);
  if (path.attribute != nullptr)
    document.set_attribute(at, path.attribute->name, value);
  else
    document.set_text(at, value);
}

/// Sets the values of the repetitions at the end of the path; those beyond them are taken out.
void set_values(Document& document, NodeId record, Path path, const std::vector<std::string>& values) {
  if (values.size() == 1 || path.steps.empty()) {
    set_value(document, record, path, values.front());
    return;
  }
  auto& last = path.steps.back();
  for (last.index = 0; last.index < values.size(); ++last.index)
    set_value(document, record, path, values[last.index]);
  for (NodeId more = document::find(document, record, path); more != no_node;
       more = document::find(document, record, path))
    document.remove(more);
}

}  // namespace

tl::expected<void, std::string> change(document::Message& message, const RuleDef& rule,
                                       const Example& example) {
  auto& document = message.document;
  const auto& root = *document.root().element;
  NodeId record = 0;
  const schema::Element* element = &root;
  if (!rule.each.empty()) {
    const auto each = document::resolve_path(rule.each, root, root);
    if (!each) return tl::make_unexpected(each.error());
    record = document::find(document, 0, *each);
    element = &each->element();
    if (record == no_node) return tl::make_unexpected("the message has no " + rule.each);
  }
  for (const auto& text : example.remove) {
    const auto path = document::resolve_path(text, *element, root);
    if (!path) return tl::make_unexpected(path.error());
    const NodeId at = document::find(document, record, *path);
    if (at == no_node) return tl::make_unexpected("there is nothing to remove at " + text);
    if (path->attribute != nullptr)
      document.remove_attribute(at, path->attribute->name);
    else
      document.remove(at);
  }
  for (const auto& [text, values] : example.set) {
    const auto path = document::resolve_path(text, *element, root);
    if (!path) return tl::make_unexpected(path.error());
    set_values(document, record, *path, values);
  }
  return {};
}

}  // namespace cimgate::rules

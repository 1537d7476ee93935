#include "gateway/document/path.hpp"

#include <fmt/format.h>

#include <charconv>

#include "gateway/text/did_you_mean.hpp"

namespace cimgate::document {
namespace {

std::string unknown_child(std::string_view name, const schema::Element& parent) {
  std::vector<std::string> names;
  for (const auto& child : parent.children()) names.push_back(child.element->name.local);
  return fmt::format("'{}' has no '{}' in its schema{}", parent.name.local, name,
                     text::did_you_mean(name, names));
}

/// Looks up paths. Why there is none is only worked out for who asks: it looks for the nearest name.
class Resolver {
 public:
  /// `why`: null, or where to say it.
  explicit Resolver(std::string* why) : why_(why) {}

  std::optional<Path> resolve(std::string_view text, const schema::Element& context,
                              const schema::Element& root) const;

 private:
  template <class Say>
  bool none(const Say& say) const {
    if (why_ != nullptr) *why_ = say();
    return false;
  }
  bool no_child(std::string_view name, const schema::Element& parent) const {
    return none([&] { return unknown_child(name, parent); });
  }
  bool read_attribute(std::string_view name, const schema::Element& element, Path& path) const;
  bool read_step(std::string_view name, const schema::Element& parent, Path& path) const;
  bool read_bracket(std::string_view bracket, Path::Step& step) const;

  std::string* why_;
};

/// Takes "[…]" off the end of a step and says what it means.
bool Resolver::read_bracket(std::string_view bracket, Path::Step& step) const {
  if (const auto equals = bracket.find('='); equals != std::string_view::npos) {
    const auto name = bracket.substr(0, equals);
    step.filter_place = step.element->child_index(name);
    step.filter_value = std::string(bracket.substr(equals + 1));
    return step.filter_place >= 0 || no_child(name, *step.element);
  }
  if (bracket.ends_with("..")) bracket.remove_suffix(2);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(bracket.data(), bracket.data() + bracket.size(), number);
  if (error != std::errc() || end != bracket.data() + bracket.size() || number == 0)
    return none([&] { return fmt::format("'[{}]' is not a number, 'number..' or 'Name=value'", bracket); });
  step.index = number - 1;
  step.numbered = true;
  return true;
}

bool Resolver::read_attribute(std::string_view name, const schema::Element& element, Path& path) const {
  const auto index = element.attribute_index(name.substr(1));
  if (index < 0)
    return none([&] {
      std::vector<std::string> names;
      for (const auto& attribute : element.attributes()) names.push_back('@' + attribute.name);
      return fmt::format("'{}' has no attribute '{}'{}", element.name.local, name,
                         text::did_you_mean(name, names));
    });
  path.attribute = &element.attributes()[static_cast<std::size_t>(index)];
  return true;
}

bool Resolver::read_step(std::string_view name, const schema::Element& parent, Path& path) const {
  const auto bracket = name.find('[');
  std::string_view inside;
  if (bracket != std::string_view::npos && name.ends_with(']')) {
    inside = name.substr(bracket + 1, name.size() - bracket - 2);
    name = name.substr(0, bracket);
  }
  const auto index = parent.child_index(name);
  if (index < 0) return no_child(name, parent);
  Path::Step step;
  step.place = static_cast<std::uint32_t>(index);
  step.element = parent.children()[step.place].element;
  if (!inside.empty() && !read_bracket(inside, step)) return false;
  path.steps.push_back(std::move(step));
  return true;
}

std::optional<Path> Resolver::resolve(std::string_view text, const schema::Element& context,
                                      const schema::Element& root) const {
  Path path;
  path.text = std::string(text);
  path.absolute = text.starts_with('/');
  if (path.absolute) text.remove_prefix(1);
  path.context = path.absolute ? &root : &context;
  while (!text.empty() && text != ".") {
    const auto slash = text.find('/');
    const std::string_view name = text.substr(0, slash);
    text = slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
    const bool attribute = name.starts_with('@');
    if (!(attribute ? read_attribute(name, path.element(), path) : read_step(name, path.element(), path)))
      return std::nullopt;
    if (attribute && !text.empty()) {
      none([] { return std::string("an attribute must be the end of a path"); });
      return std::nullopt;
    }
  }
  return path;
}

NodeId find_step(const Document& document, NodeId at, const Path::Step& step) {
  if (step.filter_place < 0) return document.find(at, step.place, step.index);
  const auto from = [&](NodeId id) { return document.beyond_other_rows(id, step.place); };
  for (NodeId child = from(document[at].first_child); child != no_node; child = from(document[child].next)) {
    if (document[child].element == nullptr || document[child].place != step.place) continue;
    const NodeId key = document.find(child, static_cast<std::uint32_t>(step.filter_place));
    if (key != no_node && document.effective_text(key) == step.filter_value) return child;
  }
  return no_node;
}

}  // namespace

const schema::SimpleType* Path::type() const {
  return attribute != nullptr ? attribute->type : element().text;
}

tl::expected<Path, std::string> resolve_path(std::string_view text, const schema::Element& context,
                                             const schema::Element& root) {
  std::string why;
  auto path = Resolver(&why).resolve(text, context, root);
  if (!path) return tl::make_unexpected(std::move(why));
  return *std::move(path);
}

std::optional<Path> find_path(std::string_view text, const schema::Element& context,
                              const schema::Element& root) {
  return Resolver(nullptr).resolve(text, context, root);
}

NodeId find(const Document& document, NodeId context, const Path& path) {
  NodeId at = path.absolute ? 0 : context;
  for (const auto& step : path.steps) {
    at = find_step(document, at, step);
    if (at == no_node) return no_node;
  }
  return at;
}

NodeId ensure(Document& document, NodeId context, const Path& path) {
  NodeId at = path.absolute ? 0 : context;
  for (const auto& step : path.steps) {
    if (step.filter_place < 0) {
      at = document.ensure(at, step.place, step.index);
      continue;
    }
    const NodeId found = find_step(document, at, step);
    if (found != no_node) {
      at = found;
      continue;
    }
    at = document.ensure(at, step.place, document.count(at, step.place));
    document.set_text(document.ensure(at, static_cast<std::uint32_t>(step.filter_place)), step.filter_value);
  }
  return at;
}

NodeId find_parent(const Document& document, NodeId context, const Path& path) {
  NodeId at = path.absolute ? 0 : context;
  for (std::size_t i = 0; at != no_node && i + 1 < path.steps.size(); ++i)
    at = find_step(document, at, path.steps[i]);
  return at;
}

NodeId ensure_parent(Document& document, NodeId context, const Path& path) {
  NodeId at = path.absolute ? 0 : context;
  for (std::size_t i = 0; i + 1 < path.steps.size(); ++i)
    at = document.ensure(at, path.steps[i].place, path.steps[i].index);
  return at;
}

std::string below(const std::string& above, std::string_view more) {
  if (above.empty()) return std::string(more);
  return more.empty() ? above : above + '/' + std::string(more);
}

std::optional<std::string_view> read(const Document& document, NodeId context, const Path& path) {
  const NodeId at = find(document, context, path);
  if (at == no_node) return std::nullopt;
  if (path.attribute != nullptr) return document.attribute(at, *path.attribute);
  if (document[at].element->text == nullptr) return std::nullopt;
  return document.effective_text(at);
}

bool exists(const Document& document, NodeId context, const Path& path) {
  const NodeId at = find(document, context, path);
  return at != no_node && (path.attribute == nullptr || document.attribute(at, *path.attribute).has_value());
}

namespace {

bool exists_from(const Document& document, NodeId at, const Path& path, std::size_t step) {
  if (step == path.steps.size())
    return path.attribute == nullptr || document.attribute(at, *path.attribute).has_value();
  const auto& next = path.steps[step];
  if (next.numbered || next.filter_place >= 0) {
    const NodeId child = find_step(document, at, next);
    return child != no_node && exists_from(document, child, path, step + 1);
  }
  const auto from = [&](NodeId id) { return document.beyond_other_rows(id, next.place); };
  for (NodeId child = from(document[at].first_child); child != no_node; child = from(document[child].next))
    if (document[child].element != nullptr && document[child].place == next.place &&
        exists_from(document, child, path, step + 1))
      return true;
  return false;
}

}  // namespace

bool exists_any(const Document& document, NodeId context, const Path& path) {
  return exists_from(document, path.absolute ? 0 : context, path, 0);
}

bool write(Document& document, NodeId context, const Path& path, std::string_view value) {
  const NodeId at = ensure(document, context, path);
  if (path.attribute != nullptr) {
    if (document.attribute(at, *path.attribute)) return false;
    document.set_attribute(at, path.attribute->name, value);
    return true;
  }
  if (!document[at].text.empty()) return false;
  document.set_text(at, value);
  return true;
}

std::string schema_path(const Path& path) {
  std::string text;
  for (const auto& step : path.steps) {
    if (!text.empty()) text += '/';
    text += step.element->name.local;
  }
  if (path.attribute != nullptr) {
    if (!text.empty()) text += '/';
    text += '@' + path.attribute->name;
  }
  return text;
}

std::string message_path(const Path& path, const std::string& context_path) {
  return path.absolute ? schema_path(path) : below(context_path, schema_path(path));
}

}  // namespace cimgate::document

// Makes the changes of versions in the text of a schema file, or undoes them. The text is what Xerces-C++
// compiles, too, so that all that is derived from a schema is derived from one and the same.
#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "gateway/schema/model.hpp"
#include "gateway/schema/version.hpp"

namespace cimgate::schema {
namespace {

struct FreeDoc {
  void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
};
struct FreeChars {
  void operator()(xmlChar* chars) const { xmlFree(chars); }
};

/// A change that does not fit; kept inside this file.
struct Misfit {
  std::string text;
};

const xmlChar* chars(const std::string& text) {
  return reinterpret_cast<const xmlChar*>(text.c_str());
}
const xmlChar* chars(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);
}

std::string attribute(xmlNode* node, const char* name) {
  const std::unique_ptr<xmlChar, FreeChars> value(xmlGetNoNsProp(node, chars(name)));
  return value == nullptr ? std::string() : reinterpret_cast<const char*>(value.get());
}

bool is(const xmlNode* node, std::string_view name) {
  return node->type == XML_ELEMENT_NODE && reinterpret_cast<const char*>(node->name) == name;
}

xmlNode* child(xmlNode* parent, std::string_view name) {
  for (xmlNode* at = parent->children; at != nullptr; at = at->next)
    if (is(at, name)) return at;
  return nullptr;
}

class Edit {
 public:
  explicit Edit(xmlDoc* doc) : root_(xmlDocGetRootElement(doc)) {}

  void make(const Change& change, bool undo) {
    switch (change.kind) {
      case Change::Kind::element:
        undo ? drop(element_of(change)) : add_element(change);
        break;
      case Change::Kind::occurrence:
        set_occurs(element_of(change), undo ? change.instead_of : change.occurs);
        break;
      case Change::Kind::codes:
        codes(change, undo ? change.went : change.came, undo ? change.came : change.went);
        break;
      case Change::Kind::simple_type:
        undo ? drop(global("simpleType", change)) : add_type(change);
        break;
    }
  }

  /// Makes room for what was before a change and for what is after it. `made`: it is made in this text.
  void widen(const Change& change, bool made) {
    switch (change.kind) {
      case Change::Kind::element: {
        auto optional = change;
        optional.occurs.min = 0;
        made ? set_occurs(element_of(change), optional.occurs) : add_element(optional);
        break;
      }
      case Change::Kind::occurrence:
        set_occurs(element_of(change), {std::min(change.occurs.min, change.instead_of.min),
                                        std::max(change.occurs.max, change.instead_of.max)});
        break;
      case Change::Kind::codes:
        codes(change, made ? change.went : change.came, {});
        break;
      case Change::Kind::simple_type:
        if (!made) add_type(change);
        break;
    }
  }

  void set_version(std::string_view from, std::string_view to) {
    if (attribute(root_, "version") == from) xmlSetProp(root_, chars("version"), chars(std::string(to)));
  }

 private:
  static void drop(xmlNode* node) {
    // The indentation before it goes along.
    if (xmlNode* before = node->prev; before != nullptr && before->type == XML_TEXT_NODE) {
      xmlUnlinkNode(before);
      xmlFreeNode(before);
    }
    xmlUnlinkNode(node);
    xmlFreeNode(node);
  }

  xmlNode* global(const char* what, const Change& change) const {
    for (xmlNode* at = root_->children; at != nullptr; at = at->next)
      if (is(at, what) && attribute(at, "name") == change.type) return at;
    throw Misfit{fmt::format("there is no {} '{}' in {}", what, change.type, change.file)};
  }

  static xmlNode* element_below(xmlNode* group, const std::string& name) {
    for (xmlNode* at = group->children; at != nullptr; at = at->next) {
      if (is(at, "element") && attribute(at, "name") == name) return at;
      if (!is(at, "sequence") && !is(at, "choice")) continue;
      if (xmlNode* found = element_below(at, name)) return found;
    }
    return nullptr;
  }

  xmlNode* element_of(const Change& change) const {
    if (xmlNode* found = element_below(global("complexType", change), change.element)) return found;
    throw Misfit{fmt::format("'{}' has no element '{}'", change.type, change.element)};
  }

  xmlNode* made(const char* name) const { return xmlNewNode(root_->ns, chars(name)); }

  void document(xmlNode* node, const std::string& text) const {
    if (text.empty()) return;
    xmlNode* annotation = xmlAddChild(node, made("annotation"));
    xmlNode* documentation = xmlAddChild(annotation, made("documentation"));
    xmlNodeAddContent(documentation, chars(text));
  }

  static void set_occurs(xmlNode* node, const Change::Occurs& occurs) {
    const auto set = [&](const char* name, std::uint32_t value) {
      if (value == 1)
        xmlUnsetProp(node, chars(name));
      else
        xmlSetProp(node, chars(name), chars(value == unbounded ? "unbounded" : std::to_string(value)));
    };
    set("minOccurs", occurs.min);
    set("maxOccurs", occurs.max);
  }

  void add_element(const Change& change) const {
    xmlNode* type = global("complexType", change);
    if (element_below(type, change.element) != nullptr)
      throw Misfit{fmt::format("'{}' has an element '{}' already", change.type, change.element)};
    xmlNode* element = made("element");
    xmlSetProp(element, chars("name"), chars(change.element));
    xmlSetProp(element, chars("type"), chars(change.as));
    set_occurs(element, change.occurs);
    document(element, change.text);
    if (change.after.empty()) {
      xmlNode* group = child(type, "sequence");
      if (group != nullptr && group->children != nullptr)
        xmlAddPrevSibling(group->children, element);
      else if (group != nullptr)
        xmlAddChild(group, element);
      else
        missing_group(element, change);
    } else if (xmlNode* before = element_below(type, change.after)) {
      xmlAddNextSibling(before, element);
    } else {
      xmlFreeNode(element);
      throw Misfit{fmt::format("'{}' has no element '{}'", change.type, change.after)};
    }
  }

  [[noreturn]] static void missing_group(xmlNode* element, const Change& change) {
    xmlFreeNode(element);
    throw Misfit{fmt::format("'{}' is not a sequence", change.type)};
  }

  void codes(const Change& change, const std::vector<std::string>& to_add,
             const std::vector<std::string>& to_drop) const {
    xmlNode* restriction = child(global("simpleType", change), "restriction");
    if (restriction == nullptr) throw Misfit{fmt::format("'{}' is not a restriction", change.type)};
    const auto find = [&](const std::string& code) -> xmlNode* {
      for (xmlNode* at = restriction->children; at != nullptr; at = at->next)
        if (is(at, "enumeration") && attribute(at, "value") == code) return at;
      return nullptr;
    };
    for (const auto& code : to_drop) {
      xmlNode* found = find(code);
      if (found == nullptr) throw Misfit{fmt::format("'{}' has no code '{}'", change.type, code)};
      drop(found);
    }
    for (const auto& code : to_add) {
      if (find(code) != nullptr)
        throw Misfit{fmt::format("'{}' has the code '{}' already", change.type, code)};
      add_code(restriction, code);
    }
  }

  void add_code(xmlNode* restriction, const std::string& code) const {
    xmlNode* enumeration = xmlAddChild(restriction, made("enumeration"));
    xmlSetProp(enumeration, chars("value"), chars(code));
  }

  void add_type(const Change& change) const {
    xmlNode* type = xmlAddChild(root_, made("simpleType"));
    xmlSetProp(type, chars("name"), chars(change.type));
    document(type, change.text);
    xmlNode* restriction = xmlAddChild(type, made("restriction"));
    xmlSetProp(restriction, chars("base"), chars(change.as));
    for (const auto& code : change.came) add_code(restriction, code);
  }

  xmlNode* root_;
};

using Doc = std::unique_ptr<xmlDoc, FreeDoc>;

tl::expected<Doc, std::string> parsed(std::string_view text, std::string_view path) {
  Doc doc(xmlReadMemory(text.data(), static_cast<int>(text.size()), std::string(path).c_str(), nullptr,
                        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (doc == nullptr || xmlDocGetRootElement(doc.get()) == nullptr)
    return tl::make_unexpected(fmt::format("{}: not well-formed XML", path));
  return doc;
}

tl::expected<std::string, std::string> written(xmlDoc* doc, std::string_view path) {
  xmlChar* out = nullptr;
  int size = 0;
  xmlDocDumpMemory(doc, &out, &size);
  const std::unique_ptr<xmlChar, FreeChars> owned(out);
  if (out == nullptr) return tl::make_unexpected(fmt::format("{}: could not be written", path));
  return std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
}

/// What is wrong with a change; "" when it is made, or about another file.
std::string attempt(const Versions& versions, const Change& change, std::string_view path,
                    const std::function<void()>& make) {
  if (change.file != path) return {};
  try {
    make();
  } catch (const Misfit& misfit) {
    return fmt::format("{}:{}: {}", versions.file, change.line, misfit.text);
  }
  return {};
}

}  // namespace

tl::expected<std::string, std::string> text_in_version(std::string_view text, std::string_view path,
                                                       const Versions& versions, std::string_view from,
                                                       std::string_view wanted) {
  const auto doc = parsed(text, path);
  if (!doc) return tl::make_unexpected(doc.error());
  Edit edit(doc->get());
  const auto first = versions.rank(from);
  const auto last = versions.rank(wanted);
  if (first < 0 || last < 0)
    return tl::make_unexpected(
        fmt::format("{}: there is no version '{}'", versions.file, first < 0 ? from : wanted));
  const bool undo = last < first;
  // Undone from the newest to the oldest, made from the oldest to the newest.
  for (auto at = first; at != last; at += undo ? -1 : 1) {
    const auto& version = versions.all[static_cast<std::size_t>(undo ? at : at + 1)];
    const auto apply = [&](const Change& change) {
      return attempt(versions, change, path, [&] { edit.make(change, undo); });
    };
    std::string wrong;
    if (undo)
      for (auto change = version.changes.rbegin(); change != version.changes.rend() && wrong.empty();
           ++change)
        wrong = apply(*change);
    else
      for (auto change = version.changes.begin(); change != version.changes.end() && wrong.empty(); ++change)
        wrong = apply(*change);
    if (!wrong.empty()) return tl::make_unexpected(std::move(wrong));
  }
  if (const auto& version = versions.all[static_cast<std::size_t>(last)]; !version.pending)
    edit.set_version(versions.all[static_cast<std::size_t>(first)].name(), version.name());
  return written(doc->get(), path);
}

tl::expected<std::string, std::string> text_of_all_versions(std::string_view text, std::string_view path,
                                                            const Versions& versions, std::string_view from) {
  const auto doc = parsed(text, path);
  if (!doc) return tl::make_unexpected(doc.error());
  const auto base = versions.rank(from);
  if (base < 0) return tl::make_unexpected(fmt::format("{}: there is no version '{}'", versions.file, from));
  Edit edit(doc->get());
  for (std::ptrdiff_t at = 0; at < static_cast<std::ptrdiff_t>(versions.all.size()); ++at) {
    const auto& version = versions.all[static_cast<std::size_t>(at)];
    if (version.title.empty()) continue;  // no schema set: nothing is made of what came with it
    for (const auto& change : version.changes)
      if (auto wrong = attempt(versions, change, path, [&] { edit.widen(change, at <= base); });
          !wrong.empty())
        return tl::make_unexpected(std::move(wrong));
  }
  return written(doc->get(), path);
}

}  // namespace cimgate::schema

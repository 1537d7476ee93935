#include "gateway/schema/loader.hpp"

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <map>
#include <set>
#include <vector>

#include "gateway/schema/catalog.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::schema {

namespace {

constexpr std::string_view xsd_ns = "http://www.w3.org/2001/XMLSchema";

/// What stops a load; kept inside this file.
struct LoadError {
  std::string text;
};

struct FreeDoc {
  void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
};

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

/// Attribute value, or nothing. Schema attributes have no entities: the first text node is all of it.
std::optional<std::string_view> attr(const xmlNode* node, std::string_view name) {
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next)
    if (view(a->name) == name && a->ns == nullptr)
      return a->children != nullptr ? view(a->children->content) : std::string_view();
  return std::nullopt;
}

bool is_xsd(const xmlNode* node, std::string_view name) {
  return node->type == XML_ELEMENT_NODE && node->ns != nullptr && view(node->ns->href) == xsd_ns &&
         view(node->name) == name;
}

std::string documentation_of(const xmlNode* node) {
  for (const xmlNode* a = node->children; a != nullptr; a = a->next) {
    if (!is_xsd(a, "annotation")) continue;
    for (const xmlNode* d = a->children; d != nullptr; d = d->next)
      if (is_xsd(d, "documentation") && d->children != nullptr)
        return std::string(text::trimmed(view(d->children->content)));
  }
  return {};
}

struct File {
  std::string path;
  std::string ns;  ///< target namespace, of the including file for an include without one
  std::unique_ptr<xmlDoc, FreeDoc> doc;
};

struct Component {
  const File* file = nullptr;
  xmlNode* node = nullptr;
};

std::uint32_t to_number(std::string_view text) {
  return static_cast<std::uint32_t>(std::stoul(std::string(text)));
}

}  // namespace

std::string resolve_path(std::string_view base, std::string_view relative) {
  std::vector<std::string_view> parts;
  const auto add = [&](std::string_view path, bool drop_last) {
    while (!path.empty()) {
      const auto slash = path.find('/');
      const std::string_view part = path.substr(0, slash);
      const bool last = slash == std::string_view::npos;
      path = last ? std::string_view() : path.substr(slash + 1);
      if (last && drop_last) break;
      if (part.empty() || part == ".") continue;
      if (part == ".." && !parts.empty())
        parts.pop_back();
      else
        parts.push_back(part);
    }
  };
  add(base, true);
  add(relative, false);
  std::string path;
  for (const auto part : parts) {
    if (!path.empty()) path += '/';
    path += part;
  }
  return path;
}

/// Reads files into libxml2 trees, then builds the tables from the roots down. Named components are built
/// once.
class Loader {
 public:
  /// `messages`: those that are not to be looked into.
  explicit Loader(const ReadFile& read, const SchemaSet* messages = nullptr)
      : read_(read), messages_(messages), schema_(std::make_shared<Schema>()) {}

  std::shared_ptr<Schema> load(std::string_view path) {
    load_file(std::string(path), {});
    const std::string ns = files_.front()->ns;
    // The named types first: they are the same, in the same order, in the schemas of all messages of a set.
    for (const auto& [name, component] : simple_types_) simple_type(name, component);
    for (const auto& [name, component] : elements_)
      if (name.ns == ns) schema_->roots_.push_back(global_element(name, *component.file, component.node));
    return schema_;
  }

  std::shared_ptr<Schema> load_imported(std::string_view path) {
    load_file(std::string(path), {});
    std::set<std::string_view> imported;
    for (const xmlNode* at = xmlDocGetRootElement(files_.front()->doc.get())->children; at != nullptr;
         at = at->next)
      if (is_xsd(at, "import")) imported.insert(attr(at, "namespace").value_or(""));
    for (const auto& [name, component] : elements_)
      if (imported.contains(name.ns))
        schema_->roots_.push_back(global_element(name, *component.file, component.node));
    return schema_;
  }

 private:
  [[noreturn]] static void fail(const File& file, const xmlNode* node, const std::string& text) {
    throw LoadError{fmt::format("{}:{}: {}", file.path, xmlGetLineNo(node), text)};
  }

  void load_file(const std::string& path, const std::string& including_ns) {
    if (!seen_.insert(path + ' ' + including_ns).second) return;
    const auto text = read_(path);
    if (!text) throw LoadError{text.error()};
    auto file = std::make_unique<File>();
    file->path = path;
    file->doc.reset(
        xmlReadMemory(text->data(), static_cast<int>(text->size()), path.c_str(), nullptr,
                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA));
    if (file->doc == nullptr) throw LoadError{path + ": not well-formed XML"};
    xmlNode* root = xmlDocGetRootElement(file->doc.get());
    if (root == nullptr || !is_xsd(root, "schema")) throw LoadError{path + ": not an XML schema"};
    const auto target = attr(root, "targetNamespace");
    file->ns = target ? std::string(*target) : including_ns;
    files_.push_back(std::move(file));
    const File& kept = *files_.back();
    for (xmlNode* node = root->children; node != nullptr; node = node->next) {
      if (node->type != XML_ELEMENT_NODE || is_xsd(node, "annotation")) continue;
      if (is_xsd(node, "import") || is_xsd(node, "include")) {
        const auto location = attr(node, "schemaLocation");
        if (!location) fail(kept, node, "an import without schemaLocation is not supported");
        load_file(resolve_path(path, *location), is_xsd(node, "include") ? kept.ns : std::string());
        continue;
      }
      const auto name = attr(node, "name");
      if (!name) fail(kept, node, "a global component without a name");
      const QName qname{kept.ns, std::string(*name)};
      if (is_xsd(node, "element"))
        elements_[qname] = {&kept, node};
      else if (is_xsd(node, "complexType"))
        complex_types_[qname] = {&kept, node};
      else if (is_xsd(node, "simpleType"))
        simple_types_[qname] = {&kept, node};
      else
        fail(kept, node, fmt::format("xs:{} is not supported here", view(node->name)));
    }
  }

  static QName resolve(const File& file, xmlNode* node, std::string_view text) {
    const auto colon = text.find(':');
    const std::string prefix(colon == std::string_view::npos ? std::string_view() : text.substr(0, colon));
    const std::string local(colon == std::string_view::npos ? text : text.substr(colon + 1));
    const xmlNs* ns = xmlSearchNs(
        file.doc.get(), node, prefix.empty() ? nullptr : reinterpret_cast<const xmlChar*>(prefix.c_str()));
    if (ns == nullptr) {
      if (!prefix.empty()) fail(file, node, "the prefix '" + prefix + "' is not declared");
      return {file.ns, local};  // a file without namespace, included by one that has it
    }
    return {std::string(view(ns->href)), local};
  }

  // Simple types
  // -----------------------------------------------------------------------------------------------

  const SimpleType* built_in(const File& file, xmlNode* node, const std::string& local) {
    const auto at = built_ins_.find(local);
    if (at != built_ins_.end()) return at->second;
    static const std::map<std::string_view, Base> bases = {
        {"string", Base::string},     {"token", Base::token},         {"NMTOKEN", Base::nmtoken},
        {"boolean", Base::boolean},   {"decimal", Base::decimal},     {"integer", Base::integer},
        {"int", Base::integer},       {"long", Base::integer},        {"dateTime", Base::date_time},
        {"duration", Base::duration}, {"gMonthDay", Base::month_day},
    };
    const auto base = bases.find(local);
    if (base == bases.end()) fail(file, node, "the datatype xs:" + local + " is not supported");
    SimpleType& type = schema_->simple_types_.emplace_back();
    type.name = {std::string(xsd_ns), local};
    type.base = base->second;
    type.built_in = true;
    if (local == "int") {
      type.minimum = Bound{"-2147483648", true};
      type.maximum = Bound{"2147483647", true};
    } else if (local == "long") {
      type.minimum = Bound{"-9223372036854775808", true};
      type.maximum = Bound{"9223372036854775807", true};
    }
    built_ins_[local] = &type;
    return &type;
  }

  const SimpleType* simple_type(const QName& name, const Component& component) {
    const auto done = schema_->named_simple_types_.find(name);
    if (done != schema_->named_simple_types_.end()) return done->second;
    SimpleType* type = make_simple_type(*component.file, component.node);
    type->name = name;
    schema_->named_simple_types_[name] = type;
    return type;
  }

  const SimpleType* simple_type(const File& file, xmlNode* node, std::string_view text) {
    const QName name = resolve(file, node, text);
    if (name.ns == xsd_ns) return built_in(file, node, name.local);
    const auto at = simple_types_.find(name);
    if (at == simple_types_.end()) fail(file, node, "there is no simple type '" + std::string(text) + "'");
    return simple_type(name, at->second);
  }

  SimpleType* make_simple_type(const File& file, xmlNode* node) {
    SimpleType type;
    type.documentation = documentation_of(node);
    for (xmlNode* at = node->children; at != nullptr; at = at->next) {
      if (at->type != XML_ELEMENT_NODE || is_xsd(at, "annotation")) continue;
      if (is_xsd(at, "union")) {
        type.base = Base::token;
        std::string_view members = attr(at, "memberTypes").value_or("");
        while (!members.empty()) {
          const auto space = members.find(' ');
          const std::string_view member = members.substr(0, space);
          members = space == std::string_view::npos ? std::string_view() : members.substr(space + 1);
          if (!member.empty()) type.members.push_back(simple_type(file, at, member));
        }
      } else if (is_xsd(at, "restriction")) {
        const auto base = attr(at, "base");
        if (!base) fail(file, at, "a restriction without base is not supported");
        type.derived_from = simple_type(file, at, *base);
        type.base = type.derived_from->base;
        add_facets(file, at, type);
      } else {
        fail(file, at, fmt::format("xs:{} is not supported in a simple type", view(at->name)));
      }
    }
    schema_->simple_types_.push_back(std::move(type));
    return &schema_->simple_types_.back();
  }

  static void add_facets(const File& file, const xmlNode* restriction, SimpleType& type) {
    for (const xmlNode* at = restriction->children; at != nullptr; at = at->next) {
      if (at->type != XML_ELEMENT_NODE || is_xsd(at, "annotation")) continue;
      const std::string value(attr(at, "value").value_or(""));
      if (is_xsd(at, "enumeration")) {
        type.enumeration.push_back({value, documentation_of(at)});
      } else if (is_xsd(at, "pattern")) {
        type.patterns.push_back(value);
      } else if (is_xsd(at, "length")) {
        type.length = to_number(value);
      } else if (is_xsd(at, "minLength")) {
        type.min_length = to_number(value);
      } else if (is_xsd(at, "maxLength")) {
        type.max_length = to_number(value);
      } else if (is_xsd(at, "totalDigits")) {
        type.total_digits = to_number(value);
      } else if (is_xsd(at, "fractionDigits")) {
        type.fraction_digits = to_number(value);
      } else if (is_xsd(at, "minInclusive") || is_xsd(at, "minExclusive")) {
        type.minimum = Bound{value, is_xsd(at, "minInclusive")};
      } else if (is_xsd(at, "maxInclusive") || is_xsd(at, "maxExclusive")) {
        type.maximum = Bound{value, is_xsd(at, "maxInclusive")};
      } else {
        fail(file, at, fmt::format("the facet xs:{} is not supported", view(at->name)));
      }
    }
  }

  // Complex types and elements
  // ---------------------------------------------------------------------------------

  const ComplexType* complex_type(const QName& name, const Component& component) {
    const auto done = built_types_.find(name);
    if (done != built_types_.end()) return done->second;
    ComplexType& type = schema_->complex_types_.emplace_back();
    built_types_[name] = &type;  // before its content, so that a type may hold itself
    type.name = name;
    fill_complex_type(*component.file, component.node, type);
    return &type;
  }

  void fill_complex_type(const File& file, xmlNode* node, ComplexType& type) {
    type.documentation = documentation_of(node);
    for (xmlNode* at = node->children; at != nullptr; at = at->next) {
      if (at->type != XML_ELEMENT_NODE || is_xsd(at, "annotation")) continue;
      if (is_xsd(at, "sequence") || is_xsd(at, "choice"))
        type.content = particle(file, at);
      else if (is_xsd(at, "attribute"))
        type.attributes.push_back(attribute(file, at));
      else if (is_xsd(at, "simpleContent"))
        fill_simple_content(file, at, type);
      else
        fail(file, at, fmt::format("xs:{} is not supported in a complex type", view(at->name)));
    }
    std::int32_t choices = 0;
    flatten(type.content, 1, 1, -1, choices, type.children);
  }

  void fill_simple_content(const File& file, xmlNode* node, ComplexType& type) {
    for (xmlNode* at = node->children; at != nullptr; at = at->next) {
      if (at->type != XML_ELEMENT_NODE) continue;
      if (!is_xsd(at, "extension")) fail(file, at, "simple content must be an extension");
      type.text = simple_type(file, at, attr(at, "base").value_or(""));
      for (xmlNode* a = at->children; a != nullptr; a = a->next)
        if (is_xsd(a, "attribute")) type.attributes.push_back(attribute(file, a));
    }
  }

  Attribute attribute(const File& file, xmlNode* node) {
    Attribute a;
    a.name = std::string(attr(node, "name").value_or(""));
    if (a.name.empty()) fail(file, node, "an attribute without a name is not supported");
    a.documentation = documentation_of(node);
    a.required = attr(node, "use") == "required";
    if (const auto fixed = attr(node, "fixed")) a.fixed = std::string(*fixed);
    if (const auto type = attr(node, "type")) {
      a.type = simple_type(file, node, *type);
    } else {
      for (xmlNode* at = node->children; at != nullptr; at = at->next)
        if (is_xsd(at, "simpleType")) a.type = make_simple_type(file, at);
    }
    if (a.type == nullptr) fail(file, node, "an attribute without a type is not supported");
    return a;
  }

  Particle particle(const File& file, xmlNode* node) {
    Particle p;
    p.min = to_number(attr(node, "minOccurs").value_or("1"));
    const auto max = attr(node, "maxOccurs").value_or("1");
    p.max = max == "unbounded" ? unbounded : to_number(max);
    if (is_xsd(node, "element")) {
      p.kind = Particle::Kind::element;
      p.element = element(file, node);
      return p;
    }
    if (is_xsd(node, "choice"))
      p.kind = Particle::Kind::choice;
    else if (!is_xsd(node, "sequence"))
      fail(file, node, fmt::format("xs:{} is not supported in a content model", view(node->name)));
    for (xmlNode* at = node->children; at != nullptr; at = at->next)
      if (at->type == XML_ELEMENT_NODE && !is_xsd(at, "annotation")) p.parts.push_back(particle(file, at));
    return p;
  }

  static void flatten(const Particle& p, std::uint32_t min, std::uint32_t max, std::int32_t choice,
                      std::int32_t& choices, std::vector<Child>& children) {
    const auto times = [](std::uint32_t a, std::uint32_t b) {
      if (a == 0 || b == 0) return 0U;
      return a == unbounded || b == unbounded ? unbounded : a * b;
    };
    const std::uint32_t least = times(min, p.min);
    const std::uint32_t most = times(max, p.max);
    if (p.kind == Particle::Kind::element) {
      children.push_back({p.element, least, most, choice});
      return;
    }
    const bool is_choice = p.kind == Particle::Kind::choice;
    const std::int32_t group = is_choice ? choices++ : choice;
    for (const auto& part : p.parts) flatten(part, is_choice ? 0 : least, most, group, choices, children);
  }

  const Element* global_element(const QName& name, const File& file, xmlNode* node) {
    const auto done = built_elements_.find(name);
    if (done != built_elements_.end()) return done->second;
    Element& made = schema_->elements_.emplace_back();
    built_elements_[name] = &made;
    fill_element(file, node, made);
    return &made;
  }

  const Element* element(const File& file, xmlNode* node) {
    if (const auto ref = attr(node, "ref")) {
      const QName name = resolve(file, node, *ref);
      const auto at = elements_.find(name);
      if (at == elements_.end()) fail(file, node, "there is no element '" + std::string(*ref) + "'");
      return global_element(name, *at->second.file, at->second.node);
    }
    Element& made = schema_->elements_.emplace_back();
    fill_element(file, node, made);
    return &made;
  }

  /// True for a message, also where an operation declares it in its own namespace.
  bool is_message(const File& file, xmlNode* node, const QName& name) const {
    const auto* const kind = messages_ == nullptr ? nullptr : messages_->find(name.local);
    if (kind == nullptr || kind->root == name) return kind != nullptr;
    const auto root = elements_.find(kind->root);
    const auto type = attr(node, "type");
    const auto own = root == elements_.end() ? std::nullopt : attr(root->second.node, "type");
    if (!type || !own || resolve(file, node, *type) != resolve(*root->second.file, root->second.node, *own))
      fail(file, node, "a message of another type than its own is not supported");
    return true;
  }

  void fill_element(const File& file, xmlNode* node, Element& made) {
    made.name = {file.ns, std::string(attr(node, "name").value_or(""))};
    if (is_message(file, node, made.name)) return;
    made.documentation = documentation_of(node);
    made.nillable = attr(node, "nillable") == "true";
    if (const auto value = attr(node, "default")) made.default_value = std::string(*value);
    if (const auto value = attr(node, "fixed")) made.fixed = std::string(*value);
    if (const auto type = attr(node, "type")) {
      const QName name = resolve(file, node, *type);
      const auto complex = complex_types_.find(name);
      if (complex != complex_types_.end())
        made.type = complex_type(name, complex->second);
      else
        made.text = simple_type(file, node, *type);
    }
    for (xmlNode* at = node->children; at != nullptr; at = at->next) {
      if (is_xsd(at, "complexType")) {
        ComplexType& type = schema_->complex_types_.emplace_back();
        fill_complex_type(file, at, type);
        made.type = &type;
      } else if (is_xsd(at, "simpleType")) {
        made.text = make_simple_type(file, at);
      }
    }
    if (made.type != nullptr) made.text = made.type->text;
    if (made.type == nullptr && made.text == nullptr)
      fail(file, node, "an element without a type is not supported");
    for (xmlNode* at = node->children; at != nullptr; at = at->next)
      if (is_xsd(at, "unique")) made.uniques.push_back(unique(file, at, made));
  }

  static const Element* child_named(const File& file, xmlNode* node, const Element& of,
                                    std::string_view step) {
    const QName name = resolve(file, node, step);
    for (const auto& child : of.children())
      if (child.element->name == name) return child.element;
    fail(file, node, "xs:unique names '" + std::string(step) + "', which is not a child");
  }

  static Unique unique(const File& file, xmlNode* node, const Element& owner) {
    Unique u;
    u.name = std::string(attr(node, "name").value_or(""));
    for (xmlNode* at = node->children; at != nullptr; at = at->next) {
      if (is_xsd(at, "selector")) {
        u.selector = child_named(file, at, owner, attr(at, "xpath").value_or(""));
      } else if (is_xsd(at, "field")) {
        const std::string_view path = attr(at, "xpath").value_or("");
        if (path.starts_with('@'))
          u.field_attribute = std::string(path.substr(1));
        else if (u.selector != nullptr)
          u.field_element = child_named(file, at, *u.selector, path);
      }
    }
    return u;
  }

  const ReadFile& read_;
  const SchemaSet* messages_;
  std::shared_ptr<Schema> schema_;
  std::set<std::string> seen_;
  std::vector<std::unique_ptr<File>> files_;
  std::map<QName, Component> elements_, complex_types_, simple_types_;
  std::map<QName, const ComplexType*> built_types_;
  std::map<QName, const Element*> built_elements_;
  std::map<std::string, const SimpleType*> built_ins_;
};

namespace {

template <class Load>
tl::expected<std::shared_ptr<Schema>, std::string> without_throwing(std::string_view path, const Load& load) {
  try {
    return load();
  } catch (const LoadError& error) {
    return tl::make_unexpected(error.text);
  } catch (const std::exception& error) {  // a facet that is not a number
    return tl::make_unexpected(fmt::format("{}: {}", path, error.what()));
  }
}

}  // namespace

tl::expected<std::shared_ptr<Schema>, std::string> load_schema(const ReadFile& read, std::string_view path) {
  return without_throwing(path, [&] { return Loader(read).load(path); });
}

tl::expected<std::shared_ptr<Schema>, std::string> load_operations(const ReadFile& read,
                                                                   std::string_view path,
                                                                   const SchemaSet& set) {
  return without_throwing(path, [&] { return Loader(read, &set).load_imported(path); });
}

}  // namespace cimgate::schema

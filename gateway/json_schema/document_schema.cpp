#include "gateway/json_schema/document_schema.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "gateway/json/out.hpp"
#include "gateway/json/shape.hpp"
#include "gateway/json_schema/head.hpp"
#include "gateway/json_schema/type_facets.hpp"

namespace cimgate::json_schema {
namespace {

using json::JsonOut;
using Line = JsonOut::Line;

std::string_view name_of_base(schema::Base base) {
  switch (base) {
    case schema::Base::string:
    case schema::Base::token:
      return "text";
    case schema::Base::nmtoken:
      return "name-token";
    case schema::Base::boolean:
      return "boolean";
    case schema::Base::decimal:
      return "decimal";
    case schema::Base::integer:
      return "integer";
    case schema::Base::date_time:
      return "date-time";
    case schema::Base::duration:
      return "duration";
    case schema::Base::month_day:
      return "month-day";
  }
  return "text";
}

/// Writes the schemas of elements, and after them those of the types that they use.
class Writer {
 public:
  explicit Writer(Draft draft)
      : draft_(draft), definitions_(definitions_of(draft)), prefix_(fmt::format("#/{}/", definitions_)) {}
  /// Of components of an OpenAPI document.
  Writer() : draft_(Draft::draft_2020_12), prefix_("#/components/schemas/") {}

  void begin(const std::string& id, std::string_view title, std::string_view text) {
    out_.begin_object();
    write_head(id, draft_, out_);
    out_.member("title", title);
    if (!text.empty()) out_.member("description", text);
  }

  /// An object with just one of these documents.
  void one_of(const std::vector<Kind>& documents) {
    out_.member("type", "object");
    out_.key("properties");
    out_.begin_object();
    for (const auto& document : documents) {
      const auto* root = document.schema->root(document.kind->root);
      out_.key(root->name.local);
      element(*root);
    }
    out_.end_object();
    out_.member("minProperties", 1);
    out_.member("maxProperties", 1);
    closed();
  }

  /// The end: the types, and `more`, named definitions as they stand.
  std::string take(const std::vector<std::pair<std::string, std::string>>& more = {}) && {
    out_.key(definitions_);
    out_.begin_object();
    for (const auto& [name, text] : more) {
      out_.key(name);
      out_.literal(text);
    }
    // Writing a type may name others.
    for (std::size_t i = 0; i < types_.size(); ++i) {
      const auto type = types_[i];
      out_.key(type.name);
      write(type);
    }
    out_.end_object();
    out_.end_object();
    return std::move(out_).take();
  }

  /// The content of a document and the types that it names first, each as a text of its own.
  void add_components(const Kind& document, std::vector<Component>& all) {
    const auto* root = document.schema->root(document.kind->root);
    scope_ = root->name.local;
    named(key_of(root->type->name, root->type), {.name = scope_, .complex = root->type, .simple = nullptr});
    for (; written_ < types_.size(); ++written_) {
      const auto type = types_[written_];
      out_ = JsonOut(true, component_level);
      write(type);
      all.push_back({type.name, out_.take_piece()});
    }
  }

  JsonOut& out() { return out_; }
  void closed() { out_.member("additionalProperties", false); }
  std::string place(std::string_view name) const { return prefix_ + std::string(name); }

 private:
  static constexpr std::size_t component_level = 3;  ///< components, schemas, their names

  struct Type {
    std::string name;
    const schema::ComplexType* complex = nullptr;
    const schema::SimpleType* simple = nullptr;
    schema::Base base = schema::Base::string;
  };

  void write(const Type& type) {
    if (type.complex != nullptr)
      complex(*type.complex);
    else if (type.simple != nullptr)
      write_facets(*type.simple, out_);
    else
      write_base(type.base, out_);
  }

  /// Other messages of a set have the same types, each in a schema of its own.
  std::string free_name(std::string wanted) {
    if (wanted.empty()) wanted = "type";
    std::string name = wanted;
    for (int i = 2; !taken_.insert(name).second; ++i) name = fmt::format("{}-{}", wanted, i);
    return name;
  }

  /// Named types are the same in the schemas of all messages of a set; others are known by where they are.
  static std::string key_of(const schema::QName& name, const void* type) {
    return name.local.empty() ? fmt::format("{}", type) : fmt::format("{{{}}}{}", name.ns, name.local);
  }

  std::string_view named(const std::string& key, Type type) {
    const auto [at, is_new] = names_.try_emplace(key);
    if (is_new) {
      at->second = type.name = free_name(std::move(type.name));
      types_.push_back(std::move(type));
    }
    return at->second;
  }

  std::string_view name_for(const schema::ComplexType& type, std::string_view element) {
    auto name = type.name.local.empty() ? std::string(element) : type.name.local;
    if (!scope_.empty()) name = scope_ + '.' + name;
    return named(key_of(type.name, &type), {.name = std::move(name), .complex = &type, .simple = nullptr});
  }

  std::string_view name_for(const schema::SimpleType& type) {
    if (type.built_in && type.derived_from == nullptr) return name_for(type.base);
    std::string name(schema::name_of(type));
    auto key = key_of(type.name, &type);
    if (!scope_.empty()) {
      // Documents state the same lists of codes in namespaces of their own: here they are one.
      JsonOut facets(false);
      write_facets(type, facets);
      key = name + facets.take_piece();
      name = shared_prefix + name;
    }
    return named(key, {.name = std::move(name), .complex = nullptr, .simple = &type});
  }

  std::string_view name_for(schema::Base base) {
    const std::string name(name_of_base(base));
    return named(name, {.name = scope_.empty() ? name : shared_prefix + name,
                        .complex = nullptr,
                        .simple = nullptr,
                        .base = base});
  }

  void reference(std::string_view name) {
    out_.begin_object(Line::one);
    out_.member("$ref", place(name));
    out_.end_object();
  }

  void null() {
    out_.begin_object(Line::one);
    out_.member("type", "null");
    out_.end_object();
  }

  /// The value of an element, in whatever form it has.
  void element(const schema::Element& element) {
    if (element.nillable) {
      out_.begin_object();
      out_.key("anyOf");
      out_.begin_array();
      null();
    }
    if (element.text == nullptr)
      reference(name_for(*element.type, element.name.local));
    else if (json::is_bare_in_json(element))
      value(element, *element.text);
    else
      wrapped(element);
    if (element.nillable) {
      out_.end_array();
      out_.end_object();
    }
  }

  /// What an empty element of XML stands for, an empty text of JSON does not.
  static bool says_more_than_type(const schema::Element& element) {
    return element.fixed || (element.default_value && json::json_kind_of(element) == json::JsonKind::string);
  }

  void value(const schema::Element& element, const schema::SimpleType& type) {
    // Generators of code make types of what they cannot tell to narrow another: it is left out for them.
    if (!says_more_than_type(element) || (!scope_.empty() && !element.fixed))
      return reference(name_for(type));
    out_.begin_object();
    out_.key("allOf");
    out_.begin_array();
    reference(name_for(type));
    out_.begin_object(Line::one);
    if (!element.fixed) {
      out_.member("type", "string");
      out_.member("minLength", 1);
    } else if (json::json_kind_of(element) == json::JsonKind::string) {
      out_.member("const", *element.fixed);
    } else {
      out_.key("const");
      const auto boolean = json::to_json_boolean(*element.fixed);
      out_.literal(boolean.empty() ? json::to_json_number(*element.fixed) : std::string(boolean));
    }
    out_.end_object();
    out_.end_array();
    out_.end_object();
  }

  void wrapped(const schema::Element& element) {
    const bool is_special = element.nillable || says_more_than_type(element);
    if (element.type != nullptr && !is_special) return reference(name_for(*element.type, element.name.local));
    object_with_value(element.attributes(), [&] {
      if (element.nillable) {
        out_.begin_object();
        out_.key("anyOf");
        out_.begin_array();
        null();
        value(element, *element.text);
        out_.end_array();
        out_.end_object();
      } else {
        value(element, *element.text);
      }
    });
  }

  template <class Value>
  void object_with_value(const std::vector<schema::Attribute>& attributes, const Value& value) {
    out_.begin_object();
    out_.member("type", "object");
    out_.key("properties");
    out_.begin_object();
    attribute_members(attributes);
    out_.key(json::json_value_name);
    value();
    out_.end_object();
    out_.key("required");
    out_.begin_array(Line::one);
    required(attributes);
    out_.string(json::json_value_name);
    out_.end_array();
    closed();
    out_.end_object();
  }

  void attribute_members(const std::vector<schema::Attribute>& attributes) {
    for (const auto& attribute : attributes) {
      out_.key(attribute.name);
      if (attribute.fixed) {
        out_.begin_object(Line::one);
        out_.member("const", *attribute.fixed);
        out_.end_object();
      } else if (as_text(*attribute.type)) {
        reference(name_for(*attribute.type));
      } else {
        out_.begin_object(Line::one);
        out_.member("type", "string");
        out_.end_object();
      }
    }
  }

  void required(const std::vector<schema::Attribute>& attributes) {
    for (const auto& attribute : attributes)
      if (attribute.required) out_.string(attribute.name);
  }

  /// Attributes are texts in JSON, also when their type is a number.
  static bool as_text(const schema::SimpleType& type) {
    return type.base != schema::Base::boolean && type.base != schema::Base::decimal &&
           type.base != schema::Base::integer;
  }

  void complex(const schema::ComplexType& type) {
    if (type.text != nullptr)
      return object_with_value(type.attributes, [&] { reference(name_for(*type.text)); });
    out_.begin_object();
    if (!type.documentation.empty()) out_.member("description", type.documentation);
    out_.member("type", "object");
    out_.key("properties");
    out_.begin_object();
    attribute_members(type.attributes);
    for (const auto& child : type.children) this->child(child);
    out_.end_object();
    out_.key("required");
    out_.begin_array(Line::one);
    required(type.attributes);
    for (const auto& child : type.children)
      if (child.min > 0 && child.choice < 0) out_.string(child.element->name.local);
    out_.end_array();
    closed();
    write_choices(type.content, out_);
    out_.end_object();
  }

  void child(const schema::Child& child) {
    out_.key(child.element->name.local);
    if (!json::is_json_array(child)) return element(*child.element);
    out_.begin_object();
    out_.member("type", "array");
    out_.key("items");
    element(*child.element);
    if (child.min > 0) out_.member("minItems", child.min);
    if (child.max != schema::unbounded) out_.member("maxItems", child.max);
    out_.end_object();
  }

  static constexpr const char* shared_prefix = "cim.";

  Draft draft_;
  std::string_view definitions_;
  std::string prefix_;       ///< of references
  std::string scope_;        ///< the document whose types are named after it; "" = none is
  std::size_t written_ = 0;  ///< of the types, as components
  JsonOut out_{true};
  std::vector<Type> types_;
  std::map<std::string, std::string> names_;
  std::set<std::string> taken_;
};

}  // namespace

std::optional<Draft> draft_called(std::string_view name) {
  if (name.empty() || name == "2020-12") return Draft::draft_2020_12;
  if (name == "07") return Draft::draft_07;
  return std::nullopt;
}

std::string document_schema(const schema::SchemaSet& set, const Kind& document, Draft draft) {
  Writer writer(draft);
  const auto* root = document.schema->root(document.kind->root);
  writer.begin(fmt::format("{}:{}", set.id, root->name.local), root->name.local, root->documentation);
  writer.one_of({document});
  return std::move(writer).take();
}

std::vector<Component> components(const std::vector<Kind>& documents) {
  Writer writer;
  std::vector<Component> all;
  for (const auto& document : documents) writer.add_components(document, all);
  return all;
}

std::string bundle_schema(const schema::SchemaSet& set, const std::vector<Kind>& documents,
                          const std::string& supplement, Draft draft) {
  Writer writer(draft);
  writer.begin(set.id + ":bundle", "A bundle of " + set.id,
               "Documents that stand for one message, and what they have no room for.");
  auto& out = writer.out();
  out.member("type", "object");
  out.key("properties");
  out.begin_object();
  out.key("documents");
  out.begin_object();
  out.member("type", "array");
  out.member("minItems", 1);
  out.key("items");
  out.begin_object();
  writer.one_of(documents);
  out.end_object();
  out.end_object();
  out.key("supplement");
  out.begin_object(Line::one);
  out.member("$ref", writer.place("supplement"));
  out.end_object();
  out.end_object();
  out.key("required");
  out.begin_array(Line::one);
  out.string("documents");
  out.end_array();
  writer.closed();
  return std::move(writer).take({{"supplement", supplement}});
}

}  // namespace cimgate::json_schema

#include "gateway/schema/image.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "gateway/schema/image_words.hpp"

namespace cimgate::schema {

/// One schema: every list with its length before it, parts of the model by their number in the schema. Its
/// named simple types, and those before them, stand by themselves: many schemas have the same.
class SchemaImage {
 public:
  static void write_named(const Schema& schema, ImageWriter& out);
  static void write_rest(const Schema& schema, ImageWriter& out);
  /// `named`: the word where those begin; the rest begins where `in` is.
  static std::shared_ptr<Schema> read(ImageReader& in, std::uint32_t named);

 private:
  class Write;
  class Read;
};

class SchemaImage::Write {
 public:
  Write(const Schema& schema, ImageWriter& out) : schema_(schema), out_(out) {
    number_all(schema.simple_types_, simple_);
    number_all(schema.complex_types_, complex_);
    number_all(schema.elements_, elements_);
  }

  void named() {
    const auto count = named_count();
    out_.number(count);
    for (std::size_t i = 0; i < count; ++i) simple(schema_.simple_types_[i]);
    list(schema_.named_simple_types_, [&](const auto& entry) {
      name(entry.first);
      reference(simple_, entry.second);
    });
  }

  void rest() {
    out_.number(simple_.size());
    out_.number(complex_.size());
    out_.number(elements_.size());
    for (std::size_t i = named_count(); i < schema_.simple_types_.size(); ++i)
      simple(schema_.simple_types_[i]);
    for (const auto& type : schema_.complex_types_) complex(type);
    for (const auto& one : schema_.elements_) element(one);
    list(schema_.roots_, [&](const Element* root) { reference(elements_, root); });
  }

 private:
  template <class T>
  using Numbers = std::unordered_map<const T*, std::uint32_t>;

  /// The named types, and what stands between them.
  std::size_t named_count() const {
    std::size_t count = 0;
    for (const auto& [name, type] : schema_.named_simple_types_)
      count = std::max(count, std::size_t{simple_.at(type)} + 1);
    return count;
  }

  template <class T>
  static void number_all(const std::deque<T>& all, Numbers<T>& numbers) {
    for (const auto& one : all) numbers.emplace(&one, static_cast<std::uint32_t>(numbers.size()));
  }

  template <class T>
  void reference(const Numbers<T>& numbers, const T* to) {
    out_.number(to == nullptr ? 0U : numbers.at(to) + 1);
  }

  template <class List, class Each>
  void list(const List& all, const Each& each) {
    out_.number(all.size());
    for (const auto& one : all) each(one);
  }

  void name(const QName& name) {
    out_.text(std::string_view(name.ns));
    out_.text(std::string_view(name.local));
  }

  void bound(const std::optional<Bound>& bound) {
    out_.flag(bound.has_value());
    if (!bound) return;
    out_.text(std::string_view(bound->text));
    out_.flag(bound->inclusive);
  }

  void simple(const SimpleType& type) {
    name(type.name);
    out_.number(static_cast<std::uint32_t>(type.base));
    out_.flag(type.built_in);
    reference(simple_, type.derived_from);
    list(type.members, [&](const SimpleType* member) { reference(simple_, member); });
    list(type.enumeration, [&](const Code& code) {
      out_.text(std::string_view(code.value));
      out_.text(std::string_view(code.meaning));
    });
    list(type.patterns, [&](const std::string& pattern) { out_.text(std::string_view(pattern)); });
    for (const auto& facet :
         {type.length, type.min_length, type.max_length, type.total_digits, type.fraction_digits})
      out_.number(facet);
    bound(type.minimum);
    bound(type.maximum);
    out_.text(std::string_view(type.documentation));
  }

  void particle(const Particle& particle) {
    out_.number(static_cast<std::uint32_t>(particle.kind));
    out_.number(particle.min);
    out_.number(particle.max);
    reference(elements_, particle.element);
    list(particle.parts, [&](const Particle& part) { this->particle(part); });
  }

  void complex(const ComplexType& type) {
    name(type.name);
    reference(simple_, type.text);
    list(type.attributes, [&](const Attribute& attribute) {
      out_.text(std::string_view(attribute.name));
      reference(simple_, attribute.type);
      out_.flag(attribute.required);
      out_.text(attribute.fixed);
      out_.text(std::string_view(attribute.documentation));
    });
    particle(type.content);
    list(type.children, [&](const Child& child) {
      reference(elements_, child.element);
      out_.number(child.min);
      out_.number(child.max);
      out_.number(static_cast<std::uint32_t>(child.choice + 1));
    });
    out_.text(std::string_view(type.documentation));
  }

  void element(const Element& element) {
    name(element.name);
    reference(complex_, element.type);
    reference(simple_, element.text);
    out_.text(element.default_value);
    out_.text(element.fixed);
    out_.flag(element.nillable);
    list(element.uniques, [&](const Unique& unique) {
      out_.text(std::string_view(unique.name));
      reference(elements_, unique.selector);
      out_.text(std::string_view(unique.field_attribute));
      reference(elements_, unique.field_element);
    });
    out_.text(std::string_view(element.documentation));
  }

  const Schema& schema_;
  ImageWriter& out_;
  Numbers<SimpleType> simple_;
  Numbers<ComplexType> complex_;
  Numbers<Element> elements_;
};

class SchemaImage::Read {
 public:
  explicit Read(ImageReader& in) : in_(in) {}

  std::shared_ptr<Schema> all(std::uint32_t named) {
    schema_->simple_types_.resize(in_.number());
    schema_->complex_types_.resize(in_.number());
    schema_->elements_.resize(in_.number());
    const auto rest = in_.here();
    in_.go_to(named);
    const std::size_t count = in_.number();
    for (std::size_t i = 0; i < count; ++i) simple(schema_->simple_types_[i]);
    list([&] {
      auto qname = name();
      schema_->named_simple_types_.emplace(std::move(qname), simple_there());
    });
    in_.go_to(rest);
    for (std::size_t i = count; i < schema_->simple_types_.size(); ++i) simple(schema_->simple_types_[i]);
    for (auto& type : schema_->complex_types_) complex(type);
    for (auto& one : schema_->elements_) element(one);
    list([&] { schema_->roots_.push_back(element_there()); });
    return std::move(schema_);
  }

 private:
  template <class T>
  const T* there(const std::deque<T>& all) {
    const auto number = in_.number();
    return number == 0 ? nullptr : &all[number - 1];
  }
  const SimpleType* simple_there() { return there(schema_->simple_types_); }
  const Element* element_there() { return there(schema_->elements_); }

  template <class Each>
  void list(const Each& each) {
    for (auto left = in_.number(); left > 0; --left) each();
  }

  QName name() {
    const auto ns = in_.text();
    return {std::string(ns), std::string(in_.text())};
  }

  std::optional<Bound> bound() {
    if (!in_.flag()) return std::nullopt;
    const auto text = in_.text();
    return Bound{std::string(text), in_.flag()};
  }

  void simple(SimpleType& type) {
    type.name = name();
    type.base = static_cast<Base>(in_.number());
    type.built_in = in_.flag();
    type.derived_from = simple_there();
    list([&] { type.members.push_back(simple_there()); });
    list([&] {
      const auto value = in_.text();
      type.enumeration.push_back({std::string(value), std::string(in_.text())});
    });
    list([&] { type.patterns.emplace_back(in_.text()); });
    for (auto* facet :
         {&type.length, &type.min_length, &type.max_length, &type.total_digits, &type.fraction_digits})
      *facet = in_.optional_number();
    type.minimum = bound();
    type.maximum = bound();
    type.documentation = in_.text();
  }

  Particle particle() {
    Particle made;
    made.kind = static_cast<Particle::Kind>(in_.number());
    made.min = in_.number();
    made.max = in_.number();
    made.element = element_there();
    list([&] { made.parts.push_back(particle()); });
    return made;
  }

  void complex(ComplexType& type) {
    type.name = name();
    type.text = simple_there();
    list([&] {
      auto& attribute = type.attributes.emplace_back();
      attribute.name = in_.text();
      attribute.type = simple_there();
      attribute.required = in_.flag();
      attribute.fixed = in_.optional_text();
      attribute.documentation = in_.text();
    });
    type.content = particle();
    list([&] {
      auto& child = type.children.emplace_back();
      child.element = element_there();
      child.min = in_.number();
      child.max = in_.number();
      child.choice = static_cast<std::int32_t>(in_.number()) - 1;
    });
    type.documentation = in_.text();
  }

  void element(Element& element) {
    element.name = name();
    element.type = there(schema_->complex_types_);
    element.text = simple_there();
    element.default_value = in_.optional_text();
    element.fixed = in_.optional_text();
    element.nillable = in_.flag();
    list([&] {
      auto& unique = element.uniques.emplace_back();
      unique.name = in_.text();
      unique.selector = element_there();
      unique.field_attribute = in_.text();
      unique.field_element = element_there();
    });
    element.documentation = in_.text();
  }

  ImageReader& in_;
  std::shared_ptr<Schema> schema_ = std::make_shared<Schema>();
};

void SchemaImage::write_named(const Schema& schema, ImageWriter& out) {
  Write(schema, out).named();
}

void SchemaImage::write_rest(const Schema& schema, ImageWriter& out) {
  Write(schema, out).rest();
}

std::shared_ptr<Schema> SchemaImage::read(ImageReader& in, std::uint32_t named) {
  return Read(in).all(named);
}

namespace {

void write_set(const SchemaSet& set, ImageWriter& out) {
  out.text(std::string_view(set.id));
  out.text(std::string_view(set.title));
  out.number(static_cast<std::uint32_t>(set.side));
  for (const auto* text : {&set.dialect_id, &set.root_prefix, &set.versions, &set.made_of, &set.folder,
                           &set.operations, &set.rules, &set.mappings})
    out.text(std::string_view(*text));
  out.flag(set.when_asked);
  out.text(std::string_view(set.from ? time::to_text(*set.from) : std::string()));
  for (const auto* map : {&set.prefixes, &set.replaced}) {
    out.number(map->size());
    for (const auto& [from, to] : *map) {
      out.text(std::string_view(from));
      out.text(std::string_view(to));
    }
  }
  out.number(set.messages.size());
  for (const auto& kind : set.messages) {
    out.text(std::string_view(kind.root.ns));
    out.text(std::string_view(kind.root.local));
    out.text(std::string_view(kind.file));
    out.flag(kind.provisional);
  }
}

SchemaSet read_set(ImageReader& in) {
  SchemaSet set;
  set.id = in.text();
  set.title = in.text();
  set.side = static_cast<SchemaSet::Side>(in.number());
  for (auto* text : {&set.dialect_id, &set.root_prefix, &set.versions, &set.made_of, &set.folder,
                     &set.operations, &set.rules, &set.mappings})
    *text = in.text();
  set.when_asked = in.flag();
  set.from = time::parse_day(std::string(in.text()));
  for (auto* map : {&set.prefixes, &set.replaced})
    for (auto left = in.number(); left > 0; --left) {
      const auto from = in.text();
      map->emplace(from, in.text());
    }
  set.messages.resize(in.number());
  for (auto& kind : set.messages) {
    kind.root.ns = in.text();
    kind.root.local = in.text();
    kind.file = in.text();
    kind.provisional = in.flag();
  }
  return set;
}

}  // namespace

// Words: how many schemas; of each its set, its file, and the words where its named types and the rest of it
// begin; the sets; the schemas. What several have in common is there once.
tl::expected<std::string, std::string> write_image(const Catalog& catalog) {
  struct Part {
    std::string_view set;
    std::string_view file;
    std::shared_ptr<const Schema> schema;
    std::uint32_t named = 0;
    std::uint32_t rest = 0;
  };
  std::vector<Part> parts;
  for (const auto& set : catalog.sets()) {
    for (const auto& kind : set.messages) {
      auto schema = catalog.schema(set, kind);
      if (!schema) return tl::make_unexpected(schema.error());
      parts.push_back({set.id, kind.file, std::move(*schema), 0, 0});
    }
    if (set.operations.empty()) continue;
    auto operations = catalog.operations(set);
    if (!operations) return tl::make_unexpected(operations.error());
    parts.push_back({set.id, set.operations, std::move(*operations), 0, 0});
  }
  // Twice the same way: the first time to learn where each schema begins.
  for (int round = 0;; ++round) {
    ImageWriter out;
    out.number(parts.size());
    for (const auto& part : parts) {
      out.text(part.set);
      out.text(part.file);
      out.number(part.named);
      out.number(part.rest);
    }
    out.number(catalog.sets().size());
    for (const auto& set : catalog.sets()) write_set(set, out);
    std::map<std::vector<std::uint32_t>, std::uint32_t> written;
    const auto once = [&](void (*write)(const Schema&, ImageWriter&), const Schema& schema) {
      const auto start = out.size();
      write(schema, out);
      const auto [at, is_new] = written.try_emplace(out.take_back(start), static_cast<std::uint32_t>(start));
      if (is_new) out.words(at->first);
      return at->second;
    };
    for (auto& part : parts) {
      part.named = once(SchemaImage::write_named, *part.schema);
      part.rest = once(SchemaImage::write_rest, *part.schema);
    }
    if (round == 1) return out.bytes();
  }
}

std::shared_ptr<const Image> Image::open(std::string_view bytes) {
  std::uint32_t mark = 0;
  if (bytes.size() < 16) return nullptr;
  std::memcpy(&mark, bytes.data(), sizeof mark);
  return mark == image_mark ? std::shared_ptr<const Image>(new Image(bytes)) : nullptr;
}

std::vector<SchemaSet> Image::sets() const {
  ImageReader in(bytes_);
  const auto schemas = in.number();
  in.go_to(1 + 4 * schemas);
  std::vector<SchemaSet> all;
  for (auto left = in.number(); left > 0; --left) all.push_back(read_set(in));
  return all;
}

std::shared_ptr<Schema> Image::schema(std::string_view set, std::string_view file) const {
  ImageReader in(bytes_);
  for (auto left = in.number(); left > 0; --left) {
    const bool is_it = in.text() == set;
    const bool is_file = in.text() == file;
    const auto named = in.number();
    const auto rest = in.number();
    if (!is_it || !is_file) continue;
    in.go_to(rest);
    return SchemaImage::read(in, named);
  }
  return nullptr;
}

}  // namespace cimgate::schema

#pragma once
#include <atomic>
#include <compare>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/dialect/dialect.hpp"

/// What an XML schema says, as plain tables: the part of XML Schema 1.0 (structures and datatypes) that the
/// market's schemas use. Everything is owned by a Schema and stays put as long as it lives, so the rest of
/// the engine points into it.
namespace cimgate::schema {

struct QName {
  std::string ns;
  std::string local;
  auto operator<=>(const QName&) const = default;
};

/// The built-in datatype that decides lexical form and value space.
enum class Base : std::uint8_t {
  string,
  token,
  nmtoken,
  boolean,
  decimal,
  integer,
  date_time,
  duration,
  month_day
};

/// An enumeration value and what it means, where that is known.
struct Code {
  std::string value;
  std::string meaning;
};

struct Bound {
  std::string text;
  bool inclusive = true;
};

struct SimpleType;
struct ValuePlan;

/// What the checks of values work out once for a type and then keep: see value_plan.hpp. Filled when first
/// asked for, which is after the schema has been read; safe to use from several threads. Copies start empty.
class PlanCache {
 public:
  PlanCache() = default;
  PlanCache(const PlanCache& /*other*/) noexcept {}
  PlanCache& operator=(const PlanCache& other) noexcept;
  ~PlanCache();

  const ValuePlan& plan_of(const SimpleType& type) const;

 private:
  mutable std::atomic<const ValuePlan*> plan_ = nullptr;
};

/// One step of a simple type: the facets stated here hold together with those of `derived_from`.
/// A union has `members` instead: a text is valid when one member takes it.
struct SimpleType {
  QName name;  ///< local part empty for an anonymous type
  Base base = Base::string;
  bool built_in = false;
  const SimpleType* derived_from = nullptr;
  std::vector<const SimpleType*> members;
  std::vector<Code> enumeration;      ///< in schema order; empty = any
  std::vector<std::string> patterns;  ///< XML Schema regular expressions; one of them must match
  std::optional<std::uint32_t> length, min_length, max_length;  ///< in characters
  std::optional<std::uint32_t> total_digits, fraction_digits;
  std::optional<Bound> minimum, maximum;
  std::string documentation;
  PlanCache cache;
};

struct Attribute {
  std::string name;  ///< attributes of the market's schemas have no namespace
  const SimpleType* type = nullptr;
  bool required = false;
  std::optional<std::string> fixed;
  std::string documentation;
};

inline constexpr std::uint32_t unbounded = std::numeric_limits<std::uint32_t>::max();

struct Element;
struct ComplexType;

/// A node of a content model.
struct Particle {
  enum class Kind : std::uint8_t { element, sequence, choice };
  Kind kind = Kind::sequence;
  std::uint32_t min = 1;
  std::uint32_t max = 1;
  const Element* element = nullptr;  ///< for Kind::element
  std::vector<Particle> parts;       ///< for the groups
};

/// A child element seen from its parent, with the groups between them multiplied out.
struct Child {
  const Element* element = nullptr;
  std::uint32_t min = 0;  ///< 0 inside a choice
  std::uint32_t max = 1;
  std::int32_t choice = -1;  ///< number of the choice group it is a branch of, or -1
};

struct ComplexType {
  QName name;
  const SimpleType* text = nullptr;  ///< simple content; null = elements only
  std::vector<Attribute> attributes;
  Particle content;             ///< a sequence or choice; without parts = empty content
  std::vector<Child> children;  ///< `content` flattened, in schema order
  std::string documentation;
};

/// xs:unique on an element: among the nodes that `selector` finds below it, the values of `field` differ.
struct Unique {
  std::string name;
  const Element* selector = nullptr;       ///< a child of the element
  std::string field_attribute;             ///< attribute of the selected element, or
  const Element* field_element = nullptr;  ///< a child of the selected element
};

struct Element {
  QName name;
  const ComplexType* type = nullptr;  ///< null = a plain simple type: no attributes, no children
  const SimpleType* text = nullptr;   ///< type of the text; null = element content only
  std::optional<std::string> default_value, fixed;  ///< what an empty element stands for
  bool nillable = false;
  std::vector<Unique> uniques;
  std::string documentation;

  /// True in the schema of operations, for a message that one of them carries: it is known by name.
  bool is_message_elsewhere() const { return type == nullptr && text == nullptr; }
  /// The text an empty element stands for, if any (default or fixed).
  const std::string* implied_text() const {
    return fixed ? &*fixed : default_value ? &*default_value : nullptr;
  }
  const std::vector<Child>& children() const;
  const std::vector<Attribute>& attributes() const;
  /// Place of the child with this local name in children(), or -1.
  std::int32_t child_index(std::string_view local) const;
  std::int32_t attribute_index(std::string_view name) const;
};

/// All codes that a type allows (through derivations and unions), in schema order; nothing when the type is
/// not an enumeration.
std::optional<std::vector<const Code*>> codes_of(const SimpleType& type);

/// True when `value` is one of the codes; also true when the type is not an enumeration.
bool allows_code(const SimpleType& type, std::string_view value);

/// A name for messages: the type's own, else the nearest named ancestor's.
std::string_view name_of(const SimpleType& type);

/// The schema of one kind of message: its root elements and everything below them.
class Schema {
 public:
  const Element* root(const QName& name) const;
  const Element* root(std::string_view local) const;
  const std::vector<const Element*>& roots() const { return roots_; }
  const SimpleType* simple_type(const QName& name) const;

  /// What the messages of its set have in common with others of their market.
  const dialect::Dialect& dialect() const { return *dialect_; }
  void be_of(std::shared_ptr<const dialect::Dialect> dialect) { dialect_ = std::move(dialect); }

 private:
  friend class Loader;
  friend class SchemaImage;
  std::deque<Element> elements_;
  std::deque<ComplexType> complex_types_;
  std::deque<SimpleType> simple_types_;
  std::vector<const Element*> roots_;
  std::map<QName, const SimpleType*> named_simple_types_;
  std::shared_ptr<const dialect::Dialect> dialect_ = dialect::none();
};

}  // namespace cimgate::schema

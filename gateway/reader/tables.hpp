#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/reader/learned.hpp"
#include "gateway/reader/recogniser.hpp"
#include "gateway/schema/catalog.hpp"

/// A schema as the fast reader wants it: content models as automata, simple types as recognisers.
namespace cimgate::reader {

/// Where a content model can be: behind an element of one particle. XML Schema demands that a name alone
/// tells the particle, so there is one state for each, and never a choice between two.
struct State {
  std::uint32_t declaration = 0;
  std::uint32_t place = 0;  ///< in the parent's schema children
  std::uint32_t min = 1;    ///< how many in a row
  std::uint32_t max = 1;
  std::uint32_t follow = 0;  ///< what may come next: so many states from here in SchemaTables::follow
  std::uint32_t follow_count = 0;
  bool can_end = false;  ///< nothing need come after it
};

/// The children of a complex type.
struct Content {
  std::uint32_t first = 0;  ///< what may come first, as State::follow
  std::uint32_t first_count = 0;
  bool may_be_empty = true;
};

struct AttributeTable {
  const schema::Attribute* declaration = nullptr;
  const Recogniser* value = nullptr;
};

struct Declaration {
  const schema::Element* element = nullptr;
  const Recogniser* text = nullptr;  ///< null: elements only, as `content` says
  Content content;
  std::vector<AttributeTable> attributes;
  std::uint64_t required = 0;  ///< a bit an attribute
};

struct SchemaTables {
  std::shared_ptr<const schema::Schema> schema;
  std::vector<Declaration> declarations;
  std::vector<State> states;
  std::vector<std::uint32_t> follow;
  mutable LearnedPool learned;

  std::span<const std::uint32_t> follow_of(const State& state) const {
    return {follow.data() + state.follow, state.follow_count};
  }
  std::span<const std::uint32_t> first_of(const Content& content) const {
    return {follow.data() + content.first, content.first_count};
  }

 private:
  friend class TablesBuilder;
  std::deque<Recogniser> recognisers_;
};

/// The tables of the schemas of a catalog, made when first asked for; safe to use from several threads.
class ReaderTables {
 public:
  explicit ReaderTables(const schema::Catalog& catalog) : catalog_(catalog) {}

  struct OfRoot {
    std::shared_ptr<const SchemaTables> tables;
    std::uint32_t declaration = 0;
  };
  /// Null tables when the schema does not load, or has what the automata cannot hold.
  OfRoot of(const schema::SchemaSet& set, const schema::MessageKind& kind) const;
  /// The same for an operation of EMIF; null tables, too, when there is none of this name.
  OfRoot operation(const schema::SchemaSet& set, std::string_view ns, std::string_view local) const;

 private:
  const schema::Catalog& catalog_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<const schema::MessageKind*, OfRoot> made_;
  mutable std::unordered_map<const schema::Element*, OfRoot> operations_;
};

/// Null when the content models have what the automata cannot hold: groups that may come a limited number of
/// times, or a name that stands for several particles.
std::shared_ptr<const SchemaTables> make_tables(std::shared_ptr<const schema::Schema> schema,
                                                const schema::Element& root);

}  // namespace cimgate::reader

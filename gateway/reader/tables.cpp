#include "gateway/reader/tables.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace cimgate::reader {
namespace {

using schema::Element;
using schema::Particle;

/// Positions of a content model that come first, and that come last, in one of its particles.
struct Ends {
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> last;
  bool may_be_empty = false;
};

void append(std::vector<std::uint32_t>& all, const std::vector<std::uint32_t>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

class TablesBuilder {
 public:
  explicit TablesBuilder(std::shared_ptr<const schema::Schema> schema)
      : tables_(std::make_shared<SchemaTables>()) {
    tables_->schema = std::move(schema);
  }

  std::shared_ptr<const SchemaTables> build(const Element& root) {
    declare(root);
    // Declarations are added while we go: a type may hold itself.
    for (std::uint32_t at = 0; at < tables_->declarations.size(); ++at) fill(at);
    if (!fits_) return nullptr;
    return std::move(tables_);
  }

 private:
  std::uint32_t declare(const Element& element) {
    const auto next = static_cast<std::uint32_t>(tables_->declarations.size());
    const auto [at, is_new] = declared_.try_emplace(&element, next);
    if (is_new) tables_->declarations.emplace_back().element = &element;
    return at->second;
  }

  void fill(std::uint32_t index) {
    const Element& element = *tables_->declarations[index].element;
    Declaration made;
    made.element = &element;
    if (element.text != nullptr) made.text = recogniser(*element.text);
    if (element.attributes().size() > 64) fits_ = false;
    for (const auto& attribute : element.attributes()) {
      if (attribute.required) made.required |= std::uint64_t{1} << made.attributes.size();
      made.attributes.push_back({&attribute, recogniser(*attribute.type)});
    }
    if (element.type != nullptr && element.text == nullptr) made.content = content_of(*element.type);
    tables_->declarations[index] = std::move(made);
  }

  const Recogniser* recogniser(const schema::SimpleType& type) {
    auto& made = recognisers_[&type];
    if (made == nullptr) made = &tables_->recognisers_.emplace_back(type);
    return made;
  }

  Content content_of(const schema::ComplexType& type) {
    if (const auto at = contents_.find(&type); at != contents_.end()) return at->second;
    first_state_ = static_cast<std::uint32_t>(tables_->states.size());
    next_.clear();
    const Ends ends = add(type.content);
    for (const auto last : ends.last) tables_->states[last].can_end = true;
    Content content;
    content.may_be_empty = ends.may_be_empty;
    content.first_count = static_cast<std::uint32_t>(ends.first.size());
    content.first = keep(ends.first);
    for (std::uint32_t i = 0; i < next_.size(); ++i) {
      State& state = tables_->states[first_state_ + i];
      state.follow_count = static_cast<std::uint32_t>(next_[i].size());
      state.follow = keep(next_[i]);
    }
    return contents_[&type] = content;
  }

  std::uint32_t keep(const std::vector<std::uint32_t>& states) {
    const auto at = static_cast<std::uint32_t>(tables_->follow.size());
    append(tables_->follow, states);
    for (std::size_t i = 0; i < states.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (states[i] != states[j] && element_of(states[i]).name == element_of(states[j]).name) fits_ = false;
    return at;
  }

  const Element& element_of(std::uint32_t state) const {
    return *tables_->declarations[tables_->states[state].declaration].element;
  }

  Ends add(const Particle& particle) {
    if (particle.max == 0) fits_ = false;
    if (particle.kind == Particle::Kind::element) return add_element(particle);
    if ((particle.max != 1 && particle.max != schema::unbounded) || particle.min > 1) fits_ = false;
    Ends ends = particle.kind == Particle::Kind::sequence ? add_sequence(particle) : add_choice(particle);
    if (particle.max != 1) connect(ends.last, ends.first);
    ends.may_be_empty = ends.may_be_empty || particle.min == 0;
    return ends;
  }

  Ends add_element(const Particle& particle) {
    const auto at = static_cast<std::uint32_t>(tables_->states.size());
    State state;
    state.declaration = declare(*particle.element);
    state.place = at - first_state_;
    state.min = particle.min == 0 ? 1 : particle.min;
    state.max = particle.max;
    tables_->states.push_back(state);
    next_.emplace_back();
    return {{at}, {at}, particle.min == 0};
  }

  Ends add_sequence(const Particle& sequence) {
    Ends all;
    all.may_be_empty = true;
    for (const auto& part : sequence.parts) {
      Ends ends = add(part);
      connect(all.last, ends.first);
      if (all.may_be_empty) append(all.first, ends.first);
      if (!ends.may_be_empty) all.last.clear();
      append(all.last, ends.last);
      all.may_be_empty = all.may_be_empty && ends.may_be_empty;
    }
    return all;
  }

  Ends add_choice(const Particle& choice) {
    Ends all;
    for (const auto& part : choice.parts) {
      Ends ends = add(part);
      append(all.first, ends.first);
      append(all.last, ends.last);
      all.may_be_empty = all.may_be_empty || ends.may_be_empty;
    }
    return all;
  }

  void connect(const std::vector<std::uint32_t>& from, const std::vector<std::uint32_t>& to) {
    for (const auto state : from)
      for (const auto next : to) {
        auto& all = next_[state - first_state_];
        if (std::find(all.begin(), all.end(), next) == all.end()) all.push_back(next);
      }
  }

  std::shared_ptr<SchemaTables> tables_;
  std::unordered_map<const Element*, std::uint32_t> declared_;
  std::unordered_map<const schema::SimpleType*, const Recogniser*> recognisers_;
  std::unordered_map<const schema::ComplexType*, Content> contents_;
  std::uint32_t first_state_ = 0;                 ///< of the content model that is being made
  std::vector<std::vector<std::uint32_t>> next_;  ///< of its states
  bool fits_ = true;
};

std::shared_ptr<const SchemaTables> make_tables(std::shared_ptr<const schema::Schema> schema,
                                                const schema::Element& root) {
  return TablesBuilder(std::move(schema)).build(root);
}

ReaderTables::OfRoot ReaderTables::of(const schema::SchemaSet& set, const schema::MessageKind& kind) const {
  const std::lock_guard lock(mutex_);
  if (const auto at = made_.find(&kind); at != made_.end()) return at->second;
  OfRoot made;
  if (const auto schema = catalog_.schema(set, kind))
    if (const auto* root = (*schema)->root(kind.root)) made.tables = make_tables(*schema, *root);
  return made_[&kind] = std::move(made);
}

ReaderTables::OfRoot ReaderTables::operation(const schema::SchemaSet& set, std::string_view ns,
                                             std::string_view local) const {
  const auto schema = catalog_.operations(set);
  if (!schema) return {};
  const auto* const root = (*schema)->root({std::string(ns), std::string(local)});
  if (root == nullptr) return {};
  const std::lock_guard lock(mutex_);
  auto& made = operations_[root];
  if (made.tables == nullptr) made.tables = make_tables(*schema, *root);
  return made;
}

}  // namespace cimgate::reader

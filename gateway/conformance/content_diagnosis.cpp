#include "gateway/conformance/content_diagnosis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>

#include "gateway/conformance/content_model.hpp"
#include "gateway/conformance/content_slots.hpp"
#include "gateway/schema/words.hpp"
#include "gateway/text/nearest.hpp"

namespace cimgate::conformance {
namespace {

using Kind = Violation::Kind;

constexpr std::uint32_t no_slot = std::numeric_limits<std::uint32_t>::max();

/// "A", "A or B", "one of A, B, C".
schema::Words one_of(const std::vector<std::string_view>& names) {
  constexpr std::size_t most = 8;
  if (names.empty()) return {"no more elements", "ingen flere elementer"};
  if (names.size() == 1) return {std::string(names[0]), std::string(names[0])};
  if (names.size() == 2)
    return {fmt::format("{} or {}", names[0], names[1]), fmt::format("{} eller {}", names[0], names[1])};
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    if (i != 0) list += ", ";
    list += names[i];
  }
  if (names.size() <= most) return {"one of " + list, "en av " + list};
  const auto more = names.size() - most;
  return {fmt::format("one of {} and {} more", list, more), fmt::format("en av {} og {} til", list, more)};
}

class Diagnosis {
 public:
  Diagnosis(const document::Document& document, document::NodeId parent, std::size_t limit)
      : document_(document),
        parent_(parent),
        limit_(limit),
        element_(*document[parent].element),
        slots_(slots_of(element_.type->content)) {}

  Violations run() {
    place_children();
    if (!slots_.empty()) {
      tell_unknown();
      tell_order();
      tell_counts();
      tell_missing();
    }
    if (found_.empty() && all_.left_out == 0) tell_first_stop();
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Found& a, const Found& b) { return a.place < b.place; });
    for (auto& found : found_) {
      if (all_.kept.size() < limit_)
        all_.kept.push_back(std::move(found.violation));
      else
        ++all_.left_out;
    }
    return std::move(all_);
  }

 private:
  struct Child {
    document::NodeId node = document::no_node;
    std::uint32_t slot = no_slot;  ///< no_slot: not known here
  };

  struct Found {
    std::size_t place = 0;  ///< 0: the parent; else the index of the child, from 1
    Violation violation;
  };

  std::string_view name_of(std::size_t child) const { return document_[children_[child].node].name; }

  Violation& tell(Kind kind, std::size_t child, std::string_view found, schema::Words expected) {
    Violation made;
    made.kind = kind;
    made.node = child == no_index ? parent_ : children_[child].node;
    made.found = found;
    made.expected = std::move(expected.en);
    made.expected_nb = std::move(expected.nb);
    found_.push_back({child == no_index ? 0 : child + 1, std::move(made)});
    return found_.back().violation;
  }

  void place_children() {
    for (document::NodeId at = document_[parent_].first_child; at != document::no_node;
         at = document_[at].next) {
      const std::size_t index = children_.size();
      children_.push_back({at, no_slot});
      if (document_[at].element == nullptr) continue;
      for (std::uint32_t i = 0; i < slots_.size(); ++i)
        for (auto& branch : slots_[i].branches)
          if (branch.name == document_[at].name) {
            children_.back().slot = i;
            ++slots_[i].count;
            if (++branch.count == 1) branch.first = index;
            if (branch.count > branch.max && branch.excess == no_index) branch.excess = index;
          }
    }
  }

  /// What may come after a child of this slot (no_slot: at the start), up to the next that must come.
  schema::Words may_follow(std::uint32_t slot) const {
    std::vector<std::string_view> names;
    std::uint32_t next = 0;
    if (slot != no_slot) {
      const Slot& last = slots_[slot];
      for (const auto& branch : last.branches)
        if (last.repeats || (branch.count > 0 && branch.count < branch.max)) names.push_back(branch.name);
      next = slot + 1;
    }
    for (; next < slots_.size(); ++next) {
      for (const auto name : slots_[next].names()) names.push_back(name);
      if (slots_[next].required) break;
    }
    return one_of(names);
  }

  void tell_unknown() {
    std::uint32_t last = no_slot;
    std::set<std::string_view> told;
    for (std::size_t i = 0; i < children_.size(); ++i) {
      if (children_[i].slot != no_slot) {
        last = children_[i].slot;
        continue;
      }
      const std::string_view name = name_of(i);
      if (!told.insert(name).second) continue;
      if (found_.size() >= limit_) {
        expected_instead(last);
        ++all_.left_out;
        continue;
      }
      const std::string_view meant = meant_by(name);
      auto words = may_follow(last);
      if (!meant.empty() && meant == name) {
        const auto& ns =
            element_.children()[static_cast<std::size_t>(element_.child_index(name))].element->name.ns;
        words = {fmt::format("{} in the namespace {}", name, ns),
                 fmt::format("{} i navnerommet {}", name, ns)};
      } else if (!meant.empty()) {
        words = {std::string(meant), std::string(meant)};
      } else {
        expected_instead(last);
      }
      tell(Kind::unexpected_element, i, name, std::move(words)).meant = meant;
    }
  }

  /// What had to come where something unknown stands is told with that, and not once more as missing.
  void expected_instead(std::uint32_t slot) {
    for (std::uint32_t next = slot == no_slot ? 0 : slot + 1; next < slots_.size(); ++next)
      if (slots_[next].required) {
        slots_[next].told = true;
        return;
      }
  }

  /// The child that an unknown name was meant to be; it then counts as there.
  std::string_view meant_by(std::string_view name) {
    std::vector<std::string_view> free;
    for (const auto& slot : slots_)
      for (const auto& branch : slot.branches)
        if (branch.name == name || branch.count < branch.max) free.push_back(branch.name);
    const std::string_view meant = text::did_you_mean(name, free);
    if (meant.empty()) return meant;
    for (auto& slot : slots_)
      for (const auto& branch : slot.branches)
        if (branch.name == meant) ++slot.count;
    return meant;
  }

  /// The longest run of children that are in order stays; the others are out of order.
  void tell_order() {
    std::vector<std::size_t> tails;  // by length of a run: the child that ends it
    std::vector<std::size_t> before(children_.size(), no_index);
    for (std::size_t i = 0; i < children_.size(); ++i) {
      const auto slot = children_[i].slot;
      if (slot == no_slot) continue;
      const auto at =
          std::upper_bound(tails.begin(), tails.end(), slot,
                           [&](std::uint32_t s, std::size_t tail) { return s < children_[tail].slot; });
      if (at != tails.begin()) before[i] = *(at - 1);
      if (at == tails.end())
        tails.push_back(i);
      else
        *at = i;
    }
    if (tails.empty()) return;
    std::vector<std::size_t> kept;
    for (std::size_t i = tails.back(); i != no_index; i = before[i]) kept.push_back(i);
    std::reverse(kept.begin(), kept.end());
    std::set<std::uint32_t> told;
    for (std::size_t i = 0; i < children_.size(); ++i)
      if (children_[i].slot != no_slot && !std::binary_search(kept.begin(), kept.end(), i) &&
          told.insert(children_[i].slot).second)
        tell_misplaced(i, kept);
  }

  void tell_misplaced(std::size_t index, const std::vector<std::size_t>& kept) {
    const auto slot = children_[index].slot;
    for (const auto other : kept)
      if (other < index && children_[other].slot > slot) {
        const auto name = name_of(other);
        tell(Kind::misplaced_element, index, name_of(index),
             {fmt::format("before {}", name), fmt::format("før {}", name)});
        return;
      }
    for (auto other = kept.rbegin(); other != kept.rend(); ++other)
      if (*other > index && children_[*other].slot < slot) {
        const auto name = name_of(*other);
        tell(Kind::misplaced_element, index, name_of(index),
             {fmt::format("after {}", name), fmt::format("etter {}", name)});
        return;
      }
  }

  void tell_counts() {
    for (const auto& slot : slots_) {
      std::size_t chosen = no_index;  // of the branches of a choice, the one that came first
      for (const auto& branch : slot.branches) chosen = std::min(chosen, branch.first);
      for (const auto& branch : slot.branches) {
        if (branch.excess != no_index)
          tell(Kind::repeated_element, branch.excess, branch.name,
               {fmt::format("at most {}, here: {}", branch.max, branch.count),
                fmt::format("høyst {}, her: {}", branch.max, branch.count)});
        if (!slot.repeats && branch.first != no_index && branch.first != chosen)
          tell(Kind::other_choice, branch.first, branch.name, one_of(slot.names()));
        if (branch.count > 0 && branch.count < branch.min)
          tell(Kind::missing_element, no_index, {},
               {fmt::format("{} (at least {}, here: {})", branch.name, branch.min, branch.count),
                fmt::format("{} (minst {}, her: {})", branch.name, branch.min, branch.count)});
      }
    }
  }

  void tell_missing() {
    for (const auto& slot : slots_)
      if (slot.required && slot.count == 0 && !slot.told)
        tell(Kind::missing_element, no_index, {}, one_of(slot.names()));
  }

  /// For any content model: where a parser would stop, and what it would take there.
  void tell_first_stop() {
    ContentModel model;
    model.start(element_.type->content);
    std::size_t at = 0;
    for (; at < children_.size(); ++at) {
      const auto* child = document_[children_[at].node].element;
      ContentModel next = model;
      if (child == nullptr || !next.accept(*child)) break;
      model = std::move(next);
    }
    std::vector<std::string_view> names;
    for (const auto& child : element_.children()) {
      ContentModel next = model;
      if (next.accept(*child.element)) names.push_back(child.element->name.local);
    }
    if (at == children_.size())
      tell(Kind::missing_element, no_index, {}, one_of(names));
    else
      tell(Kind::unexpected_element, at, name_of(at), one_of(names));
  }

  const document::Document& document_;
  document::NodeId parent_;
  std::size_t limit_;
  const schema::Element& element_;
  std::vector<Slot> slots_;
  std::vector<Child> children_;
  std::vector<Found> found_;
  Violations all_;
};

}  // namespace

Violations diagnose_content(const document::Document& document, document::NodeId parent, std::size_t limit) {
  return Diagnosis(document, parent, limit).run();
}

}  // namespace cimgate::conformance

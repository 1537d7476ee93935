#include "gateway/conformance/content_slots.hpp"

#include <set>
#include <utility>

namespace cimgate::conformance {
namespace {

using schema::Particle;

/// False when the particle is more than an element or a choice of elements.
bool add_slot(const Particle& particle, std::vector<Slot>& slots) {
  Slot slot;
  if (particle.kind == Particle::Kind::element) {
    slot.branches.push_back({particle.element->name.local, particle.min, particle.max});
    slot.required = particle.min > 0;
  } else {
    if (particle.kind != Particle::Kind::choice) return false;
    slot.required = particle.min > 0;
    slot.repeats = particle.max > 1;
    for (const auto& part : particle.parts) {
      if (part.kind != Particle::Kind::element) return false;
      slot.required = slot.required && part.min > 0;
      slot.branches.push_back({part.element->name.local, part.min, part.max});
    }
    if (slot.repeats)
      for (auto& branch : slot.branches) branch.max = schema::unbounded;
  }
  slots.push_back(std::move(slot));
  return true;
}

}  // namespace

std::vector<Slot> slots_of(const Particle& root) {
  std::vector<Slot> slots;
  if (root.kind == Particle::Kind::choice) {
    if (!add_slot(root, slots)) return {};
  } else {
    if (root.min != 1 || root.max != 1) return {};
    for (const auto& part : root.parts)
      if (!add_slot(part, slots)) return {};
  }
  std::set<std::string_view> names;
  for (const auto& slot : slots)
    for (const auto& branch : slot.branches)
      if (!names.insert(branch.name).second) return {};
  return slots;
}

}  // namespace cimgate::conformance

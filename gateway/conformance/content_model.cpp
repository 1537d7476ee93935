#include "gateway/conformance/content_model.hpp"

#include <algorithm>

namespace cimgate::conformance {
namespace {

using schema::Element;
using schema::Particle;

bool is_element(const Particle& particle) {
  return particle.kind == Particle::Kind::element;
}

bool matches(const Particle& particle, const Element& child) {
  return particle.element == &child ||
         (particle.element->name.local == child.name.local && particle.element->name.ns == child.name.ns);
}

bool may_be_empty(const Particle& particle);

/// One round of a group with nothing in it.
bool round_may_be_empty(const Particle& group) {
  if (group.kind == Particle::Kind::sequence)
    return std::all_of(group.parts.begin(), group.parts.end(), may_be_empty);
  return std::any_of(group.parts.begin(), group.parts.end(), may_be_empty);
}

bool may_be_empty(const Particle& particle) {
  return particle.min == 0 || (!is_element(particle) && round_may_be_empty(particle));
}

/// True when the particle can begin with this child.
bool begins_with(const Particle& particle, const Element& child) {
  if (particle.max == 0) return false;
  if (is_element(particle)) return matches(particle, child);
  for (const auto& part : particle.parts) {
    if (begins_with(part, child)) return true;
    if (particle.kind == Particle::Kind::sequence && !may_be_empty(part)) return false;
  }
  return false;
}

}  // namespace

void ContentModel::start(const Particle& root) {
  root_ = &root;
  started_ = false;
  frames_.clear();
}

void ContentModel::enter(const Particle& particle, const Element& child) {
  const Particle* at = &particle;
  while (!is_element(*at)) {
    std::uint32_t part = 0;
    while (!begins_with(at->parts[part], child)) ++part;
    frames_.push_back({at, 0, part});
    at = &at->parts[part];
  }
  frames_.push_back({at, 1, 0});
}

/// The part we were in is over. `taken`: the child stands in a later part or a new round of this group. Else
/// the group is over, too, unless something is missing in it: then false.
bool ContentModel::leave_group(const Element& child, bool& taken) {
  Frame& frame = frames_.back();
  const Particle& group = *frame.particle;
  if (group.kind == Particle::Kind::sequence) {
    for (std::uint32_t next = frame.part + 1; next < group.parts.size(); ++next) {
      if (begins_with(group.parts[next], child)) {
        frame.part = next;
        enter(group.parts[next], child);
        taken = true;
        return true;
      }
      if (!may_be_empty(group.parts[next])) return false;
    }
  }
  const std::uint32_t rounds = frame.count + 1;
  if (rounds < group.max && begins_with(group, child)) {
    frames_.pop_back();
    const std::size_t at = frames_.size();
    enter(group, child);
    frames_[at].count = rounds;
    taken = true;
    return true;
  }
  if (rounds < group.min && !round_may_be_empty(group)) return false;
  frames_.pop_back();
  return true;
}

bool ContentModel::accept(const Element& child) {
  if (!started_) {
    if (!begins_with(*root_, child)) return false;
    started_ = true;
    enter(*root_, child);
    return true;
  }
  while (!frames_.empty()) {
    Frame& frame = frames_.back();
    if (!is_element(*frame.particle)) {
      bool taken = false;
      if (!leave_group(child, taken)) return false;
      if (taken) return true;
      continue;
    }
    if (frame.count < frame.particle->max && matches(*frame.particle, child)) {
      ++frame.count;
      return true;
    }
    if (frame.count < frame.particle->min) return false;
    frames_.pop_back();
  }
  return false;
}

bool ContentModel::can_end() const {
  if (!started_) return may_be_empty(*root_);
  for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
    const Particle& particle = *frame->particle;
    if (is_element(particle)) {
      if (frame->count < particle.min) return false;
      continue;
    }
    if (particle.kind == Particle::Kind::sequence)
      for (std::size_t next = frame->part + std::size_t{1}; next < particle.parts.size(); ++next)
        if (!may_be_empty(particle.parts[next])) return false;
    if (frame->count + 1 < particle.min && !round_may_be_empty(particle)) return false;
  }
  return true;
}

}  // namespace cimgate::conformance

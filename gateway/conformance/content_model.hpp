#pragma once
#include <cstdint>
#include <vector>

#include "gateway/schema/model.hpp"

namespace cimgate::conformance {

/// Follows the content model of a type from child to child. XML Schema demands of content models that a name
/// alone tells which particle it stands for, so there is never more than one place to be in.
class ContentModel {
 public:
  /// Goes to before the first child.
  void start(const schema::Particle& root);
  /// Takes one child; false when it may not come here. After that only start() makes sense.
  bool accept(const schema::Element& child);
  /// True when no more children are needed.
  bool can_end() const;

 private:
  /// Where we are in one particle of those around the last child.
  struct Frame {
    const schema::Particle* particle = nullptr;
    std::uint32_t count = 0;  ///< elements taken, or rounds of a group that were finished
    std::uint32_t part = 0;   ///< of a group: the part we are in
  };

  void enter(const schema::Particle& particle, const schema::Element& child);
  bool leave_group(const schema::Element& child, bool& taken);

  const schema::Particle* root_ = nullptr;
  bool started_ = false;
  std::vector<Frame> frames_;  ///< from the root down to the element
};

}  // namespace cimgate::conformance

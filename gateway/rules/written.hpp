#pragma once
#include <string>
#include <string_view>
#include <utility>

namespace cimgate::rules {

/// A text: one that stands in what is judged or in a rule, which has to live as long, or one that was made.
class Written {
 public:
  Written() = default;
  Written(std::string made) : made_(std::move(made)) {}
  static Written standing(std::string_view text) {
    Written written;
    written.standing_ = text;
    return written;
  }

  std::string_view view() const { return made_.empty() ? standing_ : std::string_view(made_); }
  operator std::string_view() const { return view(); }
  bool operator==(const Written& other) const { return view() == other.view(); }

 private:
  std::string_view standing_;
  std::string made_;
};

}  // namespace cimgate::rules

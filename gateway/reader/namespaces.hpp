#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cimgate::reader {

inline constexpr std::string_view xsi_namespace = "http://www.w3.org/2001/XMLSchema-instance";

/// Which prefix stands for which namespace where. Elements with the same declarations in the same
/// surroundings share a context, so that what was found out about a tag once holds wherever its context does.
class Namespaces {
 public:
  using Context = std::uint32_t;
  using Bindings = std::map<std::string, std::string, std::less<>>;

  Context context() const { return context_; }
  void set_context(Context context) { context_ = context; }
  std::size_t contexts() const { return contexts_.size(); }
  /// More than messages need: every context keeps all that is declared in it.
  bool are_too_many() const { return contexts_.size() > 1000 || bindings().size() > 64; }

  /// The namespace of a prefix; nothing when it is not declared. "" is the default namespace.
  std::optional<std::string_view> of(std::string_view prefix) const;

  /// Declarations of one element. False when that is not allowed, or not usual.
  bool declare(std::string_view prefix, std::string_view name);
  /// Goes to the context that the declarations since the last time make.
  void enter();
  /// All prefixes that are declared here.
  const Bindings& bindings() const { return contexts_[context_].bindings; }
  /// Goes to the context that has these and no others.
  void start_with(Bindings bindings);
  bool has_declarations() const { return !declared_.empty(); }
  void forget_declarations() { declared_.clear(); }

 private:
  struct Known {
    Bindings bindings;
  };
  std::vector<Known> contexts_ = std::vector<Known>(1);
  std::map<Bindings, Context> numbers_;
  Bindings declared_;
  Context context_ = 0;
};

}  // namespace cimgate::reader

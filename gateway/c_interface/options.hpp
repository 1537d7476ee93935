#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/json/tree.hpp"

namespace cimgate::c_interface {

/// ", did you mean 'level'?", or which there are.
std::string otherwise_known(std::string_view name, const std::vector<std::string>& known);

/// The options of one call: a JSON object whose members are asked for one by one. The first thing that is
/// wrong is kept; so is, in the end, a member that nobody asked for.
class Options {
 public:
  /// `text`: null or "" = no options. It must outlive the object. Error: why it is no JSON object.
  static tl::expected<Options, std::string> read(const char* text);

  // Each leaves `to` as it is when the member is missing or wrong.
  void text(std::string_view name, std::string& to);
  void one_of(std::string_view name, std::initializer_list<std::string_view> allowed, std::string& to);
  void flag(std::string_view name, bool& to);
  void day(std::string_view name, std::string& to);
  template <std::unsigned_integral Number>
  void number(std::string_view name, Number least, Number most, Number& to) {
    to = static_cast<Number>(number_of(name, least, most, to));
  }

  /// Somebody else found that the value of this member cannot be.
  void refuse(std::string_view name, const std::string& why);
  bool has(std::string_view name);

  /// "" when all is well. To be asked when every member was asked for.
  std::string problem() const;

 private:
  json::JsonId member(std::string_view name);
  std::uint64_t number_of(std::string_view name, std::uint64_t least, std::uint64_t most,
                          std::uint64_t otherwise);

  json::JsonTree tree_;  ///< empty: no options
  std::vector<std::string> known_;
  std::string problem_;
};

}  // namespace cimgate::c_interface

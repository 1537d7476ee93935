#pragma once
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/engine/engine.hpp"

namespace cimgate::report {

/// What codes are called in Norwegian, as far as it is published: rules/code-names.yaml, and for processes
/// their rule files. English is in the schemas.
class CodeNames {
 public:
  /// None.
  CodeNames() = default;
  /// Error: the mistakes of rules/code-names.yaml, one a line.
  static tl::expected<CodeNames, std::string> read(const Engine& engine);
  /// The same; none when there are mistakes, which `cimgate lint` and the tests tell.
  static CodeNames of(const Engine& engine) { return read(engine).value_or(CodeNames{}); }

  /// Of a code of this type; "" when it is not known.
  std::string_view norwegian(const schema::SimpleType& type, std::string_view code) const;
  /// In one of the languages; the English meaning where no other is known.
  std::string_view meaning(const schema::SimpleType& type, const schema::Code& code, bool in_norwegian) const;

 private:
  using Names = std::map<std::string, std::string, std::less<>>;
  std::map<std::string, Names, std::less<>> lists_;  ///< by name of the type
  Names processes_;
};

}  // namespace cimgate::report

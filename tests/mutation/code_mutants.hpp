#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// C++ with one careless change in each: what a tired person might do to it.
namespace cimgate::mutation {

struct CodeMutant {
  enum class Kind : std::uint8_t {
    boundary,
    equality,
    logic,
    operand,
    negation,
    condition,
    way_out,
    number,
    name,
    call
  };
  Kind kind = Kind::boundary;
  std::size_t at = 0;      ///< offset in the file
  std::size_t length = 0;  ///< of what is taken out
  std::string with;        ///< what stands there instead
  std::uint32_t line = 0;
  std::string what;  ///< "< becomes <="

  /// Where a program can choose between the code and the change while it runs: at a value, at an object
  /// that stays what it is, at what is only asked whether it is true, or at a statement. Nowhere where what
  /// it belongs to is not plain to see.
  enum class Choice : std::uint8_t { nowhere, value, object, truth, statement };
  Choice choice = Choice::nowhere;
  std::size_t from = 0, until = 0;  ///< of that expression or statement
};

/// Every such change of a source file formatted as ours are: a boundary moved, a condition turned round or
/// dropped, && for ||, one more or less, a return, a continue or a call forgotten, a name taken for the one
/// that rhymes with it.
std::vector<CodeMutant> code_mutants_of(std::string_view text);

/// The file with the change in it.
std::string changed(std::string_view text, const CodeMutant& mutant);

}  // namespace cimgate::mutation

#pragma once
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

/// The command line as the verbs see it. CLI11 stands behind it in command.cpp alone: its headers cost half a
/// minute in every file that includes them.
namespace cimgate::cli {

/// Thrown from Command::on_chosen when options do not go together; the text is for the user.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An option or operand of a command. A handle: it lives as long as the command. Of a verb that is not wanted
/// there is none, and what is said of it is not kept.
class Option {
 public:
  Option required();
  Option one_of(std::vector<std::string> words);
  Option between(std::uint64_t least, std::uint64_t most);
  /// Bytes, also as "200MB". `decimal`: a kilobyte is 1000, not 1024.
  Option bytes(bool decimal = false);
  Option day();  ///< YYYY-MM-DD
  Option excludes(const Option& other);
  Option type(std::string name);  ///< what help shows for its value
  /// Help shows the value that the variable has now, in the words in which one would give it: "200MB", "10".
  Option show_default();
  Option hidden();

 private:
  friend class Command;
  explicit Option(CLI::Option* option) : option_(option) {}
  Option note(const std::string& text);
  CLI::Option* option_;
};

/// A verb, a verb of a verb, or the options of one under a heading. A handle, too.
class Command {
 public:
  /// `wanted`: the only verb whose options are needed, for there are hundreds; "": all.
  explicit Command(CLI::App& app, std::string wanted = {}) : app_(&app), wanted_(std::move(wanted)) {}

  /// What it is a handle of: of the first one, the program with all its verbs.
  const CLI::App& program() const { return *app_; }

  Command verb(std::string name, std::string help);
  /// The same command; its options stand under this heading in the help.
  Command group(std::string heading);
  /// The heading in the help of the whole program under which a verb stands.
  void belongs_to(std::string heading);
  /// A run that help shows, with what it does. The files it names are those of the repository.
  void example(std::string_view run, std::string_view does);
  void needs_verb();        ///< one of its verbs must be given
  void takes_verb();        ///< one may be given
  bool was_chosen() const;  ///< in on_chosen: this verb was given

  /// `name`: "-o,--output", or a word in capitals for an operand.
  Option option(std::string name, std::string& value, std::string help = {});
  Option option(std::string name, std::vector<std::string>& values, std::string help = {});
  Option option(std::string name, unsigned& value, std::string help = {});
  Option option(std::string name, std::uint64_t& value, std::string help = {});
  Option flag(std::string name, bool& value, std::string help);
  /// A flag that may have a value behind "=": `bare` when it has none.
  Option flag(const std::string& name, std::string& value, const std::string& bare, std::string help);

  /// Called when the command was given and its options make sense; may throw UsageError.
  void on_chosen(std::function<void()> act);

 private:
  Option placed(CLI::Option* option, std::string_view type);

  CLI::App* app_;
  std::string wanted_;
  std::string heading_;
  bool unwanted_ = false;
};

}  // namespace cimgate::cli

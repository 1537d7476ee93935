#pragma once
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/cli/command.hpp"
#include "gateway/cli/exit_status.hpp"
#include "gateway/cli/watch.hpp"
#include "gateway/engine/engine.hpp"

namespace cimgate::cli {

/// Options that every verb has.
struct CommonOptions {
  std::string data;
  std::string engine = "fast";
  std::string format = "text";
  std::string color = "auto";
  std::string lang = "en";
  bool quiet = false;
  bool verbose = false;
  bool watch = false;
  Watched watched;

  /// Colour for a stream that may be a terminal; honours --color and NO_COLOR.
  bool use_color(std::FILE* stream) const;
};

/// A verb: adds itself to the app and, when it is the one that was asked for, says what to run.
using Run = std::function<ExitStatus(const Gateway&)>;

using AddVerb = void (*)(Command& app, CommonOptions& common, Run& run);

/// --format, restricted to what the verb can write.
void add_format(Command& verb, CommonOptions& common, std::vector<std::string> formats);

/// --watch. In on_chosen, `watch` says what the verb reads and, as KIND=PATH, which reports it writes;
/// standard input cannot be read again, and is a UsageError.
void add_watch(Command& verb, CommonOptions& common);
void watch(CommonOptions& common, std::vector<std::string> reads, const std::vector<std::string>& reports);

/// True when the profile is known or none was given; else says which are.
bool check_profile(const Gateway& gateway, const CommonOptions& common, const std::string& profile);

/// The schema set of this name; null when there is none, and then it is told which there are.
const schema::SchemaSet* find_set(const Gateway& gateway, const CommonOptions& common, const std::string& id);
/// What --schema is.
inline constexpr const char* schema_help =
    "The version to read messages as, such as elhub/2.4.1 or elhub/pending (default: the first in force in "
    "which they "
    "are valid)";
/// True when the set is known or none was given.
bool check_schema(const Gateway& gateway, const CommonOptions& common, const std::string& id);

/// Write to standard output or standard error; a closed pipe is no error of ours. What is for people is shown
/// harmlessly, whatever it holds of foreign names and values (text::terminal_text).
void print_text(std::string_view text);
void print_error(std::string_view text);
/// Why something was not done: "cimgate: …", in the language of the run. `english` is one of the texts that
/// usage_words.cpp knows.
void tell_error(const CommonOptions& common, std::string_view english);
/// As it is: documents, and what was made harmless piece by piece before it was coloured.
void print(std::string_view made);
void print_error_as_made(std::string_view made);

}  // namespace cimgate::cli

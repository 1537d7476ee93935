#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cimgate::cli {

/// What may stand behind the name of a program or verb.
std::vector<std::string> names_of_verbs(const CLI::App& app);

/// Make `app`, and the verbs added to it from now on, show their help as print_help writes it: what the verb
/// does, runs to try, its options under their headings, and what every verb takes.
void write_help_our_way(CLI::App& app, bool norwegian);

/// What `cimgate` alone says: the few verbs to begin with.
std::string what_to_try(const CLI::App& app, bool norwegian);

/// What is wrong with the words of a command line that were left over, with the nearest of what could stand
/// there.
/// "" when none is.
std::string about_left_over(const CLI::App& app);

}  // namespace cimgate::cli

#pragma once
#include <string>

namespace CLI {
class App;
}

namespace cimgate::cli {

/// A script with which a shell ("bash", "zsh" or "fish") completes verbs, options and their words.
std::string completions(const CLI::App& app, const std::string& shell);

/// The manual page cimgate(1), in the macros of man(7): every verb with its options and examples.
std::string manual(const CLI::App& app, const std::string& version);

}  // namespace cimgate::cli

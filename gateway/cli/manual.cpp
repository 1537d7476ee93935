#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

#include "gateway/cli/command_tree.hpp"
#include "gateway/cli/completions.hpp"

namespace cimgate::cli {
namespace {

/// A text as the macros of man(7) take it: no line of it is a command.
std::string escaped(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
    line_begins = c == '\n';
  }
  return out;
}

std::string bold(std::string_view text) {
  return "\\fB" + escaped(text) + "\\fR";
}

std::string options_of(const VerbRow& row) {
  std::string out;
  for (const auto& option : row.options) {
    out += ".TP\n";
    if (option.names.empty()) {
      out += "\\fI" + escaped(option.operand) + "\\fR";
    } else {
      std::string names;
      for (const auto& name : option.names) names += (names.empty() ? "" : ", ") + bold(name);
      out += names;
      if (!option.value.empty()) out += " \\fI" + escaped(option.value) + "\\fR";
    }
    out += "\n" + escaped(option.text) + "\n";
  }
  return out;
}

std::string examples_of(const VerbRow& row) {
  return row.examples.empty() ? std::string() : ".PP\n.EX\n" + escaped(row.examples) + ".EE\n";
}

}  // namespace

std::string manual(const CLI::App& app, const std::string& version) {
  const auto tree = command_tree(app);
  std::string out = fmt::format(
      ".TH CIMGATE 1 \"\" \"cimgate {}\" \"User Commands\"\n"
      ".SH NAME\n"
      "cimgate \\- check electricity market messages, and translate them to CIM and back\n"
      ".SH SYNOPSIS\n"
      "{} \\fIVERB\\fR [\\fIoptions\\fR] [\\fIFILE\\fR...]\n"
      ".SH VERBS\n",
      escaped(version), bold("cimgate"));
  for (const auto& row : tree) {
    if (row.path.empty()) continue;
    out += fmt::format(".SS cimgate {}\n{}.\n{}{}", escaped(fmt::format("{}", fmt::join(row.path, " "))),
                       escaped(row.text), options_of(row), examples_of(row));
  }
  out += ".SH OPTIONS OF EVERY VERB\n" + options_of(tree.front());
  out +=
      ".SH EXIT STATUS\n"
      ".TP\n.B 0\nFine.\n"
      ".TP\n.B 1\nThere are findings, or a translation lost something or could not place it.\n"
      ".TP\n.B 2\nThe command line or the configuration is wrong.\n"
      ".TP\n.B 3\nUndetermined: something could not be checked.\n"
      ".TP\n.B 4\nInput, output or the network failed.\n"
      ".TP\n.B 70\nA fault in cimgate.\n";
  return out;
}

}  // namespace cimgate::cli

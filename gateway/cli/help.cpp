#include "gateway/cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <CLI/CLI.hpp>

#include "gateway/cli/help_words.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {
namespace {

constexpr std::size_t text_column = 22;
constexpr std::size_t width = 100;

/// `left`, and `text` in a column of its own; on a line of its own where the left is too long.
std::string in_columns(std::string_view left, std::string_view text) {
  std::string out = fmt::format("  {}", left);
  std::size_t at = out.size();
  const auto new_line = [&] {
    out += fmt::format("\n{:{}}", "", text_column);
    at = text_column;
  };
  if (text.empty()) return out + "\n";
  if (at + 2 > text_column) {
    new_line();
  } else {
    out += std::string(text_column - at, ' ');
    at = text_column;
  }
  bool first = true;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (!first && at + 1 + end > width) {
      new_line();
      first = true;
    }
    if (!first) out += ' ';
    out += text.substr(0, end);
    at += end + (first ? 0 : 1);
    first = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out + "\n";
}

bool is_operand(const CLI::Option& option) {
  return option.get_positional();
}

bool takes_many(const CLI::Option& option) {
  return option.get_expected_max() > 1;
}

/// "FILE...", "-o, --output PATH", "--report KIND=PATH".
std::string shown_name(const CLI::Option& option) {
  if (is_operand(option)) return option.get_name() + (takes_many(option) ? "..." : "");
  std::string name = option.get_name(false, true);
  if (const auto comma = name.find(','); comma != std::string::npos) name.insert(comma + 1, " ");
  if (option.get_type_size_max() == 0 || option.get_type_name().empty()) return name;
  return name + " " + option.get_type_name();
}

std::vector<const CLI::Option*> options_under(const CLI::App& app, const std::string& heading,
                                              bool operands) {
  return app.get_options([&](const CLI::Option* option) {
    return option->get_group() == heading && is_operand(*option) == operands && !heading.empty();
  });
}

std::vector<const CLI::App*> verbs_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

std::string full_name(const CLI::App& app) {
  const auto* above = app.get_parent();
  return above == nullptr ? app.get_name() : full_name(*above) + " " + app.get_name();
}

class Help : public CLI::FormatterBase {
 public:
  explicit Help(bool norwegian) : norwegian_(norwegian) {}

  std::string make_help(const CLI::App* app, std::string /*name*/,
                        CLI::AppFormatMode /*mode*/) const override {
    std::string out = said(app->get_description()) + "\n\n" + usage_line(*app);
    for (const auto& heading : app->get_groups())
      if (const auto operands = listed(options_under(*app, heading, true)); !operands.empty())
        out += "\n" + operands;
    out += listed_verbs(*app);
    if (!app->get_footer().empty())
      out += fmt::format("\n{}:\n{}", said("Examples"), examples(app->get_footer()));
    for (const auto& heading : app->get_groups())
      if (const auto options = listed(options_under(*app, heading, false)); !options.empty())
        out += fmt::format("\n{}:\n{}", said(heading), options);
    if (const auto common = common_options(*app); !common.empty())
      out += fmt::format("\n{}:\n{}", said("Every verb"), common);
    if (app->get_parent() == nullptr)
      out += fmt::format("\n{}\n", said("`cimgate VERB --help` shows what a verb takes, with examples."));
    return out;
  }

 private:
  std::string said(const std::string& english) const {
    return norwegian_ ? help_in_norwegian(english) : english;
  }

  std::string listed(const std::vector<const CLI::Option*>& options) const {
    std::string out;
    for (const auto* option : options)
      out += in_columns(shown_name(*option), said(option->get_description()));
    return out;
  }

  /// Verbs under their headings, in the order in which the headings first come.
  std::string listed_verbs(const CLI::App& app) const {
    std::vector<std::string> headings;
    const auto verbs = verbs_of(app);
    for (const auto* verb : verbs)
      if (std::find(headings.begin(), headings.end(), verb->get_group()) == headings.end())
        headings.push_back(verb->get_group());
    std::string out;
    for (const auto& heading : headings) {
      out += fmt::format("\n{}:\n", said(heading));
      for (const auto* verb : verbs)
        if (verb->get_group() == heading) out += in_columns(verb->get_name(), said(verb->get_description()));
    }
    return out;
  }

  /// A run and what it does, two lines each.
  std::string examples(std::string_view lines) const {
    constexpr std::string_view indent = "    ";
    std::string out;
    while (!lines.empty()) {
      const auto end = std::min(lines.find('\n'), lines.size());
      const auto line = lines.substr(0, end);
      out += line.starts_with(indent)
                 ? fmt::format("{}{}\n", indent, said(std::string(line.substr(indent.size()))))
                 : fmt::format("{}\n", line);
      lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return out;
  }

  std::string usage_line(const CLI::App& app) const {
    std::string line = said("Usage") + ": " + full_name(app);
    if (!verbs_of(app).empty()) line += " " + said(app.get_require_subcommand_min() > 0 ? "VERB" : "[VERB]");
    for (const auto* option : app.get_options([](const CLI::Option* o) { return is_operand(*o); })) {
      const std::string name = shown_name(*option);
      line += option->get_required() ? " " + name : " [" + name + "]";
    }
    return line + " " + said("[options]") + "\n";
  }

  /// What all verbs take stands in the program above them.
  std::string common_options(const CLI::App& app) const {
    const auto* above = app.get_parent();
    if (above == nullptr) return {};
    while (above->get_parent() != nullptr) above = above->get_parent();
    return listed(above->get_options([](const CLI::Option* option) {
      return option->get_lnames() != std::vector<std::string>{"help"} &&
             option->get_lnames() != std::vector<std::string>{"version"};
    }));
  }

  bool norwegian_;
};

/// The verb that was given last.
const CLI::App& chosen(const CLI::App& app) {
  const auto given = app.get_subcommands();
  return given.empty() ? app : chosen(*given.back());
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* level = &app; level != nullptr; level = level->get_parent())
    for (const auto* option :
         level->get_options([](const CLI::Option* o) { return !o->get_group().empty(); }))
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

/// A run to begin with, and what it does.
struct FirstRun {
  std::string_view verb;
  std::string_view on, does;        ///< in English
  std::string_view on_nb, does_nb;  ///< in Norwegian
};
constexpr FirstRun first_runs[] = {
    {"validate", "FILE", "check a message", "FIL", "kontroller en melding"},
    {"translate", "FILE", "translate it, either way", "FIL", "oversett den, begge veier"},
    {"check", "FOLDER", "check every message in a folder, for CI", "MAPPE",
     "kontroller alle meldinger i en mappe, for CI"},
    {"serve", "", "web page, API and a simulated Elhub at http://127.0.0.1:8080", "",
     "nettside, API og en simulert Elhub på http://127.0.0.1:8080"},
    {"rehearse", "", "run the built-in scenarios", "", "kjør de innebygde scenariene"},
};

}  // namespace

std::vector<std::string> names_of_verbs(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* verb : verbs_of(app)) names.push_back(verb->get_name());
  return names;
}

void write_help_our_way(CLI::App& app, bool norwegian) {
  app.formatter(std::make_shared<Help>(norwegian));
  app.set_help_flag("-h,--help", "Show this");
}

std::string what_to_try(const CLI::App& app, bool norwegian) {
  const auto verbs = names_of_verbs(app);
  std::string out = norwegian
                        ? "cimgate: kontroller Elhub-meldinger, og oversett dem til CIM og tilbake\n\nPrøv:\n"
                        : "cimgate: check Elhub messages, and translate them to CIM and back\n\nTry:\n";
  for (const auto& run : first_runs) {
    if (std::find(verbs.begin(), verbs.end(), run.verb) == verbs.end()) continue;
    const auto words = fmt::format("cimgate {} {}", run.verb, norwegian ? run.on_nb : run.on);
    out += fmt::format("  {:<{}}{}\n", words, norwegian ? 25 : 26, norwegian ? run.does_nb : run.does);
  }
  return out + (norwegian ? "\nAlle kommandoer: cimgate --help. Engelsk: --lang en.\n"
                          : "\nAll verbs: cimgate --help. In Norwegian: --lang nb.\n");
}

std::string about_left_over(const CLI::App& app) {
  const auto& verb = chosen(app);
  std::string out;
  for (const auto& word : app.remaining(true)) {
    if (word.starts_with("-")) {
      const auto name = word.substr(0, word.find('='));
      out += fmt::format("{}: there is no option '{}'{}\n", full_name(verb), name,
                         text::did_you_mean(name, option_names(verb)));
    } else if (out.empty()) {
      const auto verbs = names_of_verbs(verb);
      out += fmt::format("{}: '{}' was not expected{}\n", full_name(verb), word,
                         text::did_you_mean(word, verbs));
    }
  }
  return out;
}

}  // namespace cimgate::cli

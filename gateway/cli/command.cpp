#include "gateway/cli/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <CLI/CLI.hpp>

#include "gateway/rules/calendar.hpp"
#include "gateway/text/did_you_mean.hpp"
#include "gateway/text/size.hpp"

namespace cimgate::cli {

namespace {

constexpr const char* size_type = "SIZE";

}  // namespace

Option Option::required() {
  if (option_ == nullptr) return *this;
  option_->required();
  return *this;
}

/// What help says in brackets behind the text of an option.
Option Option::note(const std::string& text) {
  std::string said = option_->get_description();
  if (said.ends_with(')'))
    said.insert(said.size() - 1, "; " + text);
  else
    said += (said.empty() ? "(" : " (") + text + ")";
  option_->description(said);
  return *this;
}

Option Option::one_of(std::vector<std::string> words) {
  if (option_ == nullptr) return *this;
  option_->type_name(fmt::format("{}", fmt::join(words, "|")));
  option_->check([words = std::move(words)](const std::string& text) {
    if (std::find(words.begin(), words.end(), text) != words.end()) return std::string();
    return fmt::format("'{}' is not one of {}{}", text, fmt::join(words, ", "),
                       text::did_you_mean(text, words));
  });
  return *this;
}

Option Option::between(std::uint64_t least, std::uint64_t most) {
  if (option_ == nullptr) return *this;
  option_->check([least, most](const std::string& text) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    if (whole && number >= least && number <= most) return std::string();
    return fmt::format("'{}' is not a whole number from {} to {}", text, least, most);
  });
  return option_->get_type_name() == size_type
             ? note(fmt::format("{} to {}", text::as_size(least), text::as_size(most)))
             : note(fmt::format("{} to {}", least, most));
}

Option Option::bytes(bool decimal) {
  if (option_ == nullptr) return *this;
  // The table of units is made when a value is there: dozens of them took longer than a small message.
  option_->transform(
      CLI::Validator([decimal](std::string& text) { return CLI::AsSizeValue(decimal)(text); }, ""));
  option_->type_name(size_type);
  return *this;
}

Option Option::day() {
  if (option_ == nullptr) return *this;
  option_->type_name("YYYY-MM-DD");
  option_->check([](const std::string& text) {
    return rules::parse_day(text) ? std::string() : "'" + text + "' is not a day, expected YYYY-MM-DD";
  });
  return *this;
}

Option Option::excludes(const Option& other) {
  if (option_ == nullptr) return *this;
  option_->excludes(other.option_);
  return *this;
}

Option Option::type(std::string name) {
  if (option_ == nullptr) return *this;
  option_->type_name(std::move(name));
  return *this;
}

Option Option::show_default() {
  if (option_ == nullptr) return *this;
  option_->capture_default_str();
  const auto value = option_->get_default_str();
  if (value.empty()) return *this;
  std::uint64_t bytes = 0;
  const bool size = option_->get_type_name() == size_type &&
                    std::from_chars(value.data(), value.data() + value.size(), bytes).ec == std::errc();
  return note("default: " + (size ? text::as_size(bytes) : value));
}

Option Option::hidden() {
  if (option_ == nullptr) return *this;
  option_->group("");
  return *this;
}

Command Command::verb(std::string name, std::string help) {
  if (unwanted_) return *this;
  const bool unwanted = !wanted_.empty() && name != wanted_;
  auto* verb = app_->add_subcommand(std::move(name), std::move(help));
  verb->group("Verbs");
  verb->footer("");  // not the examples of the verb above it
  Command made(*verb);
  made.unwanted_ = unwanted;
  return made;
}

Command Command::group(std::string heading) {
  Command same = *this;
  same.heading_ = std::move(heading);
  return same;
}

void Command::belongs_to(std::string heading) {
  app_->group(std::move(heading));
}

void Command::example(std::string_view run, std::string_view does) {
  if (unwanted_) return;
  app_->footer(fmt::format("{}  $ {}\n    {}\n", app_->get_footer(), run, does));
}

Option Command::placed(CLI::Option* option, std::string_view type) {
  if (!heading_.empty()) option->group(heading_);
  if (!type.empty()) option->type_name(std::string(type));
  return Option(option);
}

void Command::needs_verb() {
  if (unwanted_) return;
  app_->require_subcommand(1);
}

void Command::takes_verb() {
  if (unwanted_) return;
  app_->require_subcommand(0, 1);
}

bool Command::was_chosen() const {
  return app_->parsed();
}

Option Command::option(std::string name, std::string& value, std::string help) {
  if (unwanted_) return Option(nullptr);
  return placed(app_->add_option(std::move(name), value, std::move(help)), "TEXT");
}

Option Command::option(std::string name, std::vector<std::string>& values, std::string help) {
  if (unwanted_) return Option(nullptr);
  const bool has_name = name.starts_with('-');
  auto* option = app_->add_option(std::move(name), values, std::move(help));
  // One value each time it is given: what follows it is an argument of its own.
  if (has_name) option->allow_extra_args(false);
  return placed(option, "TEXT");
}

Option Command::option(std::string name, unsigned& value, std::string help) {
  if (unwanted_) return Option(nullptr);
  return placed(app_->add_option(std::move(name), value, std::move(help)), "N");
}

Option Command::option(std::string name, std::uint64_t& value, std::string help) {
  if (unwanted_) return Option(nullptr);
  return placed(app_->add_option(std::move(name), value, std::move(help)), "N");
}

Option Command::flag(std::string name, bool& value, std::string help) {
  if (unwanted_) return Option(nullptr);
  return placed(app_->add_flag(std::move(name), value, std::move(help)), "");
}

Option Command::flag(const std::string& name, std::string& value, const std::string& bare, std::string help) {
  if (unwanted_) return Option(nullptr);
  return placed(app_->add_flag(name + '{' + bare + '}', value, std::move(help)), "");
}

void Command::on_chosen(std::function<void()> act) {
  if (unwanted_) return;
  app_->callback([act = std::move(act)] {
    try {
      act();
    } catch (const UsageError& error) {
      throw CLI::ValidationError(error.what(), CLI::ExitCodes::ValidationError);
    }
  });
}

}  // namespace cimgate::cli

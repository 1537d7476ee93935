#include "gateway/cli/command.hpp"

#include <CLI/CLI.hpp>

#include "gateway/rules/calendar.hpp"

namespace cimgate::cli {

Option Option::required() {
  option_->required();
  return *this;
}

Option Option::one_of(std::vector<std::string> words) {
  option_->check(CLI::IsMember(std::move(words)));
  return *this;
}

Option Option::between(std::uint64_t least, std::uint64_t most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option Option::bytes(bool decimal) {
  // The table of units is made when a value is there: dozens of them took longer than a small message.
  option_->transform(
      CLI::Validator([decimal](std::string& text) { return CLI::AsSizeValue(decimal)(text); },
                     decimal ? "SIZE [b, kb(=1000b), kib(=1024b), ...]" : "SIZE [b, kb(=1024b), ...]"));
  return *this;
}

Option Option::day() {
  option_->check([](const std::string& text) {
    return rules::parse_day(text) ? std::string() : "'" + text + "' is no day, expected YYYY-MM-DD";
  });
  return *this;
}

Option Option::excludes(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

Option Option::once_each() {
  option_->allow_extra_args(false);
  return *this;
}

Option Option::type(std::string name) {
  option_->type_name(std::move(name));
  return *this;
}

Option Option::show_default() {
  option_->capture_default_str();
  return *this;
}

Option Option::hidden() {
  option_->group("");
  return *this;
}

Command Command::verb(std::string name, std::string help) {
  return Command(*app_->add_subcommand(std::move(name), std::move(help)));
}

Command Command::group(std::string heading, std::string help) {
  return Command(*app_->add_option_group(std::move(heading), std::move(help)));
}

void Command::needs_verb() {
  app_->require_subcommand(1);
}

void Command::takes_verb() {
  app_->require_subcommand(0, 1);
}

bool Command::was_chosen() const {
  return app_->parsed();
}

Option Command::option(std::string name, std::string& value, std::string help) {
  return Option(app_->add_option(std::move(name), value, std::move(help)));
}

Option Command::option(std::string name, std::vector<std::string>& values, std::string help) {
  return Option(app_->add_option(std::move(name), values, std::move(help)));
}

Option Command::option(std::string name, unsigned& value, std::string help) {
  return Option(app_->add_option(std::move(name), value, std::move(help)));
}

Option Command::option(std::string name, std::uint64_t& value, std::string help) {
  return Option(app_->add_option(std::move(name), value, std::move(help)));
}

Option Command::flag(std::string name, bool& value, std::string help) {
  return Option(app_->add_flag(std::move(name), value, std::move(help)));
}

void Command::on_chosen(std::function<void()> act) {
  app_->callback([act = std::move(act)] {
    try {
      act();
    } catch (const UsageError& error) {
      throw CLI::ValidationError(error.what(), CLI::ExitCodes::ValidationError);
    }
  });
}

}  // namespace cimgate::cli

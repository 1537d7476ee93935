#include "gateway/cli/options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "gateway/cli/usage_words.hpp"
#include "gateway/text/did_you_mean.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::cli {

bool CommonOptions::use_color(std::FILE* stream) const {
  if (color == "always") return true;
  if (color == "never") return false;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  return isatty(fileno(stream)) != 0;
}

void add_format(Command& verb, CommonOptions& common, std::vector<std::string> formats) {
  verb.option("--format", common.format, "Output format").one_of(std::move(formats)).show_default();
}

void add_watch(Command& verb, CommonOptions& common) {
  verb.flag("--watch", common.watch, "Run again whenever a file changes; Ctrl-C ends it");
}

void watch(CommonOptions& common, std::vector<std::string> reads, const std::vector<std::string>& reports) {
  if (!common.watch) return;
  if (std::find(reads.begin(), reads.end(), "-") != reads.end())
    throw UsageError("--watch needs files: standard input cannot be read again");
  std::erase(reads, "");
  common.watched.paths = std::move(reads);
  for (const auto& report : reports) common.watched.written.push_back(report.substr(report.find('=') + 1));
}

bool check_profile(const Gateway& gateway, const CommonOptions& common, const std::string& profile) {
  const auto known = gateway.profiles();
  if (profile.empty() || std::find(known.begin(), known.end(), profile) != known.end()) return true;
  tell_error(common, fmt::format("unknown profile '{}'{} expected one of: {}", profile,
                                 text::did_you_mean(profile, known), fmt::join(known, ", ")));
  return false;
}

const schema::SchemaSet* find_set(const Gateway& gateway, const CommonOptions& common,
                                  const std::string& id) {
  const auto& catalog = *gateway.engine().catalog;
  if (const auto* set = catalog.set(id)) return set;
  std::vector<std::string> known;
  for (const auto& set : catalog.sets()) known.push_back(set.id);
  tell_error(common, fmt::format("there is no schema set '{}'{} expected one of: {}", id,
                                 text::did_you_mean(id, known), fmt::join(known, ", ")));
  return nullptr;
}

bool check_schema(const Gateway& gateway, const CommonOptions& common, const std::string& id) {
  return id.empty() || find_set(gateway, common, id) != nullptr;
}

void print(std::string_view made) {
  std::fwrite(made.data(), 1, made.size(), stdout);
}

void print_error_as_made(std::string_view made) {
  std::fwrite(made.data(), 1, made.size(), stderr);
}

void tell_error(const CommonOptions& common, std::string_view english) {
  print_error("cimgate: " + (common.lang == "nb" ? usage_in_norwegian(english) : std::string(english)) +
              "\n");
}

void print_text(std::string_view text) {
  print(text::terminal_text(text));
}

void print_error(std::string_view text) {
  print_error_as_made(text::terminal_text(text));
}

}  // namespace cimgate::cli

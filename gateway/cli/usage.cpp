#include "gateway/cli/usage.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "gateway/elhub/usage/meter.hpp"
#include "gateway/elhub/usage/report.hpp"

namespace cimgate::cli {
namespace {

constexpr const char* limits_file = "rules/usage-611.yaml";

ExitStatus status_of(const std::vector<usage::PartyUsage>& parties, const std::string& fail_on) {
  for (const auto& party : parties)
    if (fail_on != "never" &&
        (party.level == usage::Level::red || (party.level == usage::Level::yellow && fail_on == "warning")))
      return found;
  return fine;
}

}  // namespace

ExitStatus run_usage(const Gateway& gateway, const CommonOptions& common, const std::string& log,
                     const std::string& fail_on) {
  const auto text = gateway.engine().store->read(limits_file);
  const auto limits = text ? usage::read_limits(limits_file, *text) : tl::make_unexpected(text.error());
  if (!limits) {
    tell_error(common, limits.error());
    return ExitStatus::usage;
  }
  std::ifstream file;
  if (log != "-") {
    std::error_code ignored;
    file.open(log, std::ios::binary);
    if (!file || std::filesystem::is_directory(log, ignored)) {
      tell_error(common, fmt::format("'{}' cannot be read", log));
      return ExitStatus::usage;
    }
  }
  usage::Meter meter(*limits);
  usage::LogErrors errors;
  usage::read_log(
      log == "-" ? "(standard input)" : log, log == "-" ? std::cin : file,
      [&](const usage::Sent& sent) { meter.add(sent); }, errors);
  if (errors.count > 0) {
    for (const auto& error : errors.list) print_error(error + "\n");
    if (errors.count > errors.list.size())
      print_error(fmt::format("and {} more\n", errors.count - errors.list.size()));
    return ExitStatus::usage;
  }
  const auto parties = meter.usage();
  print(common.format == "json"
            ? usage::to_json(parties, *limits)
            : usage::to_text(parties, *limits, {common.use_color(stdout), common.lang == "nb"}));
  return status_of(parties, fail_on);
}

}  // namespace cimgate::cli

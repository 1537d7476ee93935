#include "gateway/cli/judging.hpp"

#include <fmt/format.h>

#include "gateway/cli/clock.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/reports.hpp"
#include "gateway/market/market_facts.hpp"
#include "gateway/store/stored_market.hpp"

namespace cimgate::cli {

bool JudgingOptions::complete(const Gateway& gateway, const CommonOptions& common) {
  if (level.empty()) level = market.empty() ? "message" : "market";
  if (level == "schema") validate.level = Level::schema;
  if (level == "codes") validate.level = Level::codes;
  if (level == "market") validate.level = Level::market;
  validate.as_of = as_of;
  if (!validate.emif.empty() && !gateway.engine().knows_version(validate.emif)) {
    tell_error(common, fmt::format("there is no version '{}' of EMIF, only {}", validate.emif,
                                   fmt::join(gateway.engine().version_names(), ", ")));
    return false;
  }
  if (!validate.emif.empty() && validate.level < Level::message) {
    tell_error(common, "--emif asks for --level message or market");
    return false;
  }
  if (!market.empty()) {
    const auto state = store::open_market(market);
    if (!state) {
      tell_error(common, state.error());
      return false;
    }
    validate.market = std::make_shared<market::MarketFacts>(*state);
  }
  return check_profile(gateway, common, validate.profile) && check_schema(gateway, common, validate.schema);
}

check::FailOn JudgingOptions::failing() const {
  if (fail_on == "never") return check::FailOn::never;
  return fail_on == "warning" ? check::FailOn::warning : check::FailOn::error;
}

void add_market_and_day(Command& group, JudgingOptions& options) {
  group
      .option("--market", options.market,
              "Also check against this market state: a database from `cimgate market load`, or a YAML file")
      .type("FILE");
  group
      .option("--as-of", options.as_of,
              "Use the rules, versions and market state of this day (default: the day of the message)")
      .day();
}

void add_fail_on(Command& group, JudgingOptions& options) {
  group.option("--fail-on", options.fail_on, "Exit with status 1 from this severity on")
      .one_of({"error", "warning", "never"})
      .show_default();
}

void add_judging(Command& verb, CommonOptions& common, JudgingOptions& options) {
  auto checks = verb.group("What is checked");
  checks
      .option(
          "--level", options.level,
          "Level of checking; each includes the levels before it (default: message, or market when --market "
          "is given)")
      .one_of({"schema", "codes", "message", "market"});
  add_market_and_day(checks, options);
  checks.option("--schema", options.validate.schema, schema_help).type("SET");
  checks
      .option("--profile", options.validate.profile,
              "Profile of CIM documents, see cimgate schemas list (default: the one they are valid in)")
      .type("PROFILE");
  checks
      .option("--emif", options.validate.emif,
              "Warn about elements and codes that this version of EMIF does not have, such as 2.4")
      .type("VERSION");
  auto output = verb.group("Output");
  add_reports(output, common, options.reports);
  output.option("--group", options.group, "Text output file by file, or rule by rule")
      .one_of({"file", "rule"})
      .show_default();
  add_fail_on(output, options);
  add_limits(verb, options.validate.limits);
}

ExitStatus exit_status(check::Status status) {
  switch (status) {
    case check::Status::fine:
      break;
    case check::Status::undetermined:
      return undetermined;
    case check::Status::found:
      return found;
    case check::Status::usage:
      return usage;
    case check::Status::our_fault:
      return our_fault;
  }
  return fine;
}

}  // namespace cimgate::cli

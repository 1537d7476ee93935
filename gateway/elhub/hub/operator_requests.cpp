#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/annual_volumes.hpp"
#include "gateway/elhub/hub/corrections.hpp"
#include "gateway/elhub/hub/message_processor.hpp"
#include "gateway/elhub/hub/metering_values.hpp"
#include "gateway/elhub/hub/settlement_runs.hpp"
#include "gateway/elhub/hub/supply.hpp"
#include "gateway/elhub/hub/takeover.hpp"
#include "gateway/elhub/hub/user_roles.hpp"
#include "gateway/elhub/norway/calendar.hpp"

// The clock with what it brings about, and what Elhub does by itself.
namespace cimgate::hub {

std::size_t MessageProcessor::move_clock(Seconds to) {
  if (to < ledger_.now()) return 0;
  ledger_.note({0, "clock", std::to_string(to), "", ""});
  std::size_t count = 0;
  while (const auto step = ledger_.take_step(to)) {
    ledger_.set_now(std::max(step->at, ledger_.now()));
    run(*step);
    ++count;
  }
  ledger_.set_now(to);
  ProcessContext context(ledger_, setting_);
  context.tell("clock-moved", {fmt::format("It is {}.", norway::local_text(to)),
                               fmt::format("Klokken er {}.", norway::local_text(to))});
  return count;
}

void MessageProcessor::run(const ledger::Step& step) {
  ProcessContext context(ledger_, setting_);
  if (step.name == "cancellation-deadline") deadline_passed(context, step.subject);
  if (step.name == "takes-effect") day_has_come(context, step.subject);
  if (step.name == "distribution") distribute(context, step.subject);
  if (step.name == "reminder") remind(context);
  if (step.name == "settlement") run_settlement(context, step.subject);
  if (step.name == "annual-volumes") calculate_annual_volumes(context);
  if (step.name == "contract") contract_day_has_come(context, step.subject);
  if (step.name == "authorization-expires") authorization_expires(context, step.subject);
  if (step.name == "takeover") take_portfolio_over(context, step.subject);
  if (step.name == role_ends_soon && users_) tell_end_of_role(context, *users_, step.subject);
  context.send_all();
}

tl::expected<void, std::string> MessageProcessor::take_over(const std::string& from, const std::string& to,
                                                            Day day) {
  const auto today = norway::day_of(ledger_.now());
  if (day < today) return tl::make_unexpected(std::string("day: The day has passed."));
  if (from == to) return tl::make_unexpected(std::string("to: Nobody takes over from himself."));
  const auto is_supplier = [&](const std::string& gln, Day on) {
    const auto suppliers = ledger_.market()->parties_with_role("DDQ", on);
    return std::find(suppliers.begin(), suppliers.end(), gln) != suppliers.end();
  };
  if (!is_supplier(from, today)) return tl::make_unexpected(std::string("from: It is no supplier today."));
  if (!is_supplier(to, day)) return tl::make_unexpected(std::string("to: It is no supplier on that day."));
  ledger_.note({0, "takeover", from, to, rules::to_text(day)});
  ProcessContext context(ledger_, setting_);
  context.tell("takeover-planned",
               {fmt::format("{} takes over from {} on {}.", to, from, rules::to_text(day)),
                fmt::format("{} overtar fra {} den {}.", to, from, rules::to_text(day))},
               "BRS-NO-305", "", to);
  context.schedule(std::max(norway::start_of(day), ledger_.now()), "takeover",
                   fmt::format("{} {} {}", from, to, rules::to_text(day)), "BRS-NO-305", "");
  if (norway::start_of(day) <= ledger_.now())
    while (const auto step = ledger_.take_step(ledger_.now())) run(*step);
  return {};
}

tl::expected<void, Misfit> MessageProcessor::correct(const Correction& correction) {
  tl::expected<void, Misfit> done;
  ledger_.attempt([&] {
    ledger_.note({0, "correction", to_json(correction), "", ""});
    ProcessContext context(ledger_, setting_);
    done = hub::correct(context, correction);
    if (done) context.send_all();
    return done.has_value();
  });
  return done;
}

tl::expected<std::vector<ReactiveDone>, Misfit> MessageProcessor::change_reactive(
    const ReactiveChange& change) {
  tl::expected<std::vector<ReactiveDone>, Misfit> done;
  ledger_.attempt([&] {
    ledger_.note({0, "reactive-channels", to_json(change), "", ""});
    ProcessContext context(ledger_, setting_);
    done = change_reactive_channels(context, change);
    if (done) context.send_all();
    return done.has_value();
  });
  return done;
}

tl::expected<void, std::string> MessageProcessor::set_usage_limits(const std::string& yaml) {
  const auto before = ledger_.usage_limits();
  if (auto done = usage_.set(yaml); !done) return done;
  if (before == ledger_.usage_limits()) return {};
  const auto rules = usage_.rules();
  const auto yellow = rules ? usage::to_string(rules->limits.yellow) : "count";
  const auto red = rules ? usage::to_string(rules->limits.red) : "count";
  ProcessContext context(ledger_, setting_);
  context.tell("usage-limits-set",
               {fmt::format("Limits to the use of BRS-NO-611: yellow {}, red {}.", yellow, red),
                fmt::format("Grenser for bruken av BRS-NO-611: gul {}, rød {}.", yellow, red)},
               rules ? rules->limits.queries : "");
  return {};
}

tl::expected<Resent, Misfit> MessageProcessor::resend(const Resend& resend) {
  tl::expected<Resent, Misfit> done;
  ledger_.attempt([&] {
    ledger_.note({0, "resend", to_json(resend), "", ""});
    ProcessContext context(ledger_, setting_);
    done = send_again(context, resend);
    return done.has_value();
  });
  return done;
}

}  // namespace cimgate::hub

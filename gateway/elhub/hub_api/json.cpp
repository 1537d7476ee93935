#include "gateway/elhub/hub_api/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "gateway/elhub/hub/value_pieces.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/report/gaps_report.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::hub_api {
namespace {

using json::JsonOut;

void text(JsonOut& out, std::string_view name, std::string_view value) {
  out.key(name);
  out.string(value);
}

void number(JsonOut& out, std::string_view name, std::int64_t value) {
  out.key(name);
  out.literal(fmt::to_string(value));
}

void day(JsonOut& out, std::string_view name, std::optional<rules::Day> value) {
  out.key(name);
  if (value)
    out.string(rules::to_text(*value));
  else
    out.literal("null");
}

void answer(JsonOut& out, std::string_view name, const market::Answer<std::string>& value) {
  out.key(name);
  if (value.known())
    out.string(*value);
  else
    out.literal("null");
}

void one_contract(JsonOut& out, const market::Contract& contract) {
  out.begin_object(JsonOut::Line::one);
  text(out, "supplier", contract.supplier);
  text(out, "customer", "…");
  text(out, "role", contract.role);
  day(out, "from", contract.period.from);
  day(out, "to", contract.period.to);
  text(out, "origin", contract.origin);
  out.end_object();
}

void one_process(JsonOut& out, const market::Process& process) {
  out.begin_object(JsonOut::Line::one);
  text(out, "id", process.id);
  text(out, "process", process.process);
  text(out, "status", process.status);
  text(out, "initiator", process.initiator);
  day(out, "date", process.date);
  day(out, "cancellationDeadline", process.cancellation_deadline);
  out.end_object();
}

void one_point(JsonOut& out, ledger::Ledger& ledger, const std::string& gsrn, rules::Day today) {
  const auto& market = *ledger.market();
  auto point = market.metering_point(gsrn, today);
  // A point that is planned is shown as it will be.
  if (!point.known())
    if (const auto days = market.changes_of(gsrn); !days.empty())
      point = market.metering_point(gsrn, days.front());
  if (!point.known()) return;
  out.begin_object();
  text(out, "gsrn", gsrn);
  answer(out, "type", point->type);
  answer(out, "status", point->status);
  answer(out, "settlement", point->settlement);
  answer(out, "resolution", point->resolution);
  answer(out, "gridArea", point->grid_area);
  out.key("contracts");
  out.begin_array();
  for (const auto& contract : market.contracts_of(gsrn)) one_contract(out, contract);
  out.end_array();
  out.key("processes");
  out.begin_array();
  for (const auto& process : market.processes_of(gsrn)) one_process(out, process);
  out.end_array();
  out.end_object();
}

}  // namespace

std::string clock_json(ledger::Ledger& ledger, const std::size_t* ran) {
  const auto now = ledger.now();
  const auto due = ledger.steps(20);
  JsonOut out(true);
  out.begin_object();
  text(out, "now", norway::local_text(now));
  text(out, "day", rules::to_text(norway::day_of(now)));
  out.key("next");
  if (due.empty())
    out.literal("null");
  else
    out.string(norway::local_text(due.front().at));
  if (ran != nullptr) number(out, "ran", static_cast<std::int64_t>(*ran));
  out.key("due");
  out.begin_array();
  for (const auto& step : due) {
    out.begin_object(JsonOut::Line::one);
    text(out, "at", norway::local_text(step.at));
    text(out, "step", step.name);
    text(out, "process", step.process);
    text(out, "meteringPoint", step.gsrn);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string events_json(ledger::Ledger& ledger, const ledger::EventFilter& filter) {
  const auto events = ledger.events(filter);
  JsonOut out(true);
  out.begin_object();
  out.key("events");
  out.begin_array();
  for (const auto& event : events) {
    out.begin_object(JsonOut::Line::one);
    number(out, "seq", event.sequence);
    text(out, "at", norway::local_text(event.at));
    text(out, "kind", event.kind);
    text(out, "process", event.process);
    text(out, "meteringPoint", event.gsrn);
    text(out, "party", event.party);
    out.key("message");
    if (event.message.empty()) {
      out.literal("null");
    } else {
      out.begin_object();
      text(out, "id", event.message);
      text(out, "type", event.message_name);
      out.end_object();
    }
    out.key("text");
    out.begin_object();
    text(out, "en", event.text.en);
    text(out, "nb", event.text.nb);
    out.end_object();
    out.end_object();
  }
  out.end_array();
  number(out, "last", events.empty() ? filter.after : events.back().sequence);
  out.end_object();
  return std::move(out).take();
}

std::string queues_json(ledger::Ledger& ledger, std::size_t limit) {
  const auto today = norway::day_of(ledger.now());
  JsonOut out(true);
  out.begin_object();
  out.key("queues");
  out.begin_array();
  for (const auto& queue : ledger.queues()) {
    out.begin_object();
    text(out, "party", queue.party);
    const auto history = ledger.market()->party_history(queue.party);
    const auto* party = market::held_on(history, today);
    text(out, "name", party == nullptr ? "" : party->name);
    text(out, "queue", ledger::to_string(queue.channel));
    number(out, "waiting", queue.waiting);
    out.key("messages");
    out.begin_array();
    for (const auto& message : ledger.waiting(queue.party, queue.channel, limit)) {
      out.begin_object(JsonOut::Line::one);
      text(out, "id", message.id);
      text(out, "message", message.name);
      text(out, "documentType", message.document_type);
      text(out, "process", message.process);
      text(out, "meteringPoint", message.gsrn);
      text(out, "at", norway::local_text(message.at));
      out.end_object();
    }
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string values_json(ledger::Ledger& ledger, const std::string& gsrn, ledger::Seconds from,
                        ledger::Seconds to, std::size_t limit) {
  const auto all = ledger.series_of(gsrn, from, to);
  const auto left_out = all.size() - std::min(all.size(), limit);
  std::map<const ledger::StoredSeries*, std::vector<hub::Piece>> counting;
  for (const auto& piece : hub::what_counts(all, from, to)) counting[piece.series].push_back(piece);
  JsonOut out(true);
  out.begin_object();
  text(out, "meteringPoint", gsrn);
  number(out, "leftOut", static_cast<std::int64_t>(left_out));
  out.key("series");
  out.begin_array();
  for (auto i = left_out; i < all.size(); ++i) {
    out.begin_object();
    text(out, "id", all[i].id);
    text(out, "process", all[i].process);
    text(out, "sender", all[i].sender);
    text(out, "registered", norway::local_text(all[i].registered));
    out.key("counts");
    out.begin_array();
    for (const auto& piece : counting[&all[i]]) {
      out.begin_object(JsonOut::Line::one);
      text(out, "from", norway::local_text(piece.start));
      text(out, "to", norway::local_text(piece.end));
      out.end_object();
    }
    out.end_array();
    text(out, "message", all[i].xml);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string gaps_json(ledger::Ledger& ledger, const std::string& gsrn, std::optional<rules::Day> day) {
  // A channel that had values in the month before is one that values are missing of.
  const auto last = day.value_or(norway::day_of(ledger.now()));
  const auto from = norway::start_of(last - std::chrono::days{31});
  const auto to = norway::start_of(last + std::chrono::days{1});
  std::vector<values::Sent> sent;
  for (const auto& kept : ledger.series_of(gsrn, from, to)) {
    if (kept.process != "BRS-NO-313") continue;  // values of intervals
    const auto series = hub::read(hub::whole(kept));
    if (!series) continue;
    values::Sent one;
    one.source = kept.id;
    one.arrived = kept.inserted;
    one.registered = kept.registered;
    one.series.subject = gsrn;
    one.series.direction = kept.direction;
    one.series.product = kept.product;
    one.series.start = kept.start;
    one.series.end = kept.end;
    for (const auto& interval : series->intervals) {
      const auto& value = *interval.value;
      const auto kind = value.Metered().present()     ? values::Kind::metered
                        : value.Estimated().present() ? values::Kind::estimated
                                                      : values::Kind::temporary;
      one.series.values.push_back({interval.at, interval.at + interval.length, {}, kind, 0});
    }
    sent.push_back(std::move(one));
  }
  JsonOut out(true);
  out.begin_object();
  text(out, "meteringPoint", gsrn);
  report::add_gaps(out, values::gaps_of(sent, norway::calendar(), day), norway::calendar());
  out.end_object();
  return std::move(out).take();
}

std::string point_json(ledger::Ledger& ledger, const std::string& gsrn) {
  JsonOut out(true);
  one_point(out, ledger, gsrn, norway::day_of(ledger.now()));
  return std::move(out).take();
}

std::string channels_json(const std::vector<hub::ReactiveDone>& done) {
  JsonOut out(true);
  out.begin_object();
  out.key("meteringPoints");
  out.begin_array();
  for (const auto& point : done) {
    out.begin_object(JsonOut::Line::one);
    text(out, "meteringPoint", point.gsrn);
    number(out, "opened", static_cast<std::int64_t>(point.opened));
    number(out, "closed", static_cast<std::int64_t>(point.closed));
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string resent_json(const std::string& party, const hub::Resent& resent) {
  JsonOut out(true);
  out.begin_object();
  text(out, "party", party);
  number(out, "resent", static_cast<std::int64_t>(resent.count));
  number(out, "waiting", static_cast<std::int64_t>(resent.waiting));
  out.key("next");
  out.literal(resent.next == 0 ? "null" : fmt::to_string(resent.next));
  out.end_object();
  return std::move(out).take();
}

std::string market_json(ledger::Ledger& ledger, const std::string& search, const std::string& after,
                        std::size_t limit) {
  const auto today = norway::day_of(ledger.now());
  JsonOut out(true);
  out.begin_object();
  number(out, "total", ledger.count_points(search));
  out.key("meteringPoints");
  out.begin_array();
  ledger::Ledger::PointSearch wanted;
  wanted.text = search;
  wanted.after = after;
  wanted.limit = limit;
  for (const auto& gsrn : ledger.search_points(wanted, today)) one_point(out, ledger, gsrn, today);
  out.end_array();
  out.key("parties");
  out.begin_array();
  for (const auto& party : ledger.parties()) {
    if (!party.period.holds(today)) continue;
    out.begin_object(JsonOut::Line::one);
    text(out, "gln", party.gln);
    text(out, "name", party.name);
    out.key("roles");
    out.begin_array();
    for (const auto& role : party.roles) out.string(role);
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::hub_api

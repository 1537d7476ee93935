// Messages, their supplements, and the values and paths in them.
#include <fmt/format.h>

#include <algorithm>

#include "cimgate/gateway.hpp"
#include "gateway/check/path_pattern.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/mapping/path_query.hpp"
#include "gateway/schema/date_time.hpp"
#include "gateway/schema/decimal.hpp"
#include "gateway/schema/value.hpp"
#include "tests/fuzz/engine.hpp"
#include "tests/fuzz/surfaces.hpp"
#include "tests/unit/reader/batches.hpp"
#include "tests/unit/reader/both_engines.hpp"

namespace cimgate::fuzz {

const Gateway& gateway() {
  static const auto opened = Gateway::open();
  if (!opened) throw Broken(opened.error());
  return *opened;
}

void take_readers(std::string_view bytes) {
  const auto& catalog = *gateway().engine().catalog;
  const std::string text(bytes);
  const auto compared = test::compare_engines(catalog, text);
  if (!compared.difference.empty()) throw Broken("the readers differ: " + compared.difference);
  // In parts so small that nearly every record is one.
  reader::StreamOptions options;
  options.batch_bytes = 64;
  const auto in_one = test::see(catalog, text, options, test::Way::one_thread);
  if (in_one.batches < 3) return;
  for (const auto way : {test::Way::cuts, test::Way::fetched_cuts})
    if (test::see(catalog, text, options, way).all != in_one.all)
      throw Broken("the parts read in several threads are not those read in one");
}

namespace {

/// An internal error is one, whatever came in. What is valid translates, or says why not.
void take_parts(const std::vector<std::string>& parts) {
  const auto checked = gateway().validate(parts);
  if (checked.verdict != Verdict::valid && checked.findings.empty())
    throw Broken("not valid, and no word about why");
  for (const auto target : {Target::other_side, Target::bim}) {
    TranslateOptions options;
    options.target = target;
    const auto translated = gateway().translate(parts, options);
    if (translated.fault) throw Broken("translate: an internal error");
    if (translated.whole.empty() && translated.findings.empty())
      throw Broken("translate: nothing, and no word");
  }
  const auto trip = gateway().round_trip(parts);
  if (trip.fault) throw Broken("roundtrip: an internal error");
  if (!trip.equal && trip.differences.empty() && trip.findings.empty())
    throw Broken("roundtrip: not equal, and no word about what");
  if (gateway().explain(parts).fault) throw Broken("explain: an internal error");
  const auto compared = gateway().diff(parts, parts);
  if (!compared.changes.empty())
    throw Broken("diff: an input is not the same as itself: " + compared.changes[0].path);
  if (!compared.equal && compared.first_findings.empty())
    throw Broken("diff: not equal, and no word about why");
}

}  // namespace

void take_message(std::string_view bytes) {
  take_parts({std::string(bytes)});
}

/// The bytes as the supplement of documents that have one.
void take_supplement(std::string_view bytes) {
  static const std::string documents =
      R"({"RequestChangeOfSupplier_MarketDocument": {
 "mRID": "c89d18c3-8461-4e1a-9a06-396fbc27ca68", "type": {"value": "392"}, "process.processType": {"value": "E03"},
 "businessSector.type": {"value": "23"},
 "sender_MarketParticipant.mRID": {"codingScheme": "A10", "value": "7099990001015"},
 "sender_MarketParticipant.marketRole.type": {"value": "DDQ"},
 "receiver_MarketParticipant.mRID": {"codingScheme": "A10", "value": "7099990000018"},
 "receiver_MarketParticipant.marketRole.type": {"value": "DDZ"}, "createdDateTime": "2026-11-17T08:14:07Z",
 "MktActivityRecord": [{"mRID": "c89d18c3-8461-4e1a-9a06-396fbc27ca68",
 "marketEvaluationPoint.mRID": {"codingScheme": "A10", "value": "707057599000100316"},
 "marketEvaluationPoint.energySupplier_MarketParticipant.mRID": {"codingScheme": "A10", "value": "7099990001015"},
 "marketEvaluationPoint.customer_MarketParticipant.mRID": {"codingScheme": "NNO", "value": "313000125"},
 "marketEvaluationPoint.customer_MarketParticipant.name": "Bakeri AS",
 "start_DateAndOrTime.dateTime": "2026-12-06T23:00:00Z"}]}})";
  take_parts({documents, std::string(bytes)});
}

void take_values(std::string_view bytes) {
  // Two values, for their equality.
  const auto cut = std::min(bytes.find('\n'), bytes.size());
  const auto first = bytes.substr(0, cut);
  const auto second = bytes.substr(std::min(cut + 1, bytes.size()));
  for (const auto& [what, key] : {std::pair("dateTime", &schema::date_time_key),
                                  {"duration", &schema::duration_key},
                                  {"gMonthDay", &schema::month_day_key}}) {
    const auto a = key(first);
    const auto b = key(second);
    if (a && key(*a) && *key(*a) != *a) throw Broken(fmt::format("{}: the key of a key is another", what));
    if (first == second && a != b) throw Broken(fmt::format("{}: a value is not itself", what));
  }
  if (const auto time = schema::parse_date_time(first)) {
    const auto utc = schema::to_utc_text(*time);
    const auto again = schema::parse_date_time(utc);
    const bool year_of_four = utc.find('-', 1) == 4 && utc.front() != '-';
    if (year_of_four && (!again || again->seconds != time->seconds))
      throw Broken("dateTime: in UTC it is another");
    schema::to_minute_text(*time);
  }
  if (schema::parse_duration(first) && !schema::is_duration(first))
    throw Broken("duration: parsed, and none");
  schema::is_month_day(first);
  const auto a = schema::parse_decimal(first);
  const auto b = schema::parse_decimal(second);
  if (schema::parse_integer(first) && !a) throw Broken("an integer that is no decimal");
  if (a) {
    const auto text = schema::canonical(*a);
    const auto again = schema::parse_decimal(text);
    if (!again || schema::compare(*again, *a) != 0) throw Broken("decimal: its canonical text is another");
  }
  if (a && b) {
    if ((schema::compare(*a, *b) == 0) != (schema::canonical(*a) == schema::canonical(*b)))
      throw Broken("decimal: equal and not");
    if ((schema::compare(*a, *b) < 0) != (schema::compare(*b, *a) > 0))
      throw Broken("decimal: less both ways");
  }
}

void take_paths(std::string_view bytes) {
  const auto cut = std::min(bytes.find('\n'), bytes.size());
  const auto first = bytes.substr(0, cut);
  const auto second = bytes.substr(std::min(cut + 1, bytes.size()));
  const mapping::PathQuery query(first);
  if (query.is(second) && !query.matches(second)) throw Broken("a place is not below itself");
  query.is_schema_path(second);
  query.is_below_schema_path(second);
  check::fits(first, second);
  check::fits_name(first, second);
  const auto relative = check::relative_to(std::string(first), std::string(second));
  if (relative.size() > 4 * (first.size() + second.size() + 1024)) throw Broken("a path that grows");
}

}  // namespace cimgate::fuzz

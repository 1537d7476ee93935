#include "gateway/mapping/explain_steps.hpp"

#include <fmt/format.h>

namespace cimgate::mapping {
namespace {

void add_code(const Conversion& conversion, bool to_bim, ExplainedValue& made) {
  const std::string& bim = to_bim ? made.value : made.source_value;
  const auto entry = conversion.codes->forward(bim);
  ExplainedCode code;
  code.table = conversion.table->name;
  code.from = made.source_value;
  code.to = made.value;
  code.file = place_of(entry ? entry->origin : conversion.table->origin);
  code.exact = !entry || entry->exact;
  code.source = {conversion.table->source_status, conversion.table->source_ref};
  made.steps.push_back({fmt::format("{} becomes {} by the table {}{}", code.from, code.to, code.table,
                                    code.exact ? "" : " (the nearest code there is)"),
                        fmt::format("{} blir {} etter tabellen {}{}", code.from, code.to, code.table,
                                    code.exact ? "" : " (den nærmeste koden som finnes)")});
  made.code = std::move(code);
}

void add_conversion(const Conversion& conversion, bool to_bim, ExplainedValue& made) {
  switch (conversion.kind) {
    case Conversion::Kind::copy:
      made.steps.push_back({"as it is", "som den er"});
      break;
    case Conversion::Kind::instant:
      made.steps.push_back(to_bim ? Text{"the same instant", "samme tidspunkt"}
                                  : Text{"the same instant, in UTC", "samme tidspunkt, i UTC"});
      break;
    case Conversion::Kind::minute:
      made.steps.push_back({"the same instant, in whole minutes of UTC on the CIM side",
                            "samme tidspunkt, i hele minutter UTC på CIM-siden"});
      break;
    case Conversion::Kind::from_zero:
      made.steps.push_back({"BIM counts from 0 here and CIM from 1", "BIM teller fra 0 her, og CIM fra 1"});
      break;
    case Conversion::Kind::short_id:
      made.steps.push_back(
          to_bim ? Text{"as it is; a UUID without its hyphens", "som den er; en UUID uten bindestrekene"}
                 : Text{"as it is", "som den er"});
      break;
    case Conversion::Kind::codes:
      add_code(conversion, to_bim, made);
      break;
  }
}

std::string kind_of(const Conversion& conversion) {
  if (conversion.kind == Conversion::Kind::codes) return "translated";
  return conversion.kind == Conversion::Kind::copy ? "copied" : "converted";
}

void add_computation(const Source& source, ExplainedValue& made) {
  switch (source.kind) {
    case SourceDef::Kind::constant:
      made.steps.push_back(
          {fmt::format("always {}", source.constant), fmt::format("alltid {}", source.constant)});
      break;
    case SourceDef::Kind::number:
      made.steps.push_back({"the number of the record", "nummeret på forekomsten"});
      break;
    case SourceDef::Kind::bim:
      // A default stands in for a value of its own kind: both sides are BIM then.
      add_conversion(source.conversion, false, made);
      break;
    case SourceDef::Kind::uuid:
      made.steps.push_back(
          {"a name-based UUID of it, the same on every run", "en navnebasert UUID av den, lik hver gang"});
      break;
    case SourceDef::Kind::days:
      made.steps.push_back({"the number of calendar days of the period", "antall kalenderdøgn i perioden"});
      break;
  }
}

}  // namespace

std::string place_of(const Origin& origin) {
  return fmt::format("{}:{}", origin.file, origin.line);
}

void describe(const Trace& trace, bool to_bim, ExplainedValue& made) {
  const CorrespondenceDef& def = *trace.rule->def;
  made.rule = place_of(trace.how == Trace::How::alternative ? trace.branch->def->origin : def.origin);
  for (const auto& use : def.used_from) made.used_from.push_back(place_of(use));
  switch (trace.how) {
    case Trace::How::value:
      if (def.join) {
        made.how = "joined";
        made.steps.push_back({fmt::format("{} values put together", trace.rule->bim.size()),
                              fmt::format("{} verdier satt sammen", trace.rule->bim.size())});
      } else {
        made.how = kind_of(trace.rule->conversion);
        add_conversion(trace.rule->conversion, to_bim, made);
      }
      break;
    case Trace::How::computed:
      made.how = trace.computed->kind == SourceDef::Kind::constant ? "constant" : "computed";
      add_computation(*trace.computed, made);
      break;
    case Trace::How::otherwise:
      made.how = "policy";
      made.reason = def.policy;
      made.steps.push_back({"the message has no value for it", "meldingen har ingen verdi for dette"});
      add_computation(*trace.computed, made);
      break;
    case Trace::How::alternative:
      made.how = "alternative";
      made.steps.push_back({fmt::format("tells that the {} is '{}'", def.name, trace.branch->def->name),
                            fmt::format("sier at {} er «{}»", def.name, trace.branch->def->name)});
      break;
    case Trace::How::standard:
      made.how = "default";
      made.steps.push_back({"the documents do not say it", "dokumentene sier det ikke"});
      add_computation(*trace.computed, made);
      break;
  }
}

}  // namespace cimgate::mapping

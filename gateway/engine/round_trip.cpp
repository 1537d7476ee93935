#include "cimgate/gateway.hpp"
#include "gateway/document/write.hpp"
#include "gateway/engine/translation.hpp"
#include "gateway/json/write.hpp"
#include "gateway/mapping/residual.hpp"
#include "gateway/xml/write.hpp"

namespace cimgate {
namespace {

std::string_view kind_of(document::SupplementEntry::Kind kind) {
  using Kind = document::SupplementEntry::Kind;
  return kind == Kind::absent ? "added" : kind == Kind::present ? "missing" : "value";
}

void compare(const document::Document& first, const document::Document& last, RoundTrip& trip) {
  for (const auto& found : mapping::difference(first, last)) {
    const bool missing = found.entry.kind == document::SupplementEntry::Kind::value &&
                         found.given == document::no_node && found.attribute == nullptr;
    trip.differences.push_back(
        {found.entry.path, std::string(missing ? "missing" : kind_of(found.entry.kind))});
  }
}

void compare_with_same_kind(const document::Message& first, const std::vector<document::Message>& returned,
                            RoundTrip& trip) {
  for (const auto& last : returned)
    if (last.kind->root == first.kind->root) {
      compare(first.document, last.document, trip);
      return;
    }
  trip.differences.push_back({first.kind->root.local, "missing"});
}

void add_findings(const std::vector<Finding>& findings, RoundTrip& trip) {
  trip.findings.insert(trip.findings.end(), findings.begin(), findings.end());
}

}  // namespace

RoundTrip Gateway::round_trip(const std::vector<std::string>& parts, const RoundTripOptions& options) const {
  auto input = read_input(*engine_, parts, {{}, options.schema}, options.limits);
  RoundTrip trip;
  trip.message = names_of(input.read.messages);
  trip.profile = options.profile;
  if (!input.read.messages.empty()) trip.profile = profile_for(input.read.messages.front(), options.profile);
  add_findings(input.findings, trip);
  trip.lines = lines_of(input.read, trip.findings);
  if (!input.all_valid()) return trip;

  // CIM documents come back in the profile that they are in.
  const auto& first = *input.read.messages.front().set;
  if (options.profile.empty() && first.side == schema::SchemaSet::Side::cim) trip.profile = first.id;

  auto there = translate_input(*engine_, input, options.profile, {});
  for (std::size_t i = 0; i < there.translations.size(); ++i) {
    auto& translation = there.translations[i];
    add_findings(translation.findings, trip);
    trip.fault = trip.fault || translation.fault;
    if (translation.documents.empty()) return trip;
    // By the written form: what a reader of the other side would see.
    const auto* supplement = translation.supplement ? &*translation.supplement : nullptr;
    constexpr document::WriteOptions compact{.indent = false};
    std::vector<std::string> text(1);
    text.front() = there.from_bim && !options.by_xml
                       ? json::bundle_to_json(translation.documents, supplement, compact)
                       : xml::bundle_to_xml(translation.documents, supplement, compact);
    const auto& made = *translation.documents.front().set;
    // What was written is all that counts from here on.
    translation.documents.clear();
    translation.supplement.reset();
    const auto again = read_input(*engine_, text, there.from_bim ? Asked(trip.profile) : Asked({}, made.id),
                                  limits_of_own(options.limits));
    text.clear();
    add_findings(again.findings, trip);
    if (!again.all_valid()) {
      trip.fault = true;
      return trip;
    }
    const auto back = translate_input(*engine_, again, trip.profile, {},
                                      there.from_bim ? input.read.messages[i].set : nullptr);
    for (const auto& translated : back.translations) {
      trip.fault = trip.fault || translated.fault;
      add_findings(translated.findings, trip);
      if (translated.documents.empty()) return trip;
    }
    const auto& returned = back.translations.front().documents;
    if (there.from_bim) {
      compare(input.read.messages[i].document, returned.front().document, trip);
    } else {
      for (const auto& message : input.read.messages) compare_with_same_kind(message, returned, trip);
    }
  }
  trip.equal = trip.differences.empty();
  return trip;
}

}  // namespace cimgate

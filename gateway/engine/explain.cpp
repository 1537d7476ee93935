#include "gateway/mapping/explain.hpp"

#include <iterator>

#include "cimgate/gateway.hpp"
#include "gateway/engine/explaining.hpp"
#include "gateway/engine/translation.hpp"
#include "gateway/mapping/schema_leaves.hpp"
#include "gateway/mapping/why_not.hpp"

namespace cimgate {
namespace {

using mapping::PathQuery;
using mapping::TranslationView;

template <typename Items>
void add(Items&& items, std::decay_t<Items>& to) {
  std::move(items.begin(), items.end(), std::back_inserter(to));
}

/// True when the messages that were read could have a value at the place.
bool could_be_given(const TranslationView& view, const PathQuery& place) {
  for (const auto* source : view.sources) {
    const auto& root = *source->root().element;
    for (const auto& leaf : mapping::leaves_of(root)) {
      const std::string path = '/' + root.name.local + '/' + leaf.path;
      if (place.is_schema_path(path) || place.matches(path)) return true;
    }
  }
  return false;
}

/// A value of a BIM message that went nowhere: the way back finds it again by itself.
std::size_t on_the_way_back(const Engine& engine, const TranslationView& view, const PathQuery& place,
                            const mapping::TakeExplained& take) {
  const auto& there = view.translation;
  const auto back =
      engine.translator->to_bim(there.documents, there.supplement ? &*there.supplement : nullptr,
                                there.plan->def->message, there.plan->bim_set, mapping::Tracing::yes);
  if (back.documents.empty()) return 0;
  TranslationView view_back{back, {}, there.supplement ? &*there.supplement : nullptr};
  for (const auto& document : there.documents) view_back.sources.push_back(&document.document);
  return mapping::explain(view_back, &place, take);
}

void explain_one(const Engine& engine, const TranslationView& view, const ExplainOptions& options,
                 const mapping::TakeExplained& take, Explained& out) {
  const std::string& asked = options.why_not.empty() ? options.path : options.why_not;
  const PathQuery place(asked);
  auto values = mapping::explain(view, asked.empty() ? nullptr : &place, take);
  if (values == 0 && !asked.empty() && options.why_not.empty() && !view.to_bim())
    values = on_the_way_back(engine, view, place, take);
  if (values > 0 || asked.empty()) return;
  auto absences = mapping::why_not(view, place);
  if (absences.empty() && could_be_given(view, place))
    absences.push_back({{},
                        {"the message that was translated has no value there",
                         "meldingen som ble oversatt, har ingen verdi der"}});
  if (absences.empty()) out.similar = mapping::similar_places(view, asked);
  add(std::move(absences), out.absences);
}

}  // namespace

Explained Gateway::explain(const std::vector<std::string>& parts, const ExplainOptions& options) const {
  std::vector<ExplainedValue> values;
  auto out = explain_into(*engine_, parts, options,
                          {{}, [&](const ExplainedValue& value) { values.push_back(value); }});
  out.values = std::move(values);
  return out;
}

Explained explain_into(const Engine& engine, const std::vector<std::string>& parts,
                       const ExplainOptions& options, const ExplanationSink& sink) {
  auto input = read_input(engine, parts, {{}, options.schema}, options.limits);
  Explained out;
  out.message = names_of(input.read.messages);
  out.findings = input.findings;
  if (input.all_valid()) {
    const auto other =
        translate_input(engine, input, options.profile, options.message, nullptr, mapping::Tracing::yes);
    out.profile = other.from_bim ? options.profile : input.read.messages.front().set->id;
    if (out.profile.empty()) out.profile = profile_for(input.read.messages.front(), {});
    if (sink.begin) sink.begin(out);
    for (std::size_t i = 0; i < other.translations.size(); ++i) {
      const auto& translation = other.translations[i];
      out.fault = out.fault || translation.fault;
      if (translation.documents.empty()) {
        out.findings.insert(out.findings.end(), translation.findings.begin(), translation.findings.end());
        continue;
      }
      TranslationView view{translation, {}, input.read.supplement ? &*input.read.supplement : nullptr};
      if (other.from_bim)
        view.sources.push_back(&input.read.messages[i].document);
      else
        for (const auto& message : input.read.messages) view.sources.push_back(&message.document);
      explain_one(engine, view, options, sink.value, out);
    }
  }
  if (sink.begin && !input.all_valid()) sink.begin(out);
  out.findings_left_out = input.findings_left_out + cut(out.findings, options.limits.findings);
  out.lines = lines_of(input.read, out.findings);
  return out;
}

}  // namespace cimgate

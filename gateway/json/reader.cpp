#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/conformance/profile_choice.hpp"
#include "gateway/document/message.hpp"
#include "gateway/document/supplement_form.hpp"
#include "gateway/json/document.hpp"
#include "gateway/json/findings.hpp"
#include "gateway/json/read.hpp"
#include "gateway/json/supplement.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/source/problem.hpp"
#include "gateway/text/nearest.hpp"

namespace cimgate::json {
namespace {

using Kind = JsonValue::Kind;
using schema::SchemaSet;

const Text bundle_advice = {
    R"(Send {"documents": [{"…_MarketDocument": {…}}]}, or one document alone as {"…_MarketDocument": {…}}.)",
    R"(Send {"documents": [{"…_MarketDocument": {…}}]}, eller ett dokument alene som {"…_MarketDocument": {…}}.)"};

/// The document that a root name is likely meant for; people leave out "_MarketDocument".
std::string_view meant_root(std::string_view name, const std::vector<std::string_view>& known) {
  if (const auto meant = text::did_you_mean(name, known); !meant.empty()) return meant;
  std::vector<std::string_view> stems;
  stems.reserve(known.size());
  for (const auto each : known) stems.push_back(each.substr(0, each.rfind('_')));
  const auto stem = text::did_you_mean(name, stems);
  for (std::size_t i = 0; i < known.size(); ++i)
    if (!stem.empty() && stems[i] == stem) return known[i];
  return {};
}

class Reader {
 public:
  Reader(const schema::Catalog& catalog, const document::ReadOptions& options, document::ReadResult& result)
      : catalog_(catalog), options_(options), result_(result), findings_(result, options.limits) {}

  void read() {
    auto json = parse_json(result_.source.text(), options_.limits);
    if (!json) {
      auto& error = json.error();
      findings_.add(std::move(error.rule), error.position, std::move(error.text), std::move(error.advice),
                    JsonSource::rfc);
      return;
    }
    json_ = std::move(*json);
    read_whole();
    check_profile();
    conformance::choose_profile(catalog_, conformance::asked_profile(options_, result_.supplement),
                                result_.messages);
    findings_.sort();
  }

 private:
  void read_whole() {
    const JsonValue& whole = json_[0];
    if (whole.kind != Kind::object)
      return report(
          whole.position,
          {fmt::format("The JSON is {}; it must be a document or a bundle.", describe(whole.kind).en),
           fmt::format("JSON-teksten er {}, men skal være et dokument eller en dokumentpakke.",
                       describe(whole.kind).nb)});
    if (json_.member(0, document::bundle_documents) != no_json) return read_bundle();
    const JsonId wrapped = json_.member(0, document::bundle_supplement);
    if (looks_like_supplement(json_, 0)) return read_supplement_alone(0);
    if (wrapped != no_json && whole.count == 1) return read_supplement_alone(wrapped);
    read_document(0);
  }

  void read_bundle() {
    for (JsonId at = json_[0].first; at != no_json; at = json_[at].next) {
      const JsonValue& value = json_[at];
      if (value.name == document::bundle_supplement) {
        result_.supplement = supplement_from_json(json_, at, findings_);
      } else if (value.name != document::bundle_documents) {
        const auto name = source::shown_name(value.name);
        report(value.name_position, {fmt::format("A bundle has no member '{}'.", name),
                                     fmt::format("En dokumentpakke har ikke medlemmet '{}'.", name)});
      } else if (value.kind != Kind::array) {
        report(value.position, wrong_shape(value.name, describe(value.kind), describe(Kind::array)));
      } else {
        if (value.count == 0)
          report(value.position, {"The bundle has no documents.", "Dokumentpakken har ingen dokumenter."});
        for (JsonId item = value.first; item != no_json; item = json_[item].next) read_document(item);
      }
    }
  }

  void read_supplement_alone(JsonId id) {
    result_.supplement = supplement_from_json(json_, id, findings_);
    findings_.add("schema.supplement-alone", json_[id].position,
                  {"This is a supplement without the documents that it belongs to.",
                   "Dette er et tillegg uten dokumentene det hører til."},
                  {R"(Send it with its documents: {"documents": […], "supplement": {…}}.)",
                   R"(Send det sammen med dokumentene: {"documents": […], "supplement": {…}}.)"},
                  JsonSource::bundle_form);
  }

  void check_profile() {
    if (!result_.supplement || result_.supplement->profile.empty()) return;
    if (conformance::find_profile(catalog_, result_.supplement->profile) != nullptr) return;
    report(json_[0].position,
           {"The supplement names a profile that is not known.", "Tillegget oppgir en ukjent profil."});
  }

  /// {"X_MarketDocument": {…}}
  void read_document(JsonId id) {
    const JsonValue& value = json_[id];
    if (value.kind != Kind::object)
      return report(value.position,
                    {fmt::format("A document is {}; it must be an object.", describe(value.kind).en),
                     fmt::format("Et dokument er {}, men skal være et objekt.", describe(value.kind).nb)});
    if (value.count != 1)
      return report(
          value.count == 0 ? value.position : json_[json_[value.first].next].name_position,
          {fmt::format("A document must be an object with one member, the root element; this one has {}.",
                       value.count),
           fmt::format("Et dokument skal være et objekt med ett medlem, rotelementet; dette har {}.",
                       value.count)});
    const JsonValue& root = json_[value.first];
    const auto found = conformance::find_cim_kind(catalog_, options_.profile, root.name);
    if (found.kind == nullptr) return unknown_root(root);
    const auto schema = catalog_.schema(*found.set, *found.kind);
    const auto* element = schema ? (*schema)->root(found.kind->root) : nullptr;
    if (element == nullptr) return broken_schema(root, schema ? std::string() : schema.error());
    document::Message message{found.set, found.kind, document::Document(*schema, *element)};
    if (result_.messages.empty()) message.document.reserve(json_.size());
    fill_from_json(json_, value.first, message.document, findings_);
    result_.messages.push_back(std::move(message));
  }

  void unknown_root(const JsonValue& root) {
    std::vector<std::string_view> known;
    const SchemaSet* bim = nullptr;
    const SchemaSet* other =
        nullptr;  // where the document is, when it is not in the profile that was asked for
    for (const auto& set : catalog_.sets()) {
      const auto* kind = set.find(root.name);
      if (set.side == SchemaSet::Side::bim) {
        if (kind != nullptr) bim = &set;
        continue;
      }
      if (kind != nullptr) other = &set;
      if (options_.profile.empty() || set.id == options_.profile)
        for (const auto& message : set.messages) known.push_back(message.root.local);
    }
    const auto name = source::shown_name(root.name);
    Text text = {fmt::format("There is no CIM document '{}'.", name),
                 fmt::format("Det finnes ikke noe CIM-dokument '{}'.", name)};
    Text advice = {"`cimgate schemas list` shows the documents that there are.",
                   "`cimgate schemas list` viser dokumentene som finnes."};
    if (other != nullptr) {
      text = {fmt::format("The profile {} has no document '{}'.", options_.profile, name),
              fmt::format("Profilen {} har ikke dokumentet '{}'.", options_.profile, name)};
      advice = {fmt::format("The profile {} has it.", other->id),
                fmt::format("Profilen {} har det.", other->id)};
    } else if (bim != nullptr) {
      text = {fmt::format("'{}' is a message of {}; its form is XML, not JSON.", name, bim->id),
              fmt::format("'{}' er en melding i {}; den er XML, ikke JSON.", name, bim->id)};
      advice = {"Send it as XML.", "Send den som XML."};
    } else if (const auto meant = meant_root(root.name, known); !meant.empty()) {
      advice = {fmt::format("Did you mean '{}'?", meant), fmt::format("Mente du '{}'?", meant)};
    }
    if (findings_.add("schema.unknown-root", root.name_position, std::move(text), std::move(advice)))
      findings_[findings_.last()].xpath = "/" + name;
  }

  /// Our own data folder is wrong, so the document cannot be judged.
  void broken_schema(const JsonValue& root, const std::string& why) {
    const auto name = source::shown_name(root.name);
    if (!findings_.add(
            "schema.not-loaded", root.name_position,
            {fmt::format("The schema of '{}' could not be loaded: {}", name, why),
             fmt::format("Skjemaet til '{}' kunne ikke lastes: {}", name, why)},
            {"Check the folder given with --data.", "Kontroller mappen som er oppgitt med --data."}))
      return;
    findings_[findings_.last()].outcome = Outcome::undetermined;
    findings_[findings_.last()].xpath = "/" + name;
  }

  void report(source::Position position, Text text) {
    findings_.add("schema.json-bundle", position, std::move(text), bundle_advice, JsonSource::bundle_form);
  }

  const schema::Catalog& catalog_;
  const document::ReadOptions& options_;
  document::ReadResult& result_;
  JsonFindings findings_;
  JsonTree json_;
};

}  // namespace

document::ReadResult read_json(const schema::Catalog& catalog, source::SourceText source,
                               const document::ReadOptions& options) {
  document::ReadResult result;
  result.source = std::move(source);
  Reader(catalog, options, result).read();
  return result;
}

}  // namespace cimgate::json

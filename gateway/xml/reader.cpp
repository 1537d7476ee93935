#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "gateway/conformance/profile_choice.hpp"
#include "gateway/document/made_documents.hpp"
#include "gateway/document/message.hpp"
#include "gateway/document/root_names.hpp"
#include "gateway/document/supplement_form.hpp"
#include "gateway/source/problem.hpp"
#include "gateway/xml/fault.hpp"
#include "gateway/xml/message_builder.hpp"
#include "gateway/xml/out.hpp"
#include "gateway/xml/parser.hpp"
#include "gateway/xml/read.hpp"
#include "gateway/xml/reference_grammars.hpp"
#include "gateway/xml/survey.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::xml {
namespace {

using schema::SchemaSet;

/// The name of the root element before anything is parsed: it decides which schemas are needed.
struct RootName {
  std::string ns;
  std::string_view local;
};

RootName look_at_root(std::string_view text, const XmlSurvey& survey) {
  if (survey.root == std::string_view::npos) return {};
  const auto tag = text.substr(survey.root, survey.root_end - survey.root);
  const auto name = split_name(name_in_tag(tag));
  std::vector<RawAttribute> attributes;
  read_attributes(tag, attributes);
  RootName root = {{}, name.local};
  for (const auto& attribute : attributes) {
    const auto declared = split_name(attribute.name);
    const bool is_ours = name.prefix.empty() ? attribute.name == "xmlns"
                                             : declared.prefix == "xmlns" && declared.local == name.prefix;
    if (is_ours) append_attribute_text(attribute.value, root.ns);
  }
  return root;
}

/// True when operations stand around the messages, or a SOAP envelope.
bool is_envelope(const schema::Catalog& catalog, const RootName& root) {
  return root.ns == document::soap_namespace || document::is_operation(catalog, root.ns, root.local);
}

const SchemaSet* first_cim_set(const schema::Catalog& catalog, std::string_view id) {
  for (const auto& set : catalog.sets())
    if (set.side == SchemaSet::Side::cim && (id.empty() || set.id == id)) return &set;
  return nullptr;
}

ReferenceGrammars::Grammars grammars_for(const schema::Catalog& catalog, const RootName& root,
                                         const document::ReadOptions& options) {
  auto& grammars = catalog.extension<ReferenceGrammars>();
  if (const auto found = document::find_message(catalog, options, root.ns, root.local); found.kind != nullptr)
    return grammars.message(*found.set, *found.kind);
  if (is_envelope(catalog, root)) {
    if (const auto* set = document::set_of_envelope(catalog, options, {})) return grammars.envelope(*set);
  } else if (root.ns == document::bundle_namespace) {
    if (const auto* set = first_cim_set(catalog, options.profile)) return grammars.bundle(*set);
  }
  return grammars.none();
}

Finding no_reference(const std::string& why) {
  auto finding = source::make_problem(
      "schema.not-loaded", {},
      {fmt::format("The schemas could not be compiled, so the message was not read: {}", why),
       fmt::format("Skjemaene kunne ikke kompileres, så meldingen ble ikke lest: {}", why)},
      {"Check the folder given with --data.", "Kontroller mappen som er oppgitt med --data."});
  finding.outcome = Outcome::undetermined;
  return finding;
}

void forget_content(document::ReadResult& result) {
  result.messages.clear();
  result.envelope.reset();
  result.supplement.reset();
  result.findings.clear();
  result.reference_errors.clear();
  result.findings_left_out = 0;
}

/// The documents, when they can be made and nothing was told of what stands around them.
bool take_made(const document::MakeDocuments& make, const document::ReadOptions& options,
               const std::vector<MessageBuilder::Told>& told, document::ReadResult& result) {
  if (!make ||
      std::any_of(told.begin(), told.end(), [](const auto& one) { return one.node == document::no_node; }))
    return false;
  auto made = make(result.source, options);
  if (!made) return false;
  result.messages = std::move(*made);
  return true;
}

/// Reads the source in `result`; what it holds besides is replaced.
void read_source(const schema::Catalog& catalog, const RootName& root, const XmlSurvey& survey,
                 const document::ReadOptions& options, const document::MakeDocuments& make,
                 const source::Seam& seam, document::ReadResult& result) {
  forget_content(result);
  const auto grammars = grammars_for(catalog, root, options);
  if (!grammars) {
    result.findings.push_back(no_reference(grammars.error()));
    return;
  }
  // Xerces-C++ gives up when it compares keys that are no values of their type, as if the text were not
  // well-formed. What is not well-formed without validation, too, really is not.
  std::optional<std::vector<MessageBuilder::Told>> told;  // all that is told, when there would be more
  for (const auto validation : {Validation::full, Validation::without_keys, Validation::none}) {
    if (told && validation != Validation::none) continue;
    MessageBuilder builder(catalog, options, survey.elements, result);
    if (told) builder.put_told(std::move(*told));
    const auto fault = parse_xml(result.source.text(), **grammars, validation, survey.odd_hints, builder);
    if (!fault) {
      builder.finish();
      if (validation == Validation::none && !told)
        result.reference_errors.push_back({{1, 1}, "/", "The reference parser could not validate this."});
      return;
    }
    auto envelope = std::move(result.envelope);
    forget_content(result);
    if (fault->enough) {
      told = builder.take_told();
      if (!take_made(make, options, *told, result)) continue;
      result.envelope = std::move(envelope);
      MessageBuilder made(catalog, options, survey.elements, result);
      made.put_told(std::move(*told));
      made.finish();
      return;
    }
    if (!fault->certain && validation != Validation::none) continue;
    result.findings.push_back(describe_fault(result.source, *fault, seam));
    return;
  }
}

/// The set of the CIM documents in `messages`; null when there are none.
const SchemaSet* cim_set(const std::vector<document::Message>& messages) {
  for (const auto& message : messages)
    if (message.set->side == SchemaSet::Side::cim) return message.set;
  return nullptr;
}

}  // namespace

document::ReadResult read_xml(const schema::Catalog& catalog, source::SourceText source,
                              const document::ReadOptions& options) {
  return read_xml(catalog, std::move(source), options, {});
}

document::ReadResult read_xml(const schema::Catalog& catalog, source::SourceText source,
                              const document::ReadOptions& options, const document::MakeDocuments& make,
                              const source::Seam& seam) {
  document::ReadResult result;
  result.source = std::move(source);
  const auto survey = survey_xml(result.source, options.limits);
  if (!survey) {
    result.findings.push_back(survey.error());
    return result;
  }
  const auto root = look_at_root(result.source.text(), *survey);
  document::ReadOptions with_profile = options;
  if (conformance::find_profile(catalog, options.profile) == nullptr) with_profile.profile.clear();
  // Operations carry the messages of their own set.
  if (is_envelope(catalog, root) && options.schema.empty())
    if (const auto* const carried = document::set_of_envelope(catalog, options, result.source.text()))
      with_profile.schema = carried->id;
  read_source(catalog, root, *survey, with_profile, make, seam, result);

  if (options.schema.empty() && !result.reference_errors.empty())
    if (const auto* const version = conformance::choose_version(catalog, result.messages);
        version != nullptr && (!is_envelope(catalog, root) || !version->operations.empty())) {
      with_profile.schema = version->id;
      read_source(catalog, root, *survey, with_profile, make, seam, result);
    }

  const auto* const set = cim_set(result.messages);
  const auto asked = conformance::asked_profile(options, result.supplement);
  if (set == nullptr || (asked.empty() && result.reference_errors.empty() &&
                         conformance::set_of_market(catalog, result.messages) == nullptr))
    return result;
  conformance::choose_profile(catalog, asked, result.messages);
  if (const auto* const chosen = cim_set(result.messages); chosen != nullptr && chosen != set) {
    // Read again rather than rebound: the reference errors have to be those of the same schemas.
    with_profile.profile = chosen->id;
    read_source(catalog, root, *survey, with_profile, make, seam, result);
  }
  return result;
}

}  // namespace cimgate::xml

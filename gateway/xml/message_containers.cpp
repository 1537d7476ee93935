// What stands around messages: SOAP envelopes, operations, bundles and their supplements.
#include <algorithm>
#include <string>
#include <utility>

#include "gateway/document/root_names.hpp"
#include "gateway/document/supplement_form.hpp"
#include "gateway/source/problem.hpp"
#include "gateway/xml/message_builder.hpp"
#include "gateway/xml/out.hpp"

namespace cimgate::xml {

/// Nobody but the parser looks at what stands around messages.
void MessageBuilder::add_container_finding(const Told& told) {
  if (is_full()) {
    ++result_.findings_left_out;
    return;
  }
  const char* rule = "schema.envelope";
  Text text = {"The SOAP envelope does not follow its schema",
               "SOAP-konvolutten er ikke gyldig etter skjemaet"};
  Text advice = {"Compare with the WSDL of the service.", "Sammenlign med tjenestens WSDL."};
  if (told.in_supplement) {
    rule = "schema.xml-supplement";
    text = {"The supplement does not follow its schema", "Tillegget er ikke gyldig etter skjemaet"};
    advice = {
        "Write the supplement as shown in docs/supplement.md, or keep it as the translation made it.",
        "Skriv tillegget slik docs/supplement.md viser, eller la det være slik oversettelsen laget det."};
  } else if (container_ == Role::bundle) {
    rule = "schema.xml-bundle";
    text = {"The bundle does not follow its schema", "Dokumentpakken er ikke gyldig etter skjemaet"};
    advice = {"Write the bundle as shown in docs/bundles.md.",
              "Skriv dokumentpakken slik docs/bundles.md viser."};
  }
  text.en += ": " + told.error.message;
  text.nb += ": " + told.error.message;
  auto finding = source::make_problem(rule, told.error.position, std::move(text), std::move(advice));
  finding.xpath = told.error.xpath;
  result_.findings.push_back(std::move(finding));
}

MessageBuilder::Open MessageBuilder::open_root(const Tag& tag) {
  if (const auto found = document::find_message(catalog_, options_, tag.ns, tag.local); found.kind != nullptr)
    return open_message(found, tag);
  Open root = Role::skipped;
  if (tag.local == "Envelope")
    result_.envelope.emplace().root = {std::string(tag.ns), std::string(tag.local)};
  if (tag.ns == document::soap_namespace && tag.local == "Envelope")
    root = Role::envelope;
  else if (document::is_operation(catalog_, tag.ns, tag.local))
    root = open_in_body(tag);
  else if (tag.ns == document::bundle_namespace && tag.local == "bundle")
    root = Role::bundle;
  else if (tag.ns == document::bundle_namespace && tag.local == document::bundle_supplement)
    root = open_in_bundle(tag);
  else
    root = unknown(tag);
  container_ = root.role;
  stopped_ = root.role == Role::skipped && !has_fault_;
  return root;
}

MessageBuilder::Open MessageBuilder::open_in_envelope(const Tag& tag) {
  if (tag.ns != document::soap_namespace) return Role::skipped;
  if (tag.local == "Header") return Role::header;
  if (tag.local != "Body") return Role::skipped;
  ++result_.envelope->bodies;
  return Role::body;
}

/// What is in a header belongs to the transport; that it has to be understood is told.
void MessageBuilder::note_header_block(const Tag& tag) {
  if (tag.attribute_ns.empty()) return;
  read_attributes(text_.substr(tag.begin, tag.end - tag.begin), attributes_);
  std::string must, actor;
  for (std::size_t i = 0; i < std::min(attributes_.size(), tag.attribute_ns.size()); ++i) {
    if (tag.attribute_ns[i] != document::soap_namespace) continue;
    const auto local = split_name(attributes_[i].name).local;
    if (local == "mustUnderstand") append_attribute_text(attributes_[i].value, must);
    if (local == "actor") append_attribute_text(attributes_[i].value, actor);
  }
  if (document::asks_to_be_understood(must))
    result_.envelope->must_understand.push_back({{std::string(tag.ns), std::string(tag.local)}, actor});
}

MessageBuilder::Open MessageBuilder::open_in_body(const Tag& tag) {
  if (const auto found = document::find_message(catalog_, options_, tag.ns, tag.local); found.kind != nullptr)
    return open_message(found, tag);
  if (tag.ns == document::soap_namespace ? tag.local == "Fault"
                                         : document::is_fault_name(catalog_, tag.local)) {
    has_fault_ = true;
    return {};
  }
  if (!document::is_operation(catalog_, tag.ns, tag.local)) return unknown(tag);
  return Role::operation;
}

MessageBuilder::Open MessageBuilder::open_in_operation(const Tag& tag) {
  // CollectedDataRequest declares its message in the namespace of the service, with the message's own type.
  const auto* const set = document::set_of_operation(catalog_, options_, tag.ns, tag.local);
  if (const auto found = document::find_bim_message(set, tag.local); found.kind != nullptr)
    return open_message(found, tag);
  return open_in_body(tag);
}

MessageBuilder::Open MessageBuilder::open_in_bundle(const Tag& tag) {
  if (const auto found = document::find_message(catalog_, options_, tag.ns, tag.local); found.kind != nullptr)
    return open_message(found, tag);
  if (tag.ns != document::bundle_namespace || tag.local != document::bundle_supplement) return unknown(tag);
  if (result_.supplement) return {};  // the schema has room for one
  result_.supplement = document::Supplement{attribute_value(tag, document::supplement_message),
                                            attribute_value(tag, document::supplement_schema),
                                            attribute_value(tag, document::supplement_profile),
                                            {}};
  return Role::supplement;
}

MessageBuilder::Open MessageBuilder::open_in_supplement(const Tag& tag) {
  const auto kind = document::supplement_kind_of(tag.local);
  if (!kind || tag.ns != document::bundle_namespace) return {};
  document::SupplementEntry entry;
  entry.kind = *kind;
  entry.path = attribute_value(tag, document::supplement_path);
  entry.reason = attribute_value(tag, document::supplement_reason);
  result_.supplement->entries.push_back(std::move(entry));
  return Role::entry;
}

std::string MessageBuilder::attribute_value(const Tag& tag, std::string_view name) {
  read_attributes(text_.substr(tag.begin, tag.end - tag.begin), attributes_);
  std::string value;
  for (const auto& attribute : attributes_)
    if (attribute.name == name) append_attribute_text(attribute.value, value);
  return value;
}

void MessageBuilder::finish() {
  const bool is_done = container_ == Role::message || !result_.findings.empty();
  add_reference_errors(!is_done);
  if (is_done) return;
  if (container_ == Role::bundle || container_ == Role::supplement) return check_bundle();
  if (!result_.messages.empty()) return;
  Text text = {"The SOAP envelope has no message.", "SOAP-konvolutten inneholder ingen melding."};
  if (has_fault_)
    text = {
        "This is a SOAP fault, the technical answer that a message was refused; there is no message in it.",
        "Dette er en SOAP-feil, det tekniske svaret på at en melding ble avvist; det er ingen melding i "
        "den."};
  add_finding(source::make_problem(
      "schema.no-message", {1, 1}, std::move(text),
      {"Send the envelope of a request, or of an answer that holds messages.",
       "Send konvolutten til en forespørsel, eller til et svar som inneholder meldinger."}));
}

void MessageBuilder::check_bundle() {
  if (container_ == Role::supplement) {
    add_finding(source::make_problem("schema.supplement-alone", {1, 1},
                                     {"This is a supplement without the documents that it belongs to.",
                                      "Dette er et tillegg uten dokumentene det hører til."},
                                     {"Send it with its documents in one bundle.",
                                      "Send det sammen med dokumentene i én dokumentpakke."}));
  } else if (result_.messages.empty()) {
    add_finding(source::make_problem(
        "schema.no-message", {1, 1}, {"The bundle has no documents.", "Dokumentpakken har ingen dokumenter."},
        {"Send the documents together with their supplement.", "Send dokumentene sammen med tillegget."}));
  }
  if (result_.supplement && !result_.supplement->profile.empty() &&
      conformance::find_profile(catalog_, result_.supplement->profile) == nullptr)
    add_finding(source::make_problem(
        "schema.xml-supplement", {1, 1},
        {"The supplement names a profile that is not known.", "Tillegget oppgir en ukjent profil."},
        {"`cimgate schemas list` shows the profiles that there are.",
         "`cimgate schemas list` viser profilene som finnes."}));
}

}  // namespace cimgate::xml

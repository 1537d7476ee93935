#include "gateway/report/rule_texts.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace cimgate::report {
namespace {

struct Row {
  std::string_view rule;
  std::string_view en;
  std::string_view nb;
};

/// What is wrong when the rule strikes, in a few words. Sorted by rule.
constexpr Row rows[] = {
    {"check.expected-to-fail", "A file that was expected to fail did not fail",
     "En fil som skulle feile, feilet ikke"},
    {"check.fault", "Internal error: the file was not checked to the end",
     "Intern feil: filen ble ikke kontrollert ferdig"},
    {"check.gave-up", "Workers died over the message, and it was not tried again",
     "Prosesser stanset under arbeidet med meldingen, og den ble ikke forsøkt igjen"},
    {"check.not-there", "The message could not be had", "Meldingen kunne ikke hentes"},
    {"codes.eic-check-character", "Wrong check character in an EIC", "Feil kontrolltegn i en EIC"},
    {"codes.gln-check-digit", "Wrong check digit in a GLN", "Feil kontrollsiffer i en GLN"},
    {"codes.gsrn-check-digit", "Wrong check digit in a metering point id",
     "Feil kontrollsiffer i en målepunkt-ID"},
    {"codes.list-agency", "Wrong issuer of a code", "Feil utgiver av en kode"},
    {"codes.national-identity-number", "Wrong check digits in a national identity number",
     "Feil kontrollsifre i et fødselsnummer"},
    {"codes.not-judged", "Codes not checked: there are no rules for the message's schema set",
     "Koder ikke kontrollert: det finnes ingen regler for meldingens skjemasett"},
    {"codes.organisation-number", "Wrong check digit in an organisation number",
     "Feil kontrollsiffer i et organisasjonsnummer"},
    {"market.not-judged", "Market rules not checked: the market state is missing",
     "Markedsregler ikke kontrollert: markedsdata mangler"},
    {"message.not-judged", "Rules of the processes not checked: they are about messages of BIM",
     "Prosessreglene ikke kontrollert: de gjelder BIM-meldinger"},
    {"roundtrip.added", "Something is added when translated there and back",
     "Noe er kommet til etter oversettelse frem og tilbake"},
    {"roundtrip.missing", "Something is lost when translated there and back",
     "Noe er borte etter oversettelse frem og tilbake"},
    {"roundtrip.value", "A value changes when translated there and back",
     "En verdi er endret etter oversettelse frem og tilbake"},
    {"schema.bad-value", "A value that its type does not allow", "En verdi som typen ikke tillater"},
    {"schema.choice", "Not exactly one of elements that exclude each other",
     "Ikke nøyaktig ett av elementer som utelukker hverandre"},
    {"schema.element-order", "Elements in the wrong order", "Elementer i feil rekkefølge"},
    {"schema.engines-disagree", "The two engines that check the schema disagree",
     "De to motorene som kontrollerer skjemaet, er uenige"},
    {"schema.envelope", "The SOAP envelope is not valid", "SOAP-konvolutten er ikke gyldig"},
    {"schema.json-bundle", "A bundle in JSON is not valid", "En dokumentpakke i JSON er ikke gyldig"},
    {"schema.json-character", "A character that XML cannot hold", "Et tegn som XML ikke kan ha"},
    {"schema.json-null", "null where a value is required", "null der en verdi må være oppgitt"},
    {"schema.json-shape", "A member does not have the shape of the JSON form",
     "Et medlem har ikke formen JSON-formatet krever"},
    {"schema.json-supplement", "A supplement in JSON is not valid", "Et tillegg i JSON er ikke gyldig"},
    {"schema.json-value-missing", "A coding scheme without a value", "Et kodeskjema uten verdi"},
    {"schema.missing-attribute", "A required attribute is missing", "Et påkrevd attributt mangler"},
    {"schema.missing-element", "A required element is missing", "Et påkrevd element mangler"},
    {"schema.nil", "nil where the schema does not allow it", "nil der skjemaet ikke tillater det"},
    {"schema.no-message", "No message in the input", "Ingen melding i filen"},
    {"schema.not-judged", "Schema not checked to the end: the version of a large message is open",
     "Skjemaet er ikke kontrollert ferdig: versjonen til en stor melding er åpen"},
    {"schema.not-loaded", "The schemas cannot be loaded", "Skjemaene kan ikke lastes inn"},
    {"schema.not-unique", "A value that must be unique is repeated",
     "En verdi som må være unik, er gjentatt"},
    {"schema.other-version", "The message is of another version than the one it is read as",
     "Meldingen er av en annen versjon enn den leses som"},
    {"schema.reference", "The reference parser (Xerces-C++) rejects the message",
     "Referanseparseren (Xerces-C++) avviser meldingen"},
    {"schema.supplement", "The supplement belongs to another message",
     "Tillegget hører til en annen melding"},
    {"schema.supplement-alone", "A supplement without its documents", "Et tillegg uten dokumentene sine"},
    {"schema.too-many-elements", "More elements than the schema allows",
     "Flere elementer enn skjemaet tillater"},
    {"schema.unexpected-attribute", "An attribute that the schema does not know",
     "Et attributt som skjemaet ikke kjenner"},
    {"schema.unexpected-element", "An element that the schema does not know",
     "Et element som skjemaet ikke kjenner"},
    {"schema.unexpected-text", "Text where the schema has no value", "Tekst der skjemaet ikke har verdi"},
    {"schema.unknown-namespace", "Unknown namespace", "Ukjent navnerom"},
    {"schema.unknown-root", "Unknown message", "Ukjent melding"},
    {"schema.unknown-version", "Unknown version of the message", "Ukjent versjon av meldingen"},
    {"schema.xml-bundle", "A bundle in XML is not valid", "En dokumentpakke i XML er ikke gyldig"},
    {"schema.xml-supplement", "A supplement in XML is not valid", "Et tillegg i XML er ikke gyldig"},
    {"translation.ambiguous-message", "The documents could become several BIM messages",
     "Dokumentene kan bli flere BIM-meldinger"},
    {"translation.contradiction", "Documents and supplement contradict each other",
     "Dokumenter og tillegg motsier hverandre"},
    {"translation.default", "A value that the documents do not give was filled in",
     "En verdi som dokumentene ikke oppgir, er fylt inn"},
    {"translation.lost", "A value has no place in the BIM message",
     "En verdi har ikke plass i BIM-meldingen"},
    {"translation.no-mapping", "No mapping for the message", "Ingen oversettelse for meldingen"},
    {"translation.no-variant", "The message fits no variant of its mapping",
     "Meldingen passer ikke til noen variant av oversettelsen"},
    {"translation.other-schema", "The mapping is written for another schema set than the message's",
     "Oversettelsen er skrevet for et annet skjemasett enn meldingens"},
    {"translation.output-invalid", "Internal error: the translation is not valid",
     "Intern feil: oversettelsen er ikke gyldig"},
    {"translation.policy", "A policy of the translation was used", "Et valg i oversettelsen ble brukt"},
    {"translation.same-side", "The message already is in the target format",
     "Meldingen er allerede i målformatet"},
    {"translation.several-messages", "Several messages for one output", "Flere meldinger til én utfil"},
    {"translation.streamed", "Internal error: translated in parts, the message differs",
     "Intern feil: oversatt i deler blir meldingen en annen"},
    {"translation.supplement", "The supplement does not fit the documents",
     "Tillegget passer ikke til dokumentene"},
    {"translation.unexplained", "Internal error: the mapping does not explain an entry of the supplement",
     "Intern feil: oversettelsen forklarer ikke en post i tillegget"},
    {"translation.unknown", "The documents do not say what the BIM message must have",
     "Dokumentene sier ikke alt som må være oppgitt i BIM-meldingen"},
    {"translation.unplaced", "A value has no place in the target format",
     "En verdi har ikke plass i målformatet"},
    {"wellformed.depth", "Nested too deep", "For dyp nøsting"},
    {"wellformed.doctype", "A DOCTYPE: it can do harm, and no message needs it",
     "En DOCTYPE: den kan gjøre skade, og ingen melding trenger den"},
    {"wellformed.duplicate-member", "A member twice in a JSON object",
     "Et medlem to ganger i et JSON-objekt"},
    {"wellformed.empty", "The file is empty", "Filen er tom"},
    {"wellformed.encoding", "Bytes that do not fit the encoding", "Byte som ikke passer til tegnkodingen"},
    {"wellformed.syntax", "Not well-formed", "Ikke velformet"},
    {"wellformed.text-too-long", "A value longer than the limit", "En verdi er lengre enn grensen"},
    {"wellformed.too-large", "Larger than the limit", "Større enn grensen"},
    {"wellformed.too-many-attributes", "More attributes than the limit", "Flere attributter enn grensen"},
    {"wellformed.too-many-elements", "More elements than the limit", "Flere elementer enn grensen"},
    {"wellformed.too-many-names", "More different names than the limit", "Flere ulike navn enn grensen"},
    {"wellformed.unknown-format", "Neither XML nor JSON", "Verken XML eller JSON"},
    {"wellformed.unreadable", "The file cannot be read", "Filen kan ikke leses"},
    {"wellformed.version", "Not XML 1.0", "Ikke XML 1.0"},
};

/// "BRS-NO-103.last-contract-start" → "BRS-NO-103: last contract start"
std::string spelled_out(std::string_view rule) {
  const auto dot = rule.find('.');
  if (dot == std::string_view::npos) return std::string(rule);
  std::string words(rule.substr(dot + 1));
  std::replace(words.begin(), words.end(), '-', ' ');
  return std::string(rule.substr(0, dot)) + ": " + words;
}

}  // namespace

Text help_of(Stage stage) {
  switch (stage) {
    case Stage::wellformed:
      return {"The input must be XML 1.0 or JSON, within the limits of cimgate.",
              "Filen må være XML 1.0 eller JSON, innenfor grensene til cimgate."};
    case Stage::schema:
      return {"The message must be valid against its published XML Schema.",
              "Meldingen må være gyldig etter sitt publiserte XML Schema."};
    case Stage::codes:
      return {"Codes and identifiers must be what their lists and check digits say.",
              "Koder og identifikatorer må være det listene og kontrollsifrene sier."};
    case Stage::message:
      return {"A rule of the market about the message itself.", "En markedsregel om selve meldingen."};
    case Stage::market:
      return {"A rule of the market that needs the market state.",
              "En markedsregel som trenger markedsdata."};
    case Stage::translation:
      break;
  }
  return {"The translation between BIM and CIM must keep everything.",
          "Oversettelsen mellom BIM og CIM må ta vare på alt."};
}

std::vector<std::string_view> engine_rule_ids() {
  std::vector<std::string_view> ids;
  for (const auto& row : rows) ids.push_back(row.rule);
  return ids;
}

std::optional<RuleText> engine_rule(std::string_view rule) {
  const auto* at = std::lower_bound(std::begin(rows), std::end(rows), rule,
                                    [](const Row& row, std::string_view id) { return row.rule < id; });
  if (at == std::end(rows) || at->rule != rule) return std::nullopt;
  return RuleText{{std::string(at->en), std::string(at->nb)}, {}};
}

RuleText rule_text(const Run& run, const Finding& finding) {
  std::optional<RuleText> text = engine_rule(finding.rule);
  if (!text && run.describe) text = run.describe(finding.rule);
  if (!text) text = RuleText{{spelled_out(finding.rule), spelled_out(finding.rule)}, {}};
  if (text->help.en.empty()) text->help = help_of(finding.stage);
  return *text;
}

}  // namespace cimgate::report

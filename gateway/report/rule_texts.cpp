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

/// Sorted by rule.
constexpr Row rows[] = {
    {"check.expected-to-fail", "A file that was expected to fail did not",
     "En fil som skulle feile, gjorde det ikke"},
    {"check.fault", "A fault of ours: the file was not judged to the end",
     "En feil hos oss: filen ble ikke vurdert ferdig"},
    {"codes.eic-check-character", "The check character of an EIC is right",
     "Kontrolltegnet i en EIC er riktig"},
    {"codes.gln-check-digit", "The check digit of a GLN is right", "Kontrollsifferet i et GLN er riktig"},
    {"codes.gsrn-check-digit", "The check digit of a metering point's GSRN is right",
     "Kontrollsifferet i målepunktets GSRN er riktig"},
    {"codes.list-agency", "A code is given with the agency that it belongs to",
     "En kode er oppgitt med byrået den hører til"},
    {"codes.national-identity-number", "The check digits of a national identity number are right",
     "Kontrollsifrene i et fødselsnummer er riktige"},
    {"codes.not-judged", "There are rules for the codes of the message's schema set",
     "Det finnes regler for kodene i meldingens skjemasett"},
    {"codes.organisation-number", "The check digit of an organisation number is right",
     "Kontrollsifferet i et organisasjonsnummer er riktig"},
    {"market.not-judged", "Market rules need the market state", "Markedsregler trenger markedstilstanden"},
    {"message.not-judged", "The rules of the processes are about Elhub's messages",
     "Reglene i prosessene gjelder Elhubs meldinger"},
    {"roundtrip.added", "There and back, nothing is added", "Frem og tilbake kommer ingenting til"},
    {"roundtrip.missing", "There and back, nothing is lost", "Frem og tilbake blir ingenting borte"},
    {"roundtrip.value", "There and back, values stay the same", "Frem og tilbake er verdiene de samme"},
    {"schema.bad-value", "A value has the form or is one of the codes that its type asks for",
     "En verdi har formen, eller er en av kodene, som typen krever"},
    {"schema.choice", "Of elements that exclude each other there is one",
     "Av elementer som utelukker hverandre er det ett"},
    {"schema.element-order", "Elements stand in the order of the schema",
     "Elementer står i skjemaets rekkefølge"},
    {"schema.engines-disagree", "Both engines that check the schema say the same",
     "Begge motorene som sjekker skjemaet sier det samme"},
    {"schema.envelope", "The SOAP envelope is as its schema has it",
     "SOAP-konvolutten er slik skjemaet sier"},
    {"schema.json-bundle", "A bundle in JSON is as documented", "En bunt i JSON er som dokumentert"},
    {"schema.json-character", "A text holds only characters that XML can hold",
     "En tekst har bare tegn som XML kan ha"},
    {"schema.json-null", "Null stands only where there may be no value",
     "Null står bare der verdien kan mangle"},
    {"schema.json-shape", "Members have the shape of the JSON form",
     "Medlemmer har formen JSON-formen krever"},
    {"schema.json-supplement", "The supplement in JSON is as documented",
     "Supplementet i JSON er som dokumentert"},
    {"schema.json-value-missing", "A value with a coding scheme has a value",
     "En verdi med kodeskjema har en verdi"},
    {"schema.missing-attribute", "Attributes that the schema demands are there",
     "Attributter som skjemaet krever, er der"},
    {"schema.missing-element", "Elements that the schema demands are there",
     "Elementer som skjemaet krever, er der"},
    {"schema.nil", "Nil stands only where the schema allows it", "Nil står bare der skjemaet tillater det"},
    {"schema.no-message", "The input holds a message", "Inndata har en melding"},
    {"schema.not-loaded", "The schemas can be loaded", "Skjemaene kan lastes"},
    {"schema.not-unique", "What must be unique is unique", "Det som må være unikt, er unikt"},
    {"schema.other-version", "The message is not of another version than the one it is read as",
     "Meldingen er ikke av en annen versjon enn den leses som"},
    {"schema.reference", "The reference parser (Xerces-C++) accepts the message",
     "Referanseparseren (Xerces-C++) godtar meldingen"},
    {"schema.supplement", "The supplement is one of the message and the documents",
     "Tillegget hører til meldingen og dokumentene"},
    {"schema.supplement-alone", "A supplement comes with its documents",
     "Et supplement kommer med dokumentene sine"},
    {"schema.too-many-elements", "There are no more elements than the schema allows",
     "Det er ikke flere elementer enn skjemaet tillater"},
    {"schema.unexpected-attribute", "There are only attributes that the schema knows",
     "Det er bare attributter som skjemaet kjenner"},
    {"schema.unexpected-element", "There are only elements that the schema knows",
     "Det er bare elementer som skjemaet kjenner"},
    {"schema.unexpected-text", "Text stands only where the schema has values",
     "Tekst står bare der skjemaet har verdier"},
    {"schema.unknown-namespace", "The message is in a namespace that is known",
     "Meldingen er i et kjent navnerom"},
    {"schema.unknown-root", "The message is one that is known", "Meldingen er en som er kjent"},
    {"schema.unknown-version", "The message is of a version that is known",
     "Meldingen er av en kjent versjon"},
    {"schema.xml-bundle", "A bundle in XML is as its schema has it", "En bunt i XML er slik skjemaet sier"},
    {"schema.xml-supplement", "The supplement in XML is as its schema has it",
     "Supplementet i XML er slik skjemaet sier"},
    {"translation.ambiguous-message", "It is clear which BIM message the documents become",
     "Det er klart hvilken BIM-melding dokumentene blir"},
    {"translation.contradiction", "Documents and supplement say the same",
     "Dokumenter og supplement sier det samme"},
    {"translation.default", "What the documents do not say was filled in",
     "Det dokumentene ikke sier, er fylt inn"},
    {"translation.lost", "Everything in the documents has a place in the BIM message",
     "Alt i dokumentene har en plass i BIM-meldingen"},
    {"translation.no-mapping", "There is a mapping for the message",
     "Det finnes en oversettelse for meldingen"},
    {"translation.no-variant", "The message fits a variant of its mapping",
     "Meldingen passer til en variant av oversettelsen"},
    {"translation.other-schema", "The mapping is written for the schema set of the message",
     "Oversettelsen er skrevet for meldingens skjemasett"},
    {"translation.output-invalid", "What we make is valid against its schema (a fault of ours)",
     "Det vi lager er gyldig etter skjemaet (feil hos oss)"},
    {"translation.policy", "A policy of the translation was used", "Et valg i oversettelsen ble brukt"},
    {"translation.same-side", "The message is asked for on the other side",
     "Meldingen er bedt om på den andre siden"},
    {"translation.several-messages", "One output holds one message", "Én utfil har én melding"},
    {"translation.streamed",
     "A large message is translated in parts as it would be as a whole (a fault of ours)",
     "En stor melding oversettes i deler slik den ville blitt som helhet (feil hos oss)"},
    {"translation.supplement", "The supplement fits the documents", "Supplementet passer til dokumentene"},
    {"translation.unexplained", "Every entry of the supplement has a rule (a fault of ours)",
     "Hver post i supplementet har en regel (feil hos oss)"},
    {"translation.unknown", "The documents say all that the BIM message must have",
     "Dokumentene sier alt som BIM-meldingen må ha"},
    {"translation.unplaced", "Every value has a place on the other side",
     "Hver verdi har en plass på den andre siden"},
    {"wellformed.depth", "Nesting within the limit", "Nøsting innenfor grensen"},
    {"wellformed.doctype", "No DOCTYPE: it can do harm, and no message needs it",
     "Ingen DOCTYPE: den kan gjøre skade, og ingen melding trenger den"},
    {"wellformed.duplicate-member", "A JSON object has each member once",
     "Et JSON-objekt har hvert medlem én gang"},
    {"wellformed.empty", "The input is not empty", "Inndata er ikke tom"},
    {"wellformed.encoding", "The bytes are in the encoding that the input says",
     "Bytene er i tegnkodingen som inndata sier"},
    {"wellformed.syntax", "The input is well-formed", "Inndata er velformet"},
    {"wellformed.text-too-long", "Values within the limit of length", "Verdier innenfor lengdegrensen"},
    {"wellformed.too-large", "Input within the limit of size", "Inndata innenfor størrelsesgrensen"},
    {"wellformed.too-many-attributes", "Attributes within the limit", "Attributter innenfor grensen"},
    {"wellformed.too-many-elements", "Elements within the limit", "Elementer innenfor grensen"},
    {"wellformed.too-many-names", "Different names within the limit", "Ulike navn innenfor grensen"},
    {"wellformed.unknown-format", "The input is XML or JSON", "Inndata er XML eller JSON"},
    {"wellformed.unreadable", "The file can be read", "Filen kan leses"},
    {"wellformed.version", "XML 1.0", "XML 1.0"},
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
              "Inndata må være XML 1.0 eller JSON, innenfor grensene til cimgate."};
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
              "En markedsregel som trenger markedstilstanden."};
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

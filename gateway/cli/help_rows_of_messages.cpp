#include "gateway/cli/help_rows.hpp"

namespace cimgate::cli {
namespace {

constexpr text::Phrase rows[] = {
    // Of the help itself.
    {"Usage", "Bruk"},
    {"VERB", "KOMMANDO"},
    {"[VERB]", "[KOMMANDO]"},
    {"[options]", "[valg]"},
    {"Examples", "Eksempler"},
    {"Every verb", "Alle kommandoer"},
    {"Options", "Valg"},
    {"Verbs", "Kommandoer"},
    {"`cimgate VERB --help` shows what a verb takes, with examples.",
     "`cimgate KOMMANDO --help` viser hva en kommando tar, med eksempler."},
    {"Show this", "Vis denne hjelpen"},
    {"Show the version", "Vis versjonen"},

    // Headings.
    {"Check and translate messages", "Kontroller og oversett meldinger"},
    {"Test your system", "Test systemet ditt"},
    {"Look things up", "Slå opp"},
    {"Set up, and work on cimgate", "Sett opp, og arbeid med cimgate"},
    {"What is checked", "Hva som kontrolleres"},
    {"Output", "Utdata"},
    {"Limits", "Grenser"},
    {"Known findings", "Kjente funn"},
    {"Test hub", "Testhub"},
    {"Reached from other machines", "Tilgang fra andre maskiner"},
    {"Server limits (shown in /openapi.json)", "Serverens grenser (vises i /openapi.json)"},
    {"Message limits", "Grenser for meldinger"},

    // What every verb takes.
    {"cimgate: check market messages, and translate them to CIM and back",
     "cimgate: kontroller markedsmeldinger, og oversett dem til CIM og tilbake"},
    {"Language of findings and reports (default: that of LC_ALL or LANG, else en)",
     "Språk i funn og rapporter (standard: det i LC_ALL eller LANG, ellers en)"},
    {"Colour", "Farger"},
    {"Print only what was asked for", "Skriv bare det som ble bedt om"},
    {"Print more", "Skriv mer"},
    {"Use the xsd/, dialects/, mappings/, rules/, values/ and scenarios/ of this folder, not the built-in "
     "ones",
     "Bruk xsd/, dialects/, mappings/, rules/, values/ og scenarios/ i denne mappen, ikke de innebygde"},
    {"What reads XML: fast, or Xerces-C++ as reference; both find the same",
     "Hva som leser XML: fast, eller Xerces-C++ som reference; begge finner det samme"},
    {"Output format", "Format på utdata"},
    {"Run again whenever a file changes; Ctrl-C ends it", "Kjør på nytt når en fil endres; Ctrl-C avslutter"},
    {"Write a report to a file, too; KIND as in --format; may be repeated",
     "Skriv også en rapport til fil; KIND som i --format; kan gjentas"},

    // split
    {"Cut a large message into messages of some records each",
     "Del en stor melding i meldinger med noen poster hver"},
    {"Messages of two time series each, and the list of them.",
     "Meldinger med to tidsserier hver, og listen over dem."},
    {"The same for a document of CIM.", "Det samme for et CIM-dokument."},
    {"Messages; - is standard input (default: -)", "Meldinger; - er standard inn (standard: -)"},
    {"Records a part has at most: time series, metering point events, activity records",
     "Høyeste antall poster i en del: tidsserier, målepunkthendelser, aktivitetsposter"},
    {"A folder for the parts and their list, parts.list",
     "En mappe til delene og listen over dem, parts.list"},

    // join
    {"Put parts of a message together, or what they were translated or judged to",
     "Sett sammen delene av en melding, eller oversettelser av dem, eller rapporter om dem"},
    {"The parts of a message, as split made them, to the message.",
     "Delene av en melding, slik split laget dem, til meldingen."},
    {"Reports about the parts, to the report about the whole.",
     "Rapporter om delene, til rapporten om helheten."},
    {"All parts, their translations, or reports about them: files, folders or patterns",
     "Alle delene, oversettelser av dem, eller rapporter om dem: filer, mapper eller mønstre"},
    {"The list that split wrote (default: parts.list beside the first FILE)",
     "Listen som split skrev (standard: parts.list ved siden av den første FILE)"},
    {"A file for the result (default: standard output)", "En fil til resultatet (standard: standard ut)"},
    {"Up to which level the reports judged", "Hvor langt rapportene kontrollerte"},

    // values
    {"Metering values: what arrived, and what is missing",
     "Måleverdier: hva som har kommet, og hva som mangler"},
    {"What arrived when, and the holes, by metering point, direction and product",
     "Hva som kom når, og hullene, per målepunkt, retning og produkt"},
    {"The day on which the clock is set back has 25 hours.",
     "Døgnet da klokken stilles tilbake, har 25 timer."},
    {"What is missing for a day, for who sends values several times a day.",
     "Hva som mangler for et døgn, for den som sender verdier flere ganger om dagen."},
    {"Files, folders or patterns with metering values; - is standard input (default: -)",
     "Filer, mapper eller mønstre med måleverdier; - er standard inn (standard: -)"},
    {"Look at this day only (default: the days that values lie in)",
     "Se bare på dette døgnet (standard: døgnene det finnes verdier i)"},

    // work
    {"Check and translate whatever arrives in a folder or at a broker",
     "Kontroller og oversett det som kommer i en mappe eller hos en megler"},
    {"What is in the folder, once: for CI and timers.",
     "Det som ligger i mappen, én gang: for CI og tidsstyring."},
    {"Let valid messages through as they are, and put the others aside with their findings.",
     "Slipp gyldige meldinger gjennom som de er, og legg de andre til side med funnene."},
    {"Where messages arrive: dir:FOLDER, or amqp://HOST/ADDRESS (amqps://), which may be repeated",
     "Hvor meldinger kommer: dir:MAPPE, eller amqp://VERT/ADRESSE (amqps://), som kan gjentas"},
    {"Where results go: dir:FOLDER or amqp://HOST/ADDRESS",
     "Hvor resultater legges: dir:MAPPE eller amqp://VERT/ADRESSE"},
    {"Where messages go that could not be judged or translated, with their findings as JSON (default: "
     "dead-letters in the folder of --from)",
     "Hvor meldinger legges som ikke kunne vurderes eller oversettes, med funnene som JSON (standard: "
     "dead-letters i mappen til --from)"},
    {"Where messages go that are not valid, with their findings as JSON (default: --dead-letter)",
     "Hvor meldinger legges som ikke er gyldige, med funnene som JSON (standard: --dead-letter)"},
    {"Messages of a broker", "Meldinger fra en megler"},
    {"Which of several workers this is: of the addresses of --from it opens every Nth first, and the "
     "others a second later",
     "Hvilken av flere prosesser dette er: av adressene i --from åpner den hver N-te først, og de andre et "
     "sekund senere"},
    {"Database that remembers messages by their ids, so that none is worked on twice; workers share it",
     "Database som husker meldinger etter ID-ene, slik at ingen behandles to ganger; prosessene deler den"},
    {"How many days it remembers them", "Hvor mange dager den husker dem"},
    {"Messages that are settled at once, at most", "Hvor mange meldinger som gjøres opp samtidig, høyst"},
    {"How long the first of them waits for others, in milliseconds",
     "Hvor lenge den første av dem venter på andre, i millisekunder"},
    {"Folder for bodies that are too large for the broker; sender and receiver see the same",
     "Mappe for innhold som er for stort for megleren; avsender og mottaker ser den samme"},
    {"Larger bodies go there", "Større innhold legges der"},
    {"Brokers (AMQP 1.0)", "Meglere (AMQP 1.0)"},
    {"User at the broker (SASL PLAIN)", "Bruker hos megleren (SASL PLAIN)"},
    {"File whose first line is the password (default: CIMGATE_AMQP_PASSWORD)",
     "Fil der første linje er passordet (standard: CIMGATE_AMQP_PASSWORD)"},
    {"plain, external or anonymous (default: plain with a user, external with a certificate)",
     "plain, external eller anonymous (standard: plain med en bruker, external med et sertifikat)"},
    {"Certificates that amqps:// is trusted by (PEM; default: those of the system)",
     "Sertifikater som amqps:// stoles på etter (PEM; standard: systemets)"},
    {"Certificate that we show the broker (PEM)", "Sertifikat som vi viser megleren (PEM)"},
    {"Send a password without TLS to another machine, too",
     "Send et passord uten TLS også til en annen maskin"},
    {"What becomes of a message: cim-json, cim-xml, bim, or none to hand it on as it is (default: cim-json "
     "from "
     "BIM, bim from CIM)",
     "Hva en melding blir til: cim-json, cim-xml, bim, eller none for å levere den videre som den er "
     "(standard: "
     "cim-json fra BIM, bim fra CIM)"},
    {"End when there is no message left", "Avslutt når det ikke er flere meldinger"},
    {"Seconds between two looks into an empty folder, or that a message of a broker is waited for",
     "Sekunder mellom hver gang en tom mappe undersøkes, eller som en melding fra en megler ventes på"},
    {"schema, codes, message or market (default: message, or market when --market is given)",
     "schema, codes, message eller market (standard: message, eller market når --market er gitt)"},

    // validate
    {"Check messages: all findings, and one verdict per file",
     "Kontroller meldinger: alle funn, og ett resultat per fil"},
    {"Check one message with all rules that need only the message.",
     "Kontroller én melding med reglene som bare trenger meldingen."},
    {"Check contracts and deadlines, too, against what you know about the market.",
     "Kontroller også kontrakter og frister mot det du vet om markedet."},
    {"Check a folder, and write a page about it.", "Kontroller en mappe, og skriv en side om den."},
    {"Files, folders or patterns; - is standard input (default: what cimgate.yaml says)",
     "Filer, mapper eller mønstre; - er standard inn (standard: det cimgate.yaml sier)"},
    {"The version to read messages as, such as elhub/2.4.1 or elhub/pending (default: the first in force in "
     "which "
     "they are valid)",
     "Versjonen meldinger leses som, for eksempel elhub/2.4.1 eller elhub/pending (standard: den første "
     "gjeldende "
     "de er gyldige i)"},
    {"Exceptions, each with a reason and an expiry date (default: cimgate.suppressions.yaml in the current "
     "folder and "
     "in the folders that are checked)",
     "Unntak, hvert med begrunnelse og utløpsdato (standard: cimgate.suppressions.yaml i denne mappen og i "
     "mappene "
     "som kontrolleres)"},
    {"Files, folders or patterns; - is standard input (default: -)",
     "Filer, mapper eller mønstre; - er standard inn (standard: -)"},
    {"Level of checking; each includes the levels before it (default: message, or market when --market is "
     "given)",
     "Kontrollnivå; hvert nivå tar med dem før (standard: message, eller market når --market er oppgitt)"},
    {"Also check against this market state: a database from `cimgate market load`, or a YAML file",
     "Kontroller også mot disse markedsdataene: en database fra `cimgate market load`, eller en YAML-fil"},
    {"Use the rules, versions and market state of this day (default: the day of the message)",
     "Bruk reglene, versjonene og markedsdataene for denne datoen (standard: meldingens dato)"},
    {"Warn about elements and codes that this version of EMIF does not have, such as 2.4",
     "Varsle om elementer og koder som denne EMIF-versjonen ikke har, for eksempel 2.4"},
    {"Text output file by file, or rule by rule", "Tekst fil for fil, eller regel for regel"},
    {"Exit with status 1 from this severity on", "Avslutt med status 1 fra denne alvorlighetsgraden"},
    {"Largest input", "Største inndata"},
    {"Deepest nesting", "Dypeste nøsting"},
    {"Elements, or values of JSON", "Elementer, eller verdier i JSON"},
    {"Attributes of one element, and namespaces in scope at one place",
     "Attributter i ett element, og navnerom som gjelder på ett sted"},
    {"Different names of elements, attributes and namespaces in XML",
     "Ulike navn på elementer, attributter og navnerom i XML"},
    {"Longest single value", "Lengste enkeltverdi"},
    {"Findings to keep; the rest is counted", "Funn som beholdes; resten telles"},

    // translate, explain, diff, roundtrip
    {"Translate BIM to CIM, or CIM to BIM; a SOAP envelope is removed",
     "Oversett BIM til CIM, eller CIM til BIM; en SOAP-konvolutt fjernes"},
    {"An Elhub message to CIM, as JSON.", "En Elhub-melding til CIM, som JSON."},
    {"Check and translate in one pass.", "Kontroller og oversett i én gjennomgang."},
    {"Check the message, too, while it is translated: --validate=schema, codes, message or market (default: "
     "message, or market when --market is given)",
     "Kontroller også meldingen mens den oversettes: --validate=schema, codes, message eller market "
     "(standard: "
     "message, eller market når --market er oppgitt)"},
    {"A folder of messages to CIM XML, one file per document.",
     "En mappe med meldinger til CIM XML, én fil per dokument."},
    {"To CIM, and back to the same message.", "Til CIM, og tilbake til den samme meldingen."},
    {"Target: cim-json, cim-xml, bim, or BIM of one version, such as elhub/2.4.1 (default: cim-json from "
     "BIM, bim from CIM)",
     "Målformat: cim-json, cim-xml, bim, eller BIM i én versjon, for eksempel elhub/2.4.1 (standard: "
     "cim-json fra BIM, bim fra CIM)"},
    {"CIM profile to translate to, see cimgate schemas list (default: the market's first)",
     "CIM-profil å oversette til, se cimgate schemas list (standard: markedets første)"},
    {"CIM profile, see cimgate schemas list (default: the market's first)",
     "CIM-profil, se cimgate schemas list (standard: markedets første)"},
    {"CIM profile, see cimgate schemas list (default: all)",
     "CIM-profil, se cimgate schemas list (standard: alle)"},
    {"From CIM: the BIM message to make, when several become the same documents",
     "Fra CIM: BIM-meldingen som skal lages, når flere blir til de samme dokumentene"},
    {"A folder for one file per document, or a file for all in one",
     "En mappe for én fil per dokument, eller en fil for alt samlet"},
    {"Threads for a large input (default: one per core)",
     "Tråder for en stor melding (standard: én per kjerne)"},
    {"Without line breaks and indentation", "Uten linjeskift og innrykk"},
    {"Compress output with gzip; files get the ending .gz. Compressed input is recognised without an option",
     "Pakk det som skrives, med gzip; filene får endelsen .gz. Pakkede inndata pakkes ut uten at du ber om "
     "det"},
    {"Show where each value of a translation comes from, or why a message was refused",
     "Vis hvor hver verdi i en oversettelse kommer fra, eller hvorfor en melding ble avvist"},
    {"Refusals", "Avvisninger"},
    {"The files are answers that refuse messages: show what their reason codes mean, and the rules behind "
     "them",
     "Filene er svar som avviser meldinger: vis hva feilkodene betyr, og reglene bak dem"},
    {"The message that was refused: show which of these rules it breaks, and where",
     "Meldingen som ble avvist: vis hvilke av disse reglene den bryter, og hvor"},
    {"Why a message was refused: the rules behind the reason codes of the answer.",
     "Hvorfor en melding ble avvist: reglene bak feilkodene i svaret."},
    {"Every value, with its place and rule.", "Alle verdier, med sted og regel."},
    {"Only values of this name.", "Bare verdier med dette navnet."},
    {"Why the result has no such value.", "Hvorfor resultatet ikke har en slik verdi."},
    {"Only the values at this path of the result or the input: /Root/Record[2]/mRID, Record/mRID or //mRID",
     "Bare verdiene på denne stien i resultatet eller meldingen: /Root/Record[2]/mRID, Record/mRID eller "
     "//mRID"},
    {"Why the result has no value at this path", "Hvorfor resultatet ikke har noen verdi på denne stien"},
    {"Which BIM message the documents are, when there are several",
     "Hvilken BIM-melding dokumentene er, når det finnes flere"},
    {"Show where two messages differ, whatever their format",
     "Vis hvor to meldinger er ulike, uansett format"},
    {"Which values differ.", "Hvilke verdier som er ulike."},
    {"A message and its translation: no difference.", "En melding og dens oversettelse: ingen forskjell."},
    {"A message or bundle, XML or JSON; - is standard input",
     "En melding eller dokumentpakke, XML eller JSON; - er standard inn"},
    {"The other one", "Den andre"},
    {"Profile of CIM documents, see cimgate schemas list (default: the one they are valid in)",
     "Profil for CIM-dokumenter, se cimgate schemas list (standard: den de er gyldige i)"},
    {"Translate there and back, and show what differs", "Oversett frem og tilbake, og vis forskjellene"},
    {"One line per file: equal, or what differs.", "Én linje per fil: lik, eller hva som er ulikt."},
    {"By CIM XML, not CIM JSON.", "Via CIM XML, ikke CIM JSON."},
    {"Translate by CIM XML, not CIM JSON", "Oversett via CIM XML, ikke CIM JSON"},

    // check
    {"For CI: check every message in a folder, translate it, and translate it back",
     "For CI: kontroller alle meldinger i en mappe, oversett dem, og oversett dem tilbake"},
    {"Check, translate and translate back each message.",
     "Kontroller hver melding, oversett den, og oversett den tilbake."},
    {"The same for all folders below, with two reports, and never fail.",
     "Det samme for alle mappene under, med to rapporter, uten å feile."},
    {"Findings in this file are known: they do not fail",
     "Funnene i denne filen er kjente: de gir ikke feil"},
    {"Write today's findings as a baseline", "Lagre dagens funn som kjente funn"},
    {"Files at a time (default: one per core)", "Filer samtidig (standard: én per kjerne)"},
    {"Instead of paths: check a log of sent messages against the limits on queries",
     "I stedet for stier: kontroller en logg over sendte meldinger mot grensene for spørringer"},
    {"Show progress, also when standard error is not a terminal",
     "Vis fremdrift, også når standard feil ikke er en terminal"},
};

}  // namespace

std::span<const text::Phrase> help_rows_of_messages() {
  return rows;
}

}  // namespace cimgate::cli

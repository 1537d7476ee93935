#include "gateway/cli/help_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "gateway/text/phrases.hpp"

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
    {"Check and translate whatever arrives in a folder, into another",
     "Kontroller og oversett det som kommer i en mappe, til en annen"},
    {"What is in the folder, once: for CI and timers.",
     "Det som ligger i mappen, én gang: for CI og tidsstyring."},
    {"Let valid messages through as they are, and put the others aside with their findings.",
     "Slipp gyldige meldinger gjennom som de er, og legg de andre til side med funnene."},
    {"Where messages arrive: dir:FOLDER", "Hvor meldinger kommer: dir:MAPPE"},
    {"Where results go: dir:FOLDER", "Hvor resultater legges: dir:MAPPE"},
    {"Where messages go that are not valid or cannot be translated, with their findings as JSON (default: "
     "dead-letters in the folder of --from)",
     "Hvor meldinger legges som ikke er gyldige eller ikke kan oversettes, med funnene som JSON (standard: "
     "dead-letters i mappen til --from)"},
    {"What becomes of a message: cim-json, cim-xml, bim, or none to hand it on as it is (default: cim-json "
     "from "
     "BIM, bim from CIM)",
     "Hva en melding blir til: cim-json, cim-xml, bim, eller none for å levere den videre som den er "
     "(standard: "
     "cim-json fra BIM, bim fra CIM)"},
    {"End when there is no message left", "Avslutt når det ikke er flere meldinger"},
    {"Seconds between two looks into an empty folder", "Sekunder mellom hver gang en tom mappe undersøkes"},
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
    {"Show where each value of a translation comes from, and by which rule",
     "Vis hvor hver verdi i en oversettelse kommer fra, og hvilken regel som ga den"},
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

    // serve
    {"Start the server: check and translate over HTTP, a test hub (SOAP and CIM over REST), and a web page",
     "Start serveren: kontroll og oversettelse over HTTP, en testhub (SOAP og CIM over REST) og en nettside"},
    {"Then open http://127.0.0.1:8080", "Åpne så http://127.0.0.1:8080"},
    {"Keep the test hub in a file; its clock starts on this day.",
     "Lagre testhuben i en fil; klokken starter på denne datoen."},
    {"Address and port; port 0 takes a free one", "Adresse og port; port 0 tar en ledig"},
    {"One line per request on standard error, without personal data",
     "Én linje per forespørsel på standard feil, uten personopplysninger"},
    {"What the hub knows: a database, made if it is not there, or a YAML file, read into memory (default: a "
     "small market to try things on)",
     "Det huben vet: en database, som lages hvis den ikke finnes, eller en YAML-fil som leses inn "
     "(standard: et lite marked å prøve ting på)"},
    {"Day, or time with zone, at which a new hub starts (default: now)",
     "Dato, eller tidspunkt med tidssone, der en ny hub starter (standard: nå)"},
    {"The version of Elhub's messages that the hub speaks, such as elhub/pending (default: the one that its "
     "database spoke last, else the newest in force)",
     "Versjonen av Elhubs meldinger som huben bruker, for eksempel elhub/pending (standard: den databasen "
     "brukte sist, ellers den nyeste som gjelder)"},
    {"GLN of the hub", "GLN for huben"},
    {"Most messages in one poll result", "Flest meldinger i ett svar på PollForData"},
    {"Requests that wait for the hub; more give 503", "Forespørsler som venter på huben; flere gir 503"},
    {"Reject an acknowledgement (AcknowledgePoll) of a result set that does not exist; otherwise it changes "
     "nothing",
     "Avvis en kvittering (AcknowledgePoll) for et resultat som ikke finnes; ellers endrer den ingenting"},
    {"Address at which others reach the server; it is used in the WSDLs",
     "Adressen andre når serveren på; den brukes i WSDL-ene"},
    {"Another host name of the server, besides localhost, its addresses and --public-url; may be repeated",
     "Enda et vertsnavn for serveren, i tillegg til localhost, adressene og --public-url; kan gjentas"},
    {"Listen on an address that other machines reach, although nobody is authenticated",
     "Lytt på en adresse som andre maskiner når, selv om ingen autentiseres"},

    // Server limits: gateway/http/limits.cpp.
    {"Requests worked on at the same time; 0 = one per core",
     "Forespørsler som behandles samtidig; 0 = én per kjerne"},
    {"Largest body of a request, after decompression; larger gives 413",
     "Største innhold i en forespørsel, utpakket; større gir 413"},
    {"How many times its size a gzip body may grow to, after its first MB; more gives 413",
     "Hvor mange ganger større innhold med gzip kan bli, ut over den første MB; mer gir 413"},
    {"Members that a body with gzip may have; more is 413",
     "Deler som innhold med gzip kan ha; flere gir 413"},
    {"Longest head of a request, its first line included; longer is 431",
     "Lengste hode i en forespørsel, med første linje; lengre gir 431"},
    {"Longest path with its query; longer is 414", "Lengste sti med spørring; lengre gir 414"},
    {"Bytes of all request bodies in memory; more gives 503",
     "Innhold i alle forespørsler som leses eller behandles; mer gir 503"},
    {"Requests that wait for a worker; more give 503", "Forespørsler som venter på en tråd; flere gir 503"},
    {"Open connections; more give 503", "Åpne forbindelser; flere gir 503"},
    {"From the first byte of a request to the end of its head; later is 408",
     "Fra første byte i en forespørsel til slutten av hodet; senere gir 408"},
    {"Pause between two pieces of a body; longer is 408",
     "Pause mellom to deler av innholdet; lengre gir 408"},
    {"Mean speed of a body once body-timeout has passed; slower is 408",
     "Gjennomsnittlig fart på innholdet etter body-timeout; saktere gir 408"},
    {"Time for a whole body: what is announced sets the mean speed that it must keep; slower is 408",
     "Tid for hele innholdet: oppgitt størrelse bestemmer farten det må holde; saktere gir 408"},
    {"Pause in which the other end takes nothing of an answer; longer closes the connection",
     "Pause der mottakeren ikke tar imot noe av svaret; lengre lukker forbindelsen"},
    {"Time a connection may stay open between two requests",
     "Tid en forbindelse kan være åpen mellom to forespørsler"},
    {"Time for requests in flight to end after SIGTERM", "Tid pågående forespørsler får etter SIGTERM"},

    // serve: certificates, signatures and tokens; certs
    {"Signed messages (WS-Security)", "Signerte meldinger (WS-Security)"},
    {"Tokens (Maskinporten)", "Tokener (Maskinporten)"},
    {"Certificate of the server, its issuers behind it: PEM, or PKCS #12 with its key; the server then "
     "speaks HTTPS "
     "alone, TLS 1.2 or later",
     "Serverens sertifikat, fulgt av utstederne: PEM, eller PKCS #12 med nøkkelen; serveren bruker da bare "
     "HTTPS, "
     "TLS 1.2 eller nyere"},
    {"Certificate that answers are signed with: PEM, or PKCS #12 with its key",
     "Sertifikatet svar signeres med: PEM, eller PKCS #12 med nøkkelen"},
    {"Certificate whose key signs the issued tokens (PEM)",
     "Sertifikatet med nøkkelen som signerer tokenene som gis (PEM)"},
    {"File whose first line is the passphrase of the key", "Fil der første linje er passordet til nøkkelen"},
    {"Also issue tokens, as Maskinporten does, for rehearsals: /maskinporten/token",
     "Gi også tokener, slik Maskinporten gjør, for prøving: /maskinporten/token"},
    {"How far the clocks may be apart", "Hvor mye klokkene kan avvike"},
    {"Issuers of the certificates for which tokens are issued (PEM)",
     "Utstedere av sertifikatene det gis tokener for (PEM)"},
    {"Issuers of the parties' certificates (PEM)", "Utstedere av aktørenes sertifikater (PEM)"},
    {"Its private key (PEM), if it is in a separate file",
     "Den private nøkkelen (PEM), når den er i en egen fil"},
    {"Longest accepted time from Created to Expires", "Lengste godtatte tid fra Created til Expires"},
    {"Reject a token that comes after its signature", "Avvis et token som står etter signaturen sin"},
    {"The policy of the services names SHA-1, which is no longer secure",
     "SHA-1 er det tjenestenes policy oppgir, men er ikke lenger sikker"},
    {"Scope of parties, and for which roles alone it is; may be repeated (default: those that "
     "Maskinporten has for them, for all roles)",
     "Scope for aktører, og hvilke roller det bare er for; kan gjentas (standard: de Maskinporten har for "
     "dem, for alle roller)"},
    {"Scope for moving the clock and loading markets",
     "Scope for dem som flytter klokken og laster inn markedsdata"},
    {"The issuer's keys, a JSON Web Key Set: a file, or an address that it is fetched from, and again "
     "when a key is not known",
     "Utstederens nøkler, et JSON Web Key Set: en fil, eller en adresse det hentes fra, og på nytt når en "
     "nøkkel er ukjent"},
    {"Certificates that HTTPS of --jwks is trusted by (PEM): its own, or its issuer",
     "Sertifikater som HTTPS for --jwks stoles på med (PEM): dens eget eller utstederens"},
    {"What is asked of SOAP messages; answers to signed ones are signed",
     "Hva som kreves av SOAP-meldinger; svar på signerte er signert"},
    {"What tokens must be for (aud)", "Hva tokener må gjelde for (aud)"},
    {"Who gives tokens, such as https://maskinporten.no/; /cim/v1 and /hub/v1 then ask for one",
     "Hvem som gir tokener, for eksempel https://maskinporten.no/; /cim/v1 og /hub/v1 krever da ett"},
    {"Make certificates to rehearse with", "Lag sertifikater til prøving"},
    {"Make a test authority, certificates for a server, the test hub and every party with an organisation "
     "number, "
     "and one of an issuer that nobody trusts",
     "Lag en testutsteder, sertifikater for en server, testhuben og alle aktører med organisasjonsnummer, og "
     "ett "
     "fra en utsteder ingen stoler på"},
    {"Where to; a new folder", "Hvor; en ny mappe"},
    {"The parties: a YAML file of market state (default: those of the test hub)",
     "Aktørene: en YAML-fil med markedsdata (standard: testhubens)"},
    {"Host name or address of the server; may be repeated (default: localhost)",
     "Serverens vertsnavn eller adresse; kan gjentas (standard: localhost)"},
    {"How long they are valid", "Hvor lenge de er gyldige"},
    {"Then sign with certs/7099990001015.pem and .key, or with the .p12 file.",
     "Signer så med certs/7099990001015.pem og .key, eller med .p12-filen."},
    {"For a server that others reach by this name.", "For en server som andre når med dette navnet."},

    // bridge, audit
    {"Run in production", "I produksjon"},
    {"Start a bridge: your systems hand in and fetch CIM over REST, the market gets and gives SOAP",
     "Start en bro: systemene dine sender og henter CIM over REST, markedet får og gir SOAP"},
    {"As the file says; docs/bridge.md has one.", "Som filen sier; docs/bridge.md har en."},
    {"In front of a test hub, `cimgate serve`.", "Foran en testhub, `cimgate serve`."},
    {"Where all that is handed in and fetched is kept; made if it is not there",
     "Der alt som sendes inn og hentes, lagres; opprettes om den ikke finnes"},
    {"Most messages in one result set that is handed out", "Flest meldinger i et resultatsett som deles ut"},
    {"Requests that wait for the database; beyond it is 503",
     "Forespørsler som venter på databasen; flere gir 503"},
    {"The market behind it", "Markedet bak"},
    {"Address of the services; without a path, they are at Elhub's own, /WebService/services",
     "Adressen til tjenestene; uten sti er de på Elhubs egen, /WebService/services"},
    {"Certificates that HTTPS of the market is trusted by (PEM): its own, or its issuer",
     "Sertifikater som gir tillit til markedets HTTPS (PEM): dets eget, eller utstederen"},
    {"GLN of the physical sender, whose certificate signs",
     "GLN for fysisk avsender, som sertifikatet tilhører"},
    {"Delete what is done, and the audit log before it, after so many days; 0 = never",
     "Slett det som er ferdig, og revisjonsloggen før det, etter så mange dager; 0 = aldri"},
    {"When the use of BRS-NO-611 becomes yellow or red: say so, take no query that would be red, or "
     "nothing",
     "Når bruken av BRS-NO-611 blir gul eller rød: si fra, ikke ta imot spørringer som ville blitt røde, "
     "eller ingenting"},
    {"Let a bridge send all messages of a period again, under new ids",
     "La en bro sende alle meldinger i en periode igjen, med nye id-er"},
    {"How many they are.", "Hvor mange det er."},
    {"All values of a day; the same once more sends nothing twice.",
     "Alle verdier for et døgn; det samme en gang til sender ingenting dobbelt."},
    {"Address of the bridge", "Adressen til broen"},
    {"When the period begins: a day in Norway, or a time with its zone",
     "Når perioden begynner: en norsk dato, eller et tidspunkt med tidssone"},
    {"When it ends; not part of it", "Når den slutter; ikke en del av den"},
    {"Messages of this process alone, such as BRS-NO-315",
     "Bare meldinger i denne prosessen, for eksempel BRS-NO-315"},
    {"Name of the replay: by the same name each message is sent once, by another once more",
     "Navn på gjensendingen: med samme navn sendes hver melding én gang, med et annet en gang til"},
    {"Count, and send nothing", "Tell, og send ingenting"},
    {"Certificates that HTTPS of the bridge is trusted by (PEM): its own, or its issuer",
     "Sertifikater som broens HTTPS stoles på med (PEM): dens eget eller utstederens"},
    {"File whose first line is the token of an operator", "Fil der første linje er tokenet til en operatør"},
    {"Send and fetch nothing: compare what is handed in with what another integration sent, by "
     "/bridge/v1/shadow",
     "Send og hent ingenting: sammenlign det som leveres inn, med det en annen integrasjon sendte, med "
     "/bridge/v1/shadow"},
    {"Webhook (signed posts)", "Webhook (signerte meldinger)"},
    {"Address that each fetched message is posted to, signed (Standard Webhooks); what it takes is "
     "acknowledged",
     "Adressen hver hentet melding postes til, signert (Standard Webhooks); det den tar imot, er kvittert"},
    {"File with the secret that posts are signed with, whsec_…; a second line while it is changed",
     "Fil med hemmeligheten som det signeres med, whsec_…; en linje til mens den byttes"},
    {"Certificates that HTTPS of the webhook is trusted by (PEM): its own, or its issuer",
     "Sertifikater som webhookens HTTPS stoles på med (PEM): dens eget eller utstederens"},
    {"A party that the bridge works for, its role when it fetches (none: it sends for it, and another "
     "fetches), and its organisation number where tokens are asked for; may be repeated",
     "En aktør broen arbeider for, rollen når den henter (ingen: den sender for aktøren, og en annen "
     "henter), og organisasjonsnummeret der tokener kreves; kan gjentas"},
    {"GLN of the hub, which polls are sent to", "GLN for huben, som det hentes fra"},
    {"The version of Elhub's messages, such as elhub/2.4.3 (default: the newest in force)",
     "Versjonen av Elhubs meldinger, for eksempel elhub/2.4.3 (standard: den nyeste som gjelder)"},
    {"Longest pause in which the market takes or says nothing",
     "Lengste pause der markedet verken tar imot eller sier noe"},
    {"Whether messages are signed, and answers must be; off is for rehearsals alone",
     "Om meldinger signeres, og svar må være det; off er bare til prøving"},
    {"Certificate that messages are signed with: PEM, or PKCS #12 with its key",
     "Sertifikatet meldinger signeres med: PEM, eller PKCS #12 med nøkkelen"},
    {"Certificates that signatures of answers are trusted by (PEM): the market's own, or its issuer",
     "Sertifikater som gir tillit til signaturer på svar (PEM): markedets eget, eller utstederen"},
    {"Delivering and fetching", "Levering og henting"},
    {"Messages that are sent at the same time at most", "Flest meldinger som sendes samtidig"},
    {"Messages a second that are sent at most; 0 = no limit",
     "Flest meldinger som sendes i sekundet; 0 = ingen grense"},
    {"Wait before the second try; it doubles with each", "Ventetid før andre forsøk; den dobles for hvert"},
    {"Longest wait between two tries", "Lengste ventetid mellom to forsøk"},
    {"When a message whose tries come to nothing goes to the dead letters",
     "Når en melding som ikke når fram, går til døde brev"},
    {"Wait between two polls of an empty queue", "Ventetid mellom to hentinger fra en tom kø"},
    {"The log of a bridge: who sent what, without what was said",
     "Loggen til en bro: hvem som sendte hva, uten hva som ble sagt"},
    {"Check that no entry was changed or removed", "Kontroller at ingen oppføring er endret eller fjernet"},
    {"Whether every entry is as it was written.", "Om hver oppføring er som den ble skrevet."},
    {"And whether one that was noted elsewhere is still there.",
     "Og om en som er notert et annet sted, fremdeles er der."},
    {"The database of the bridge", "Broens database"},
    {"Hash of an entry, from an earlier run: it must still be there",
     "Hash for en oppføring, fra en tidligere kjøring: den må fremdeles være der"},

    // config
    {"Settings: cimgate.yaml (default: CIMGATE_CONFIG, ./cimgate.yaml, /etc/cimgate/cimgate.yaml)",
     "Innstillinger: cimgate.yaml (standard: CIMGATE_CONFIG, ./cimgate.yaml, /etc/cimgate/cimgate.yaml)"},
    {"What serve and bridge are set to, by cimgate.yaml and by variables",
     "Hva serve og bridge er satt til, med cimgate.yaml og med variabler"},
    {"Every setting that has a value, as YAML", "Alle innstillinger som har en verdi, som YAML"},
    {"Every setting that has a value.", "Alle innstillinger som har en verdi."},
    {"With the line, variable or default that each comes from.",
     "Og hvilken linje, variabel eller standardverdi hver av dem kommer fra."},
    {"Of this verb alone", "Bare for denne kommandoen"},
    {"Say where each value comes from", "Si hvor hver verdi kommer fra"},
    {"The JSON Schema of cimgate.yaml, for editors",
     "JSON Schema for cimgate.yaml, til redigeringsprogrammer"},
    {"On standard output.", "På standard ut."},
    {"Then name it in the first line of the file: # yaml-language-server: $schema=…",
     "Nevn det så i første linje av filen: # yaml-language-server: $schema=…"},

    // rehearse
    {"Run scenarios against the test hub or another system: who sends what, and what must follow",
     "Kjør scenarier mot testhuben eller et annet system: hvem som sender hva, og hva som skal følge"},
    {"Run one built-in scenario, over SOAP and over CIM.",
     "Kjør ett innebygd scenario, med SOAP og med CIM."},
    {"Run all over SOAP, and write a page about them.", "Kjør alle med SOAP, og skriv en side om dem."},
    {"Run it against a system that is running.", "Kjør det mot et system som er i gang."},
    {"Names of built-in scenarios, files or folders (default: all built-in ones)",
     "Navn på innebygde scenarier, filer eller mapper (standard: alle innebygde)"},
    {"A running system, such as http://127.0.0.1:8080 (default: the built-in test hub)",
     "Et system i gang, for eksempel http://127.0.0.1:8080 (standard: den innebygde testhuben)"},
    {"Send SOAP as Elhub takes it, CIM over REST, or first the one and then the other",
     "Send SOAP slik Elhub tar imot det, CIM over REST, eller først det ene og så det andre"},
    {"Message ids are made from it (default: the time, with --against)",
     "Meldings-ID-er lages av den (standard: tiden, med --against)"},

    // market, hub, sample
    {"What you know about the market: metering points, contracts, parties",
     "Det du vet om markedet: målepunkter, kontrakter, aktører"},
    {"Load a file into a database, which is created if necessary.",
     "Last en fil inn i en database, som lages hvis den ikke finnes."},
    {"What a database or file holds.", "Hva en database eller fil inneholder."},
    {"One metering point on one day.", "Ett målepunkt på én dato."},
    {"Load files of market state: all of them or none", "Last inn filer med markedsdata: alle eller ingen"},
    {"YAML files", "YAML-filer"},
    {"The database; made if it is not there", "Databasen; lages hvis den ikke finnes"},
    {"Treat wrong check digits as errors, not as warnings",
     "Regn feil kontrollsiffer som feil, ikke som advarsler"},
    {"Show metering points and parties, or how many there are",
     "Vis målepunkter og aktører, eller hvor mange det er"},
    {"Metering points (18 digits) and parties (GLN, 13 digits)",
     "Målepunkter (18 siffer) og aktører (GLN, 13 siffer)"},
    {"The database, or a YAML file", "Databasen, eller en YAML-fil"},
    {"On this day (default: all days)", "På denne datoen (standard: alle datoer)"},
    {"Replay the database of a test hub, or compare two",
     "Spill av databasen til en testhub på nytt, eller sammenlign to"},
    {"Replay everything that was done to a hub.", "Gjør alt som ble gjort med en hub, på nytt."},
    {"Equal for two hubs that know the same.", "Likt for to huber som vet det samme."},
    {"Replay everything that was done to one hub on a new one",
     "Gjør alt som ble gjort med én hub, på nytt i en ny"},
    {"The database of a hub, whose history is replayed", "Databasen til en hub, som spilles av på nytt"},
    {"The new hub; :memory: keeps nothing", "Den nye huben; :memory: lagrer ingenting"},
    {"A fingerprint of everything a hub knows", "Et fingeravtrykk av alt en hub vet"},
    {"The database of a hub", "Databasen til en hub"},
    {"Make random messages that are valid against their schema",
     "Lag tilfeldige meldinger som er gyldige etter skjemaet"},
    {"One message.", "Én melding."},
    {"Three, each in a file; always the same three.", "Tre, hver i sin fil; alltid de samme tre."},
    {"A root element, BIM or CIM", "Et rotelement, BIM eller CIM"},
    {"Version of a BIM message, such as elhub/2.4.1 (default: the newest)",
     "Versjon av en BIM-melding, for eksempel elhub/2.4.1 (standard: den nyeste)"},
    {"Profile of a CIM document, see cimgate schemas list (default: the market's first)",
     "Profil for et CIM-dokument, se cimgate schemas list (standard: markedets første)"},
    {"The same seed gives the same message", "Samme frø gir samme melding"},
    {"How many, with seeds from --seed upwards", "Hvor mange, med frø fra --seed og oppover"},
    {"Format; json for CIM documents only (default: xml)",
     "Format; json bare for CIM-dokumenter (standard: xml)"},
    {"CollectedData of about this size: a day of many metering points, valid against the rules, too",
     "CollectedData på omtrent denne størrelsen: et døgn for mange målepunkter, gyldig også etter reglene"},
    {"A folder for one file per message", "En mappe for én fil per melding"},

    // rules, codes, coverage, mappings, schemas
    {"The rules that messages are checked against, with their reason codes",
     "Reglene som meldinger kontrolleres mot, med feilkodene"},
    {"All rules of a process.", "Alle reglene for en prosess."},
    {"The rule of a finding.", "Regelen bak et funn."},
    {"What changed between two days.", "Hva som ble endret mellom to datoer."},
    {"All rules, and how many", "Alle regler, og hvor mange"},
    {"One rule, or all of a process", "Én regel, eller alle for en prosess"},
    {"A rule as findings name it, such as schema.bad-value, or a process",
     "En regel slik funn navngir den, for eksempel schema.bad-value, eller en prosess"},
    {"Which rules hold on one day, or for one version, and not on another",
     "Hvilke regler som gjelder på én dato, eller for én versjon, og ikke på en annen"},
    {"Give it twice: the earlier day and the later day",
     "Oppgi to ganger: den tidligste og den seneste datoen"},
    {"Two schema sets: elhub/2.4.1 elhub/2.4.3", "To skjemasett: elhub/2.4.1 elhub/2.4.3"},
    {"What the two versions have differently.", "Hva de to versjonene har ulikt."},
    {"Code lists, and the reason codes of the market", "Kodelister, og markedets feilkoder"},
    {"One list or one reason code", "Én liste eller én feilkode"},
    {"What a reason code means, and which rules use it.",
     "Hva en feilkode betyr, og hvilke regler som bruker den."},
    {"A code list of the schemas.", "En kodeliste i skjemaene."},
    {"reason (the table of reason codes), a reason code such as EH017, a code list of the schemas, or an "
     "industry code of "
     "a table that was imported",
     "reason (tabellen over feilkoder), en feilkode som EH017, en kodeliste i skjemaene, eller en "
     "næringskode i en tabell "
     "som er importert"},
    {"Take in a table of industry codes that you have", "Ta inn en tabell med næringskoder som du har"},
    {"The codes of a standard; validate warns of others with --data build/codes.",
     "Kodene i en standard; validate advarer om andre med --data build/codes."},
    {"Which code of SN2025 took the place of which of SN2007, for advice.",
     "Hvilken kode i SN2025 som har tatt plassen til hvilken i SN2007, til råd."},
    {"A table as CSV in UTF-8", "En tabell som CSV i UTF-8"},
    {"What it is: a standard, or what became of the codes of SN2007 in SN2025",
     "Hva den er: en standard, eller hva kodene i SN2007 ble til i SN2025"},
    {"The data folder that keeps it", "Datamappen som den legges i"},
    {"Column of the codes", "Kolonne med kodene"},
    {"Column of their names", "Kolonne med navnene"},
    {"Column of the codes of SN2007", "Kolonne med kodene i SN2007"},
    {"Column of the codes of SN2025", "Kolonne med kodene i SN2025"},
    {"Show what becomes of every element and code, in both directions (-v: one by one)",
     "Vis hva som blir av hvert element og hver kode, begge veier (-v: ett for ett)"},
    {"One line per message and profile.", "Én linje per melding og profil."},
    {"Each element, with its rule.", "Hvert element, med regelen."},
    {"Messages such as RequestStartOfSupply (default: all)",
     "Meldinger, for eksempel RequestStartOfSupply (standard: alle)"},
    {"The version of the messages, such as elhub/2.4.1 (default: the one that the mappings are written for)",
     "Meldingenes versjon, for eksempel elhub/2.4.1 (standard: den oversettelsene er skrevet for)"},
    {"Which message becomes which CIM documents, and by which rules",
     "Hvilken melding som blir til hvilke CIM-dokumenter, og med hvilke regler"},
    {"All messages and the documents they become", "Alle meldinger og dokumentene de blir til"},
    {"The mapping file of one message", "Oversettelsesfilen for én melding"},
    {"All messages, and the documents they become.", "Alle meldinger, og dokumentene de blir til."},
    {"The rules of one message.", "Reglene for én melding."},
    {"A BIM message", "En BIM-melding"},
    {"What becomes of elements in one version and not in another",
     "Hva som blir av elementer i én versjon og ikke i en annen"},
    {"The schema sets and their messages", "Skjemasettene og meldingene i dem"},
    {"All sets and messages", "Alle sett og meldinger"},
    {"All sets, with their messages and documents.", "Alle sett, med meldinger og dokumenter."},
    {"The same for programs.", "Det samme for programmer."},
    {"What a message may hold: its elements, with forms, codes and meanings",
     "Hva en melding kan inneholde: elementene, med form, koder og betydning"},
    {"A line for each element, in the order of the schema.", "Én linje per element, i skjemaets rekkefølge."},
    {"The same of another version, for programs.", "Det samme for en annen versjon, for programmer."},
    {"Schema set, such as elhub/2.4.1 (default: the newest)",
     "Skjemasett, for eksempel elhub/2.4.1 (standard: det nyeste)"},
    {"JSON Schemas of documents, bundles, reports and market state, as files",
     "JSON-skjemaer for dokumenter, dokumentpakker, rapporter og markedsdata, som filer"},
    {"Folder to write them to", "Mappen de skrives til"},
    {"Edition of JSON Schema", "Utgave av JSON Schema"},
    {"One file a document, and one a bundle, for each profile.",
     "Én fil per dokument og én per dokumentpakke, for hver profil."},
    {"For tools that do not know the newer edition.",
     "Det samme for verktøy som ikke kjenner en nyere utgave."},
    {"What two sets have differently", "Hva to sett har ulikt"},

    // init, lint, bench
    {"Write a configuration, a file of exceptions and a CI job into this folder",
     "Skriv en konfigurasjon, en fil for unntak og en CI-jobb i denne mappen"},
    {"Find the messages below this folder, and the CI that it uses. Nothing is overwritten.",
     "Finn meldingene under denne mappen, og hvilken CI den bruker. Ingenting overskrives."},
    {"With a job for GitLab.", "Med en jobb for GitLab."},
    {"For which CI (default: what the repository seems to use)",
     "For hvilken CI (standard: den arkivet ser ut til å bruke)"},
    {"Check mapping, code, rule and scenario files against the schemas",
     "Kontroller filer for oversettelser, koder, regler og scenarier mot skjemaene"},
    {"Check all files.", "Kontroller alle filer."},
    {"Check the rules you are editing, each time you save.",
     "Kontroller reglene du redigerer, hver gang du lagrer."},
    {"Show only what concerns these files", "Vis bare det som gjelder disse filene"},
    {"Help on cimgate, or on one verb", "Hva cimgate gjør, eller hva en kommando tar"},
    {"The verb", "Kommandoen"},
    {"The same as cimgate validate --help.", "Som cimgate validate --help."},
    {"Help on a verb below another.", "For en kommando under en kommando."},
    {"The version of cimgate", "Versjonen av cimgate"},
    {"The number alone.", "Bare nummeret."},
    {"The same.", "Det samme."},
    {"A script that lets a shell complete verbs and options",
     "Et skript som lar et skall fullføre kommandoer og valg"},
    {"bash, zsh or fish", "bash, zsh eller fish"},
    {"Then: source ./cimgate.bash", "Deretter: source ./cimgate.bash"},
    {"Put it into ~/.config/fish/completions.", "Legg det i ~/.config/fish/completions."},
    {"The manual page cimgate(1)", "Manualsiden cimgate(1)"},
    {"Then: man ./cimgate.1", "Deretter: man ./cimgate.1"},
    {"As packages have it.", "Slik pakker har den."},
    {"Measure how fast cimgate is on this machine", "Mål hvor rask cimgate er på denne maskinen"},
    {"Each stage, on 10 MB of made-up metering values.", "Hvert trinn, på 10 MB oppdiktede måleverdier."},
    {"On a message of yours.", "På en av dine meldinger."},
    {"A BIM message (default: 10 MB of made-up metering values)",
     "En BIM-melding (standard: 10 MB oppdiktede måleverdier)"},
    {"How many times; the median counts", "Hvor mange ganger; medianen teller"},

    // Keys, signatures, tokens.
    {"Encryption (TLS)", "Kryptering (TLS)"},
    {"Issuers of client certificates (PEM); only clients with such a certificate are let in",
     "Utstedere av sertifikater (PEM); bare klienter med et sertifikat fra en av dem slippes inn"},
};

std::optional<std::string> known(std::string_view english) {
  const auto* found = std::find_if(std::begin(rows), std::end(rows),
                                   [&](const text::Phrase& row) { return row.en == english; });
  return found == std::end(rows) ? std::nullopt : std::optional<std::string>(found->nb);
}

/// "default: 10", "1 to 10": what an option adds behind its text.
std::optional<std::string> note(std::string_view english) {
  constexpr std::string_view standard = "default: ";
  if (english.starts_with(standard)) return fmt::format("standard: {}", english.substr(standard.size()));
  const auto to = english.find(" to ");
  const auto word = [](std::string_view text) {
    return !text.empty() && text.find(' ') == std::string_view::npos;
  };
  if (to == std::string_view::npos || !word(english.substr(0, to)) || !word(english.substr(to + 4)))
    return std::nullopt;
  return fmt::format("{} til {}", english.substr(0, to), english.substr(to + 4));
}

}  // namespace

std::string help_in_norwegian(std::string_view english) {
  if (auto found = known(english)) return *found;
  const auto open = english.rfind('(');
  if (open == std::string_view::npos || !english.ends_with(')')) return std::string(english);
  // What stands in the brackets, as far as it is notes; the rest belongs to the text.
  std::string inside(english.substr(open + 1, english.size() - open - 2));
  std::vector<std::string> notes;
  while (true) {
    const auto semicolon = inside.rfind("; ");
    const auto from = semicolon == std::string::npos ? 0 : semicolon + 2;
    const auto said = note(std::string_view(inside).substr(from));
    if (!said) break;
    notes.insert(notes.begin(), *said);
    inside.erase(semicolon == std::string::npos ? 0 : semicolon);
    const std::string text(english.substr(0, open == 0 ? 0 : open - 1));
    const auto whole = inside.empty() ? text : fmt::format("{} ({})", text, inside);
    if (whole.empty()) return fmt::format("({})", fmt::join(notes, "; "));
    if (auto found = known(whole)) {
      if (!found->ends_with(')')) return fmt::format("{} ({})", *found, fmt::join(notes, "; "));
      found->pop_back();
      return fmt::format("{}; {})", *found, fmt::join(notes, "; "));
    }
    if (inside.empty()) break;
  }
  return std::string(english);
}

}  // namespace cimgate::cli

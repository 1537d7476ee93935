#include "gateway/cli/usage_words.hpp"

#include "gateway/text/phrases.hpp"

namespace cimgate::cli {
namespace {

/// What is more special stands before what is less.
constexpr text::Phrase phrases[] = {
    // Of CLI11.
    {"Run with --help for more information.", "Kjør med --help for mer informasjon."},
    {"{}: there is no option '{}'", "{}: det finnes ikke noe valg '{}'"},
    {"{}: '{}' was not expected", "{}: '{}' var ikke ventet"},
    {"{}: '{}' is not a day, expected YYYY-MM-DD", "{}: «{}» er ikke en dato, forventet ÅÅÅÅ-MM-DD"},
    {"{}: '{}' is not a whole number from {} to {}", "{}: '{}' er ikke et helt tall fra {} til {}"},
    {"{}: '{}' is not one of {}", "{}: '{}' er ikke en av {}"},
    {"{}: {} unit not recognized", "{}: ukjent enhet i {}"},
    {"Could not convert: {} = {}", "{} kan ikke være {}"},
    {"{} excludes {}", "{} kan ikke brukes sammen med {}"},
    {"{} requires {}", "{} krever {}"},
    {"{} is required, or {}: `cimgate init` writes one", "{} må oppgis, eller {}: `cimgate init` lager en"},
    {"{} is required", "{} må oppgis"},
    {"{} needs a value", "{} trenger en verdi"},
    // Of the command line itself.
    {"internal error: {}", "intern feil: {}"},
    {"there is no verb '{}'", "det finnes ingen kommando '{}'"},
    {"'{}' of an earlier translation was removed", "«{}» fra en tidligere oversettelse er fjernet"},
    {"--emif asks for --level message or market", "--emif krever --level message eller market"},
    {"Services, such as serve and bridge, are verbs of cimgate.",
     "Tjenester, som serve og bridge, er kommandoer i cimgate."},
    {"--as-of: two days are compared: --as-of A --as-of B",
     "--as-of: to datoer sammenlignes: --as-of A --as-of B"},
    {"expected two days as YYYY-MM-DD", "forventet to datoer som ÅÅÅÅ-MM-DD"},
    {"two schema sets are compared, such as elhub/2.4.1 elhub/2.4.3",
     "to skjemasett sammenlignes, som elhub/2.4.1 elhub/2.4.3"},
    {"two schema sets, or two days with --as-of", "to skjemasett, eller to datoer med --as-of"},
    {"--report {}: unknown kind '{}' expected one of: {}",
     "--report {}: ukjent format '{}', forventet ett av: {}"},
    {"--report {}: where to? Write {}=PATH", "--report {}: hvor? Skriv {}=FIL"},
    {"--report {}: two reports cannot go to the same file",
     "--report {}: to rapporter kan ikke gå til samme fil"},
    {"--report {}: expected KIND=PATH with one of {}", "--report {}: forventet FORMAT=FIL med ett av {}"},
    {"--report {}: {}: is a folder", "--report {}: {}: er en mappe"},
    {"--report {}: {}", "--report {}: {}"},
    {"--listen {}: expected ADDRESS:PORT, such as {}", "--listen {}: forventet ADRESSE:PORT, som {}"},
    {"--public-url {}: expected an address such as {}", "--public-url {}: forventet en adresse som {}"},
    {"--ws-trust and --ws-certificate need --ws-security",
     "--ws-trust og --ws-certificate krever --ws-security"},
    {"--ws-security {} needs --ws-trust and --ws-certificate; `cimgate certs demo` makes some to try",
     "--ws-security {} krever --ws-trust og --ws-certificate; `cimgate certs demo` lager noen å prøve med"},
    {"--token-endpoint needs --token-certificate and --token-trust; `cimgate certs demo` makes some",
     "--token-endpoint krever --token-certificate og --token-trust; `cimgate certs demo` lager noen"},
    {"--token-certificate: tokens are signed with an RSA key of 2048 bits or more",
     "--token-certificate: tokener signeres med en RSA-nøkkel på minst 2048 biter"},
    {"--token-endpoint and --jwks need --token-issuer", "--token-endpoint og --jwks krever --token-issuer"},
    {"--token-issuer needs --token-audience", "--token-issuer krever --token-audience"},
    {"--token-issuer needs one of --jwks and --token-endpoint",
     "--token-issuer krever enten --jwks eller --token-endpoint"},
    {"{}: this certificate has expired", "{}: sertifikatet er utløpt"},
    {"{}: this certificate expires in {} days", "{}: sertifikatet utløper om {} dager"},
    {"{} {}: expected a folder, as dir:FOLDER", "{} {}: forventet en mappe, som dir:MAPPE"},
    {"'{}': results would be taken for messages", "'{}': resultater ville blitt tatt for meldinger"},
    {"'{}': the folder has parts already", "'{}': det ligger deler i mappen allerede"},
    {"'{}': a bundle of several files is not cut; translate it to BIM first",
     "'{}': en bunt av flere filer deles ikke; oversett den til BIM først"},
    {"'{}' is not there: name the list that `split` wrote with --parts",
     "'{}' finnes ikke: oppgi listen som `split` skrev, med --parts"},
    {"there are no metering values in the input", "det er ingen måleverdier i det som ble lest"},
    {"--market, --as-of and --report need --validate", "--market, --as-of og --report krever --validate"},
    {"--tls-key and --tls-client-ca need --tls-certificate",
     "--tls-key og --tls-client-ca krever --tls-certificate"},
    {"SHA-1 signatures are accepted: whoever can prepare two messages can give both one signature",
     "SHA-1-signaturer godtas: den som kan forberede to meldinger, kan gi begge samme signatur"},
    {"--allow-host {}: expected a name such as {}", "--allow-host {}: forventet et navn som {}"},
    {"'{}' is not among the files that are checked, or differs from them: --data FOLDER checks a folder of "
     "your own",
     "'{}' er ikke blant filene som kontrolleres, eller er en annen: --data MAPPE kontrollerer en egen "
     "mappe"},
    {"--watch needs --data FOLDER: the built-in files do not change",
     "--watch trenger --data MAPPE: de innebygde filene endrer seg ikke"},
    {"--watch needs scenario files, or --data FOLDER: the built-in files do not change",
     "--watch trenger scenariofiler, eller --data MAPPE: de innebygde filene endrer seg ikke"},
    {"--watch needs files: standard input cannot be read again",
     "--watch trenger filer: standard inn kan ikke leses om igjen"},
    {"--size is for CollectedData, as XML to standard output",
     "--size gjelder CollectedData, som XML til standard utdata"},
    {"unknown profile '{}' expected one of: {}", "ukjent profil '{}', forventet en av: {}"},
    {"there is no schema set '{}' expected one of: {}",
     "det finnes ikke noe skjemasett '{}', forventet ett av: {}"},
    {"--to {}: expected cim-json, cim-xml, bim or a schema set",
     "--to {}: forventet cim-json, cim-xml, bim eller et skjemasett"},
    {"--to {}: give a profile with --profile", "--to {}: oppgi en profil med --profile"},
    {"there is no version '{}' of EMIF, only {}", "det finnes ingen versjon '{}' av EMIF, bare {}"},
    {"there is no mapping for '{}'", "det finnes ingen oversettelse for '{}'"},
    {"there is no message '{}'", "det finnes ingen melding '{}'"},
    {"there is no rule '{}'", "det finnes ingen regel '{}'"},
    {"there is no code list and no reason code '{}'", "det finnes ingen kodeliste og ingen feilkode '{}'"},
    {"only the table 'reason' can be written as Markdown", "bare tabellen 'reason' kan skrives som Markdown"},
    {"several inputs need a folder to write to: give -o FOLDER",
     "flere filer trenger en mappe å skrive til: bruk -o MAPPE"},
    {"{}: what was written is not whole; an error came late in the input",
     "{}: det som ble skrevet, er ikke fullstendig; feilen kom sent i filen"},
    {"'{}' holds {} messages; diff compares one with one",
     "'{}' har {} meldinger; diff sammenligner én med én"},
    {"'{}' is a folder without any .xml or .json file in it",
     "'{}' er en mappe uten .xml- eller .json-filer"},
    {"'{}' is a folder", "'{}' er en mappe"},
    {"'{}' is too large", "'{}' er for stor"},
    {"'{}' is neither a file nor a built-in scenario", "'{}' er verken en fil eller et innebygd scenario"},
    {"'{}' is there already; a replay makes a new hub",
     "'{}' finnes allerede; en avspilling lager en ny testhub"},
    {"'{}' is there already; certificates are written to a new folder",
     "'{}' finnes allerede; sertifikater skrives til en ny mappe"},
    {"{}: no party has an organisation number (org)", "{}: ingen aktør har organisasjonsnummer (org)"},
    {"'{}' is not there", "'{}' finnes ikke"},
    {"'{}' cannot be read", "'{}' kan ikke leses"},
    {"'{}': the gzip is damaged", "'{}': gzip-filen er ødelagt"},
    {"'{}': the gzip ends too early", "'{}': gzip-filen slutter for tidlig"},
    {"'{}': the gzip becomes too large for its size",
     "'{}': gzip-filen blir for stor i forhold til størrelsen"},
    {"--gzip writes no text, and standard output is a terminal: give -o PATH",
     "--gzip skriver ikke tekst, og standard ut er en terminal: oppgi -o FIL"},
    {"'{}': there is no such file or folder", "'{}': det finnes ingen slik fil eller mappe"},
    {"'{}': there is no message in what it names", "'{}': det er ingen melding i det som er oppgitt"},
    {"at most {} connections: the process may not open more files",
     "høyst {} forbindelser: prosessen får ikke åpne flere filer"},
    {"requests in flight did not end in time, and were given up",
     "pågående forespørsler ble ikke ferdige i tide, og ble avbrutt"},
    {"{}: there is no such market state; `cimgate market load` makes one",
     "{}: det finnes ingen slike markedsdata; `cimgate market load` lager dem"},
    {"{}: there is no such file", "{}: det finnes ingen slik fil"},
    {"{}: this file cannot be read", "{}: filen kan ikke leses"},
    {"a file could not be read to its end", "en fil kunne ikke leses til slutten"},
    {"{}: No such file or directory", "{}: det finnes ingen slik fil eller mappe"},
    {"{}: Permission denied", "{}: ingen tilgang"},
    {"{}: Is a directory", "{}: er en mappe"},
    {"{}: Not a directory", "{}: er ikke en mappe"},
    {"{}: File exists", "{}: finnes allerede"},
    {"{}: No space left on device", "{}: det er ikke mer plass"},
    {"{}: Read-only file system", "{}: filsystemet kan bare leses"},
    {"{}: Too many open files", "{}: for mange åpne filer"},
};

std::string line_in_norwegian(std::string_view line) {
  constexpr std::string_view program = "cimgate: ";
  constexpr std::string_view meant = ", did you mean '";
  std::string before;
  if (line.starts_with(program)) {
    before = program;
    line.remove_prefix(program.size());
  }
  // "…, did you mean 'x'? …": the question stands by itself.
  std::string text(line);
  std::string asked;
  if (const auto from = text.find(meant); from != std::string::npos)
    if (const auto to = text.find("'?", from + meant.size()); to != std::string::npos) {
      asked = ", mente du '" + text.substr(from + meant.size(), to - from - meant.size()) + "'?";
      text.erase(from, to + 2 - from);
    }
  if (const auto said = text::in_norwegian(text, phrases)) return before + *said + asked;
  return before + std::string(line);
}

}  // namespace

std::string usage_in_norwegian(std::string_view english) {
  std::string out;
  while (!english.empty()) {
    const auto end = english.find('\n');
    out += line_in_norwegian(english.substr(0, end));
    if (end == std::string_view::npos) break;
    out += '\n';
    english.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace cimgate::cli

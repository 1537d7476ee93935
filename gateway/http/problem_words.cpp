#include "gateway/http/problem_words.hpp"

#include "gateway/text/phrases.hpp"

namespace cimgate::http {
namespace {

/// Every title that a part of the server gives. A test holds the sources to it.
constexpr text::Phrase titles[] = {
    {"The file of users has errors; nothing was changed.", "Brukerfilen har feil; ingenting ble endret."},
    {"The shared production is not valid.", "Den delte produksjonen er ikke gyldig."},
    {"The version does not change any more.", "Versjonen kan ikke lenger endres."},
    {"The versions would overlap.", "Versjonene ville overlappet hverandre."},
    {"There are too many subscriptions.", "Det er for mange abonnementer."},
    {"There is no such shared production.", "Det finnes ingen slik delt produksjon."},
    {"There is no such subscription.", "Det finnes ikke noe slikt abonnement."},
    {"There is no such version.", "Det finnes ingen slik versjon."},
    {"Internal error", "Intern feil"},
    {"A message of the hub has no form in CIM.", "En melding fra huben har ingen form i CIM."},
    {"A page of another origin may not ask for this", "En side fra et annet opphav kan ikke be om dette"},
    {"A token is needed.", "Et token kreves."},
    {"Invalid query parameter", "En parameter i spørringen er ikke gyldig"},
    {"Invalid path parameter", "En parameter i adressen er ikke gyldig"},
    {"There is no such metering point.", "Målepunktet finnes ikke."},
    {"Unknown query parameter", "Ukjent parameter i spørringen"},
    {"'by' is soap or cim.", "«by» er soap eller cim."},
    {"SenderGLN is missing, or is not one GLN.", "SenderGLN mangler, eller er ikke én GLN."},
    {"The market refuses the query.", "Markedet avviser spørringen."},
    {"There are no such data.", "Det finnes ingen slike data."},
    {"The sender may not see these data.", "Avsenderen har ikke tilgang til disse dataene."},
    {"There is no such party.", "Aktøren finnes ikke."},
    {"The document is of another process.", "Dokumentet hører til en annen prosess."},
    {"Too many listen to queues.", "For mange lytter til køer."},
    {"Last-Event-ID is not valid.", "Last-Event-ID er ikke gyldig."},
    {"No representation matches Accept", "Ingen svar har en form som Accept ber om"},
    {"There is no such document.", "Dokumentet finnes ikke."},
    {"The market cannot do this now.", "Markedet kan ikke gjøre dette nå."},
    {"The market cannot accept this.", "Markedet kan ikke ta imot dette."},
    {"The document was not delivered.", "Dokumentet ble ikke levert."},
    {"The Idempotency-Key was used for another document.", "Idempotency-Key er brukt for et annet dokument."},
    {"Unknown Transfer-Encoding", "Ukjent Transfer-Encoding"},
    {"The body is too large after decompression", "Innholdet blir for stort når gzip pakkes ut"},
    {"Unsupported Content-Encoding", "Innholdet har en Content-Encoding som ikke støttes her"},
    {"Unsupported Content-Type", "Innholdet har en Content-Type som ikke støttes her"},
    {"Unsupported charset", "Innholdet har et tegnsett som ikke støttes"},
    {"Invalid body", "Innholdet er ikke som forventet"},
    {"The body is not gzip", "Innholdet er ikke gzip"},
    {"The body does not match its charset", "Innholdet har ikke tegnsettet som er oppgitt"},
    {"The body is too large", "Innholdet er for stort"},
    {"The clock cannot be set to this.", "Klokken kan ikke stilles til dette."},
    {"The clock does not go back.", "Klokken går ikke bakover."},
    {"The change of channels is not valid.", "Endringen av kanaler er ikke riktig oppgitt."},
    {"The channels cannot be changed.", "Kanalene kan ikke endres."},
    {"The period cannot be sent again.", "Perioden kan ikke sendes på nytt."},
    {"The period is not valid.", "Perioden er ikke riktig oppgitt."},
    {"The limits are not valid.", "Grensene er ikke riktig oppgitt."},
    {"The correction cannot be made.", "Korrigeringen kan ikke gjøres."},
    {"The correction is not valid.", "Korrigeringen er ikke riktig oppgitt."},
    {"The document is not valid against its schema.", "Dokumentet er ikke gyldig etter skjemaet."},
    {"The document is too large.", "Dokumentet er for stort."},
    {"The documents are not a message that the market knows.",
     "Dokumentene er ikke en melding som markedet kjenner."},
    {"Unsupported Expect header", "Forventningen i Expect kan ikke innfris"},
    {"The request header is too large", "Hodet i forespørselen er for stort"},
    {"The headers and the document name different senders.", "Hodet og dokumentet oppgir ulike avsendere."},
    {"The id has been used before.", "ID-en er brukt før."},
    {"Content-Length is missing", "Content-Length mangler"},
    {"The market state has errors; nothing was loaded.",
     "Markedsdataene har feil; ingenting ble lastet inn."},
    {"The message was not translated", "Meldingen ble ikke oversatt"},
    {"Method not allowed", "Metoden støttes ikke for denne stien"},
    {"The request target is too long", "Stien med spørring er for lang"},
    {"The request ended too early", "Forespørselen sluttet for tidlig"},
    {"Malformed HTTP request", "Forespørselen er ikke gyldig HTTP"},
    {"The request took too long to arrive", "Forespørselen brukte for lang tid"},
    {"The sender may not do this.", "Avsenderen har ikke rett til dette."},
    {"Unknown host name", "Serveren har ikke dette navnet"},
    {"The server is busy", "Serveren har for mye å gjøre"},
    {"The server is not ready", "Serveren er ikke klar"},
    {"The access is not valid.", "Tilgangen er ikke riktig oppgitt."},
    {"The answer of the end user is not valid.", "Sluttbrukerens svar er ikke riktig oppgitt."},
    {"The end user cannot answer this.", "Sluttbrukeren kan ikke svare på dette."},
    {"The takeover cannot be done.", "Porteføljeovertagelsen kan ikke gjennomføres."},
    {"The takeover is not valid.", "Porteføljeovertagelsen er ikke riktig oppgitt."},
    {"The token is for something else.", "Tokenet gjelder noe annet."},
    {"The token is not of this party.", "Tokenet tilhører ikke denne aktøren."},
    {"Unsupported HTTP version", "Versjonen av HTTP støttes ikke"},
    {"Unexpected body", "Det er innhold der det ikke skal være noe"},
    {"The body is missing", "Innhold mangler"},
    {"There is no test hub to run against.", "Det er ingen testhub å kjøre mot."},
    {"There is no scenario of this name.", "Det finnes ikke noe scenario med dette navnet."},
    {"There is no such message.", "Det finnes ingen slik melding."},
    {"There is no such profile.", "Det finnes ingen slik profil."},
    {"There is no such queue.", "Det finnes ingen slik kø."},
    {"There is no such result set.", "Det finnes ikke noe slikt resultatsett."},
    {"There is nothing at this path", "Det er ingenting på denne stien"},
    {"There is nothing here.", "Her er det ingenting."},
    {"This is not a CIM document.", "Dette er ikke et CIM-dokument."},
};

}  // namespace

std::string norwegian_title(std::string_view english) {
  return text::in_norwegian(english, titles).value_or("");
}

void say_in_norwegian(Answer& answer) {
  if (answer.content_type != "application/problem+json") return;
  // As problem() writes it; no title has a character that JSON escapes.
  constexpr std::string_view before = "\"title\": \"";
  const auto at = answer.body.find(before);
  if (at == std::string::npos) return;
  const auto from = at + before.size();
  const auto to = answer.body.find('"', from);
  if (to == std::string::npos) return;
  const auto title = norwegian_title(std::string_view(answer.body).substr(from, to - from));
  if (title.empty()) return;
  answer.body.replace(from, to - from, title);
  answer.headers.add("Content-Language", "nb");
}

}  // namespace cimgate::http

#include "gateway/http/problem_words.hpp"

#include "gateway/text/phrases.hpp"

namespace cimgate::http {
namespace {

/// Every title that a part of the server gives. A test holds the sources to it.
constexpr text::Phrase titles[] = {
    {"A fault of ours", "Intern feil"},
    {"A message of the hub has no form in CIM.", "En melding fra huben har ingen form i CIM."},
    {"A page of another origin may not ask for this", "En side fra et annet opphav kan ikke be om dette"},
    {"A token is needed.", "Et token kreves."},
    {"A query parameter is not as expected", "En parameter i spørringen er ikke gyldig"},
    {"A query parameter is not known", "Ukjent parameter i spørringen"},
    {"'by' is soap or cim.", "«by» er soap eller cim."},
    {"It is not said who sends.", "Avsender mangler."},
    {"No answer has a form that Accept asks for", "Ingen svar har en form som Accept ber om"},
    {"The Idempotency-Key was used for another document.", "Idempotency-Key er brukt for et annet dokument."},
    {"The Transfer-Encoding is not known", "Ukjent Transfer-Encoding"},
    {"The body becomes too much when gzip is taken off", "Innholdet blir for stort når gzip pakkes ut"},
    {"The body has a Content-Encoding that is not taken here",
     "Innholdet har en Content-Encoding som ikke støttes her"},
    {"The body has a Content-Type that is not taken here",
     "Innholdet har en Content-Type som ikke støttes her"},
    {"The body has a charset that is not read", "Innholdet har et tegnsett som ikke støttes"},
    {"The body is not as expected", "Innholdet er ikke som forventet"},
    {"The body is not gzip", "Innholdet er ikke gzip"},
    {"The body is not of the charset that it says", "Innholdet har ikke tegnsettet som er oppgitt"},
    {"The body is too large", "Innholdet er for stort"},
    {"The clock cannot be set to this.", "Klokken kan ikke stilles til dette."},
    {"The clock does not go back.", "Klokken går ikke bakover."},
    {"The document is not valid against its schema.", "Dokumentet er ikke gyldig etter skjemaet."},
    {"The document is too large.", "Dokumentet er for stort."},
    {"The documents are no message that the market knows.",
     "Dokumentene er ikke en melding som markedet kjenner."},
    {"The expectation cannot be met", "Forventningen i Expect kan ikke innfris"},
    {"The head of the request is too large", "Hodet i forespørselen er for stort"},
    {"The headers and the document name different senders.", "Hodet og dokumentet oppgir ulike avsendere."},
    {"The hub cannot do this now.", "Testhuben kan ikke gjøre dette nå."},
    {"The hub cannot take this.", "Testhuben kan ikke motta dette."},
    {"The id has been used before.", "ID-en er brukt før."},
    {"The length of the body is not said", "Content-Length mangler"},
    {"The market state has mistakes; nothing was loaded.",
     "Markedsdataene har feil; ingenting ble lastet inn."},
    {"The message was not translated", "Meldingen ble ikke oversatt"},
    {"The path does not know this method", "Metoden støttes ikke for denne stien"},
    {"The path with its query is too long", "Stien med spørring er for lang"},
    {"The request ended too early", "Forespørselen sluttet for tidlig"},
    {"The request is not HTTP as it should be", "Forespørselen er ikke gyldig HTTP"},
    {"The request took too long to arrive", "Forespørselen brukte for lang tid"},
    {"The sender may not do this.", "Avsenderen har ikke rett til dette."},
    {"The server does not go by this name", "Tjeneren har ikke dette navnet"},
    {"The server has too much to do", "Tjeneren har for mye å gjøre"},
    {"The server is not ready", "Tjeneren er ikke klar"},
    {"The takeover cannot be done.", "Porteføljeovertagelsen kan ikke gjennomføres."},
    {"The takeover is not understood.", "Porteføljeovertagelsen er ikke riktig oppgitt."},
    {"The token is for something else.", "Tokenet gjelder noe annet."},
    {"The token is not of this party.", "Tokenet tilhører ikke denne aktøren."},
    {"The version of HTTP is not supported", "Versjonen av HTTP støttes ikke"},
    {"There is a body where none is taken", "Det er innhold der det ikke skal være noe"},
    {"There is no body", "Innhold mangler"},
    {"There is no hub to play against.", "Det er ingen testhub å kjøre mot."},
    {"There is no scenario of this name.", "Det finnes ikke noe scenario med dette navnet."},
    {"There is no such message.", "Det finnes ingen slik melding."},
    {"There is no such profile.", "Det finnes ingen slik profil."},
    {"There is no such queue.", "Det finnes ingen slik kø."},
    {"There is no such result set.", "Det finnes ikke noe slikt resultatsett."},
    {"There is nothing at this path", "Det er ingenting på denne stien"},
    {"There is nothing here.", "Her er det ingenting."},
    {"This is no CIM document.", "Dette er ikke et CIM-dokument."},
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

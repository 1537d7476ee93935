#include <algorithm>

#include "gateway/rules/facts.hpp"

namespace cimgate::rules {
namespace {

using Type = LookUp::Type;

// Sorted by what they are about. All of them are asked about the day `on` of the question.
constexpr LookUp all_look_ups[] = {
    {"metering-point", Type::text, "whether the metering point is registered",
     "om målepunktet er registrert"},
    {"status", Type::text, "the status of the metering point", "statusen til målepunktet"},
    {"status-since", Type::day, "the day since which the metering point has its status",
     "dagen målepunktet fikk statusen sin"},
    {"registered-from", Type::day, "the first day of the metering point", "målepunktets første dag"},
    {"point-type", Type::text, "the type of the metering point", "målepunkttypen"},
    {"settlement", Type::text, "the settlement method of the metering point",
     "avregningsmetoden til målepunktet"},
    {"resolution", Type::text, "the resolution of the metering point", "oppløsningen til målepunktet"},
    {"accounting-point", Type::yes_no, "whether the metering point is an accounting point",
     "om målepunktet er et avregningspunkt"},
    {"blocked-for-switching", Type::yes_no, "whether the metering point is blocked for switching",
     "om målepunktet er sperret for leverandørskifte"},
    {"grid-area", Type::text, "the grid area of the metering point", "nettområdet til målepunktet"},
    {"grid-owner", Type::text, "the grid owner of the metering point's grid area",
     "netteieren i målepunktets nettområde"},
    {"area-owner", Type::text, "the owner of the grid area that the message names",
     "eieren av nettområdet som meldingen oppgir"},
    {"meter", Type::text, "the meter of the metering point", "måleren i målepunktet"},
    {"end-user", Type::text, "the end user of the metering point", "sluttbrukeren i målepunktet", true},
    {"supplier", Type::text, "the supplier of the metering point", "kraftleverandøren i målepunktet"},
    {"supplier-role", Type::text, "the role of the metering point's supplier",
     "rollen til kraftleverandøren i målepunktet"},
    {"contract-start", Type::day, "the start of the contract that holds then",
     "starten på kontrakten som gjelder da"},
    {"last-contract-start", Type::day, "the start of the last contract of the metering point",
     "starten på siste kontrakt i målepunktet"},
    {"last-contract-origin", Type::text, "the process that made the last contract",
     "prosessen som opprettet siste kontrakt"},
    {"last-contract-supplier", Type::text, "the supplier of the last contract",
     "kraftleverandøren i siste kontrakt"},
    {"last-supplier-left", Type::yes_no, "whether the supplier of the last contract has left the market",
     "om kraftleverandøren i siste kontrakt er opphørt i markedet"},
    {"balance-agreement", Type::yes_no,
     "whether the supplier has a balance responsibility agreement in the grid area",
     "om kraftleverandøren har balanseansvarskontrakt i nettområdet"},
    {"balance-agreement-start", Type::day,
     "the start of the supplier's last balance responsibility agreement in the grid area",
     "starten på kraftleverandørens siste balanseansvarskontrakt i nettområdet"},
    {"third-party-access", Type::text, "the sender's third-party access to the metering point",
     "avsenderens tredjepartstilgang til målepunktet"},
    {"sender-roles", Type::text, "the roles of the sender", "rollene til avsenderen"},
    {"agent-allowed", Type::yes_no, "whether the physical sender may send for the juridical sender",
     "om fysisk avsender kan sende for juridisk avsender"},
    {"sender-access", Type::yes_no, "whether the sender may see the data of the metering point",
     "om avsenderen har tilgang til målepunktets data"},
    {"referenced-process", Type::text, "the process that the message refers to",
     "prosessen som meldingen viser til"},
    {"referenced-status", Type::text, "the state of the process that the message refers to",
     "tilstanden til prosessen som meldingen viser til"},
    {"referenced-point", Type::text, "the metering point of the process that the message refers to",
     "målepunktet til prosessen som meldingen viser til"},
    {"referenced-initiator", Type::text, "who started the process that the message refers to",
     "hvem som startet prosessen som meldingen viser til"},
    {"referenced-stage", Type::text, "what the process that the message refers to waits for",
     "hva prosessen som meldingen viser til venter på"},
    {"own-process-date", Type::day, "the dates of the sender's own processes of this kind that are under way",
     "datoene for avsenderens egne prosesser av dette slaget som pågår"},
    {"last-resort", Type::text, "the supplier of last resort of the metering point",
     "målepunktets leveringspliktige leverandør"},
    {"sharing-owner", Type::text, "the grid company that keeps the shared production",
     "nettselskapet som har den delte produksjonen"},
    {"switch-date", Type::day, "the dates of changes of supplier that are under way",
     "datoene for leverandørskifter som pågår"},
    {"other-switch-date", Type::day, "the dates of other suppliers' changes of supplier that are under way",
     "datoene for andre leverandørers leverandørskifter som pågår"},
    {"switch-cancellation-deadline", Type::day,
     "the cancellation deadline of the change of supplier that is under way",
     "kanselleringsfristen for leverandørskiftet som pågår"},
    {"takeover", Type::day, "the portfolio takeover that made the last contract",
     "porteføljeovertagelsen som opprettet siste kontrakt"},
    {"takeover-by-hub", Type::yes_no, "whether the hub made the portfolio takeover",
     "om datahuben gjennomførte porteføljeovertagelsen"},
    {"takeover-by-new-supplier", Type::yes_no,
     "whether the supplier that took the portfolio over was new in the market",
     "om kraftleverandøren som overtok porteføljen var ny i markedet"},
    {"takeover-old-supplier-left", Type::yes_no,
     "whether the supplier before the portfolio takeover has left the market",
     "om kraftleverandøren før porteføljeovertagelsen er opphørt i markedet"},
    {"sends-values", Type::yes_no, "whether the sender may send metering values of the metering point",
     "om avsenderen kan sende måleverdier for målepunktet"},
    {"values-until", Type::day, "the day until which values of this direction and product were sent",
     "dagen som verdier for denne retningen og dette produktet er sendt til og med", false, true},
    {"registered-before", Type::time, "when the values that are stored for the period were registered",
     "når verdiene som er lagret for perioden, ble registrert", false, true},
    {"period-before", Type::time, "the end of the period before", "slutten på perioden før", false, true},
    {"period-within", Type::time, "the end of the last period that begins within this one",
     "slutten på den siste perioden som begynner i denne", false, true},
    {"reading-before", Type::text, "the meter reading at the end of the period before",
     "målerstanden ved slutten av perioden før", false, true},
    {"values", Type::yes_no, "whether there are metering values for the period",
     "om det finnes måleverdier for perioden"},
    {"settlement-basis", Type::yes_no, "whether there is a settlement basis for the sender",
     "om det finnes avregningsgrunnlag for avsenderen"},
    {"referenced-reading", Type::text, "to which grid company the reading went that is referred to",
     "hvilket nettselskap avlesningen det vises til, gikk til"},
    {"question-to", Type::text, "to which grid company the question went that is referred to",
     "hvilket nettselskap forespørselen det vises til, gikk til"},
    {"found-points", Type::text, "the metering points that the search leads to",
     "målepunktene som søket gir"},
    {"coming-takeover", Type::day, "a portfolio takeover that is on its way",
     "en porteføljeovertagelse som er på vei"},
};

}  // namespace

std::span<const LookUp> look_ups() {
  return all_look_ups;
}

const LookUp* find_look_up(std::string_view name) {
  const auto* const at = std::find_if(std::begin(all_look_ups), std::end(all_look_ups),
                                      [&](const LookUp& one) { return one.name == name; });
  return at == std::end(all_look_ups) ? nullptr : at;
}

}  // namespace cimgate::rules

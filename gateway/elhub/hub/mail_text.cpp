#include "gateway/elhub/hub/mail_text.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace cimgate::hub {
namespace {

constexpr std::array months_en = {"January", "February", "March",     "April",   "May",      "June",
                                  "July",    "August",   "September", "October", "November", "December"};
constexpr std::array months_nb = {"januar", "februar", "mars",      "april",   "mai",      "juni",
                                  "juli",   "august",  "september", "oktober", "november", "desember"};

std::string day_en(ledger::Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()),
                     months_en[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()));
}

std::string day_nb(ledger::Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{}. {} {}", static_cast<unsigned>(date.day()),
                     months_nb[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()));
}

/// ", Nordvidda Nett AS,": a name that explains who is meant.
std::string named(const std::string& name) {
  return name.empty() ? name : ", " + name + ",";
}

bool goes_on(const EndToTell& end) {
  return end.process == "BRS-NO-305";
}

std::string why_en(const EndToTell& end) {
  if (goes_on(end))
    return fmt::format(
        "Your electricity contract for the metering point below {} from {} to {}. Your power stays on.",
        end.is_over ? "has moved" : "moves", end.supplier.empty() ? "your supplier" : end.supplier,
        end.next_supplier.empty() ? "another one" : end.next_supplier);
  const std::string so = fmt::format("Your customer relationship at the metering point below therefore {}.",
                                     end.is_over ? "ended" : "ends");
  if (end.process == "BRS-NO-201")
    return fmt::format("Your electricity supplier{} has reported that you are moving out. {}",
                       named(end.supplier), so);
  if (end.process == "BRS-NO-211")
    return fmt::format("The grid company{} has reported that you are moving out. {}", named(end.grid_company),
                       so);
  return "Somebody else has been registered as moving in. " + so;
}

std::string why_nb(const EndToTell& end) {
  if (goes_on(end))
    return fmt::format(
        "Strømavtalen din for målepunktet nedenfor {} fra {} til {}. Strømmen blir ikke slått av.",
        end.is_over ? "er flyttet" : "flyttes", end.supplier.empty() ? "strømleverandøren din" : end.supplier,
        end.next_supplier.empty() ? "en annen" : end.next_supplier);
  const std::string so = fmt::format("Derfor {} kundeforholdet ditt på målepunktet nedenfor avsluttet.",
                                     end.is_over ? "er" : "blir");
  if (end.process == "BRS-NO-201")
    return fmt::format("Strømleverandøren din{} har meldt at du flytter ut. {}", named(end.supplier), so);
  if (end.process == "BRS-NO-211")
    return fmt::format("Nettselskapet{} har meldt at du flytter ut. {}", named(end.grid_company), so);
  return "En annen er meldt innflyttet. " + so;
}

std::string english(const EndToTell& end) {
  std::string text = "Hello,\n\n" + why_en(end) + "\n\n";
  if (!end.address.empty()) text += fmt::format("  Address: {}\n", end.address);
  text += fmt::format("  Metering point ID: {}\n  {}: {}\n\n", end.gsrn,
                      goes_on(end) ? "New supplier from" : "Ends from", day_en(end.ends));
  text += "If this is right, you need not do anything.\n\n";
  text += fmt::format(
      "If it is wrong, please contact your grid company{} as soon as you can, and give the metering point "
      "ID.\n\n",
      named(end.grid_company));
  text += "This mail was sent automatically and cannot be answered.\n\n";
  text += fmt::format("Kind regards\n{}\n\n", end.hub.empty() ? "The test hub" : end.hub);
  return text + "Made by a test hub. It is not Elhub, and its market is invented.\n";
}

std::string norwegian(const EndToTell& end) {
  std::string text = "Hei!\n\n" + why_nb(end) + "\n\n";
  if (!end.address.empty()) text += fmt::format("  Adresse: {}\n", end.address);
  text += fmt::format("  Målepunkt-ID: {}\n  {}: {}\n\n", end.gsrn,
                      goes_on(end) ? "Ny leverandør fra og med" : "Avsluttes fra og med", day_nb(end.ends));
  text += "Er dette riktig, trenger du ikke å gjøre noe.\n\n";
  text += fmt::format(
      "Er det feil, må du ta kontakt med nettselskapet ditt{} så snart du kan. Oppgi målepunkt-ID-en.\n\n",
      named(end.grid_company));
  text += "E-posten er sendt automatisk og kan ikke besvares.\n\n";
  text += fmt::format("Vennlig hilsen\n{}\n\n", end.hub.empty() ? "Testhuben" : end.hub);
  return text + "Laget av en testhub. Den er ikke Elhub, og markedet er oppdiktet.\n";
}

}  // namespace

MailText mail_text(const EndToTell& end) {
  MailText mail;
  mail.body = {english(end), norwegian(end)};
  const auto [en, nb] = std::pair(day_en(end.ends), day_nb(end.ends));
  if (goes_on(end))
    mail.subject = {
        fmt::format("Your electricity supplier {} on {}", end.is_over ? "changed" : "changes", en),
        fmt::format("Du {} ny strømleverandør {}", end.is_over ? "fikk" : "får", nb)};
  else
    mail.subject = {
        fmt::format("Your electricity customer relationship {} on {}", end.is_over ? "ended" : "ends", en),
        fmt::format("Kundeforholdet ditt for strøm {} {}", end.is_over ? "ble avsluttet" : "avsluttes", nb)};
  return mail;
}

}  // namespace cimgate::hub

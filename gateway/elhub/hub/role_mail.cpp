#include "gateway/elhub/hub/role_mail.hpp"

#include <fmt/format.h>

#include "gateway/rules/calendar.hpp"

namespace cimgate::hub {
namespace {

std::string party_of(const RoleToTell& role) {
  return role.name_of_party.empty() ? role.party : fmt::format("{} ({})", role.name_of_party, role.party);
}

}  // namespace

MailText role_mail_text(const RoleToTell& role) {
  const auto day = rules::to_text(role.ends);
  MailText mail;
  mail.subject = {fmt::format("A user's role ends on {}", day),
                  fmt::format("En brukers rolle utløper {}", day)};
  mail.body = {
      fmt::format(
          "Hello,\n\nA user of your organisation is about to lose a role.\n\n  User: {}\n  Role: {}\n"
          "  For: {}\n  Ends from: {}\n\nIf the user is still to have it, extend the role for another "
          "year. If not, you need not do anything.\n\nThis mail was sent automatically and cannot be "
          "answered.\n\nKind regards\n{}\n\nMade by a test hub. It is not Elhub, and its market is "
          "invented.\n",
          role.user, role.role.en, party_of(role), day, role.hub.empty() ? "The test hub" : role.hub),
      fmt::format(
          "Hei!\n\nEn bruker i organisasjonen din er i ferd med å miste en rolle.\n\n  Bruker: {}\n"
          "  Rolle: {}\n  For: {}\n  Utløper fra og med: {}\n\nSkal brukeren fortsatt ha rollen, må du "
          "utvide den for et nytt år. Hvis ikke, trenger du ikke å gjøre noe.\n\nE-posten er sendt "
          "automatisk og kan ikke besvares.\n\nVennlig hilsen\n{}\n\nLaget av en testhub. Den er ikke "
          "Elhub, og markedet er oppdiktet.\n",
          role.user, role.role.nb, party_of(role), day, role.hub.empty() ? "Testhuben" : role.hub)};
  return mail;
}

}  // namespace cimgate::hub

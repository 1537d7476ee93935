#pragma once
#include <string>

#include "gateway/elhub/hub/mail_text.hpp"

namespace cimgate::hub {

/// What a mail says to a super user about a role that is about to end. What is not known is "".
struct RoleToTell {
  std::string user;                 ///< id
  Text role;                        ///< title
  std::string organisation, party;  ///< GLNs; the same when the role is for the organisation itself
  std::string name_of_party;
  ledger::Day ends{};  ///< the first day without it
  std::string hub;     ///< name of the sender
};

/// The words are ours: Elhub has published that it writes such mails, and not what they say.
MailText role_mail_text(const RoleToTell& role);

}  // namespace cimgate::hub

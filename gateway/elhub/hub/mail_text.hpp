#pragma once
#include <string>

#include "cimgate/finding.hpp"
#include "gateway/elhub/ledger/records.hpp"

namespace cimgate::hub {

/// What a mail says to an end user whose supply ends. What is not known is "": the mail does without it.
struct EndToTell {
  std::string process;        ///< BRS-NO-102
  std::string gsrn, address;  ///< "Månestien 221, 9995 NORDRE ÆRFJORD"
  ledger::Day ends{};         ///< the first day without it
  bool is_over = false;       ///< that day has gone
  std::string supplier;       ///< name of the one whose supply ends
  std::string next_supplier;  ///< name of the one who goes on in his place (BRS-NO-305)
  std::string grid_company;   ///< name of the one to turn to
  std::string hub;            ///< name of the sender
};

struct MailText {
  Text subject, body;  ///< lines end with \n
};

/// Elhub has published what the mail is to achieve and a draft of it (user forum, spring 2026), which is to
/// be worded together with the market: that the relation ends, where and from when, that nothing need be done
/// when it is right, and that the grid company is the one to turn to when it is not. The words are ours. Who
/// moves in is nobody's business but his.
MailText mail_text(const EndToTell& end);

}  // namespace cimgate::hub

#pragma once
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/ebix_model/message.hpp"
#include "gateway/elhub/hub/message_parts.hpp"
#include "gateway/elhub/hub/request.hpp"
#include "gateway/elhub/hub/timetable.hpp"
#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::hub {

/// Why the market does not take a message that could be read: it becomes a Reject… or an Acknowledgement.
struct Refusal {
  Reasons reasons;
  Text why;
};
using Outcome = tl::expected<void, Refusal>;

Refusal refused(const char* code, const char* agency, Text why);

/// An internal error: a message that the hub made is not valid, and the like. Nothing that was done is kept.
class HubFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// To whom a message goes.
struct Addressee {
  std::string gln;
  std::string role;   ///< DDQ, DDM, …
  std::string queue;  ///< GLN of the one who fetches it; "" = the addressee himself
};

/// What the processes work with: the time, what is known, and the means to send, remember and tell.
/// One for each message or step; what was sent leaves with send_all().
class ProcessContext {
 public:
  struct Setting {
    const Intake* intake = nullptr;
    const Timetable* timetable = nullptr;
    std::string gln;  ///< of the hub
  };

  ProcessContext(ledger::Ledger& ledger, const Setting& setting)
      : ledger_(ledger), setting_(setting), now_(ledger.now()) {}

  Seconds now() const { return now_; }
  Day today() const { return norway::day_of(now_); }
  const std::string& gln() const { return setting_.gln; }
  ledger::Ledger& ledger() { return ledger_; }
  const market::Market& market() const { return *ledger_.market(); }
  /// The version of the messages that the hub speaks: "elhub/2.4.3".
  std::string version() const;
  const Timetable& timetable() const { return *setting_.timetable; }
  const Intake& intake() const { return *setting_.intake; }

  /// The head of a message, with an id of its own. `sender`: "" = the hub.
  Heading heading(std::string document_type, std::string process, const Addressee& to,
                  const std::string& sender = {});
  /// Puts a message among those that leave when the message is dealt with.
  void send(const Heading& heading, const Addressee& to, ebix::Message outgoing, std::string gsrn);
  /// The same, before all others: the answer to the message itself.
  void send_first(const Heading& heading, const Addressee& to, ebix::Message outgoing, std::string gsrn);
  /// Holds the messages against their schema and puts them into the queues. Throws HubFault.
  void send_all();
  /// Keeps a message that goes into no queue. Throws HubFault.
  ledger::StoredMessage write(const Heading& heading, ebix::Message outgoing, std::string gsrn);

  /// Runs `work`; what it changed and sent is undone when it returns false or throws.
  bool attempt(const std::function<bool()>& work);
  void schedule(Seconds at, std::string name, std::string subject, std::string process, std::string gsrn);
  void tell(std::string kind, Text text, std::string process = {}, std::string gsrn = {},
            std::string party = {}, std::string message = {}, std::string message_name = {});

 private:
  struct Outgoing {
    Heading heading;
    Addressee to;
    ebix::Message message;
    std::string gsrn;
  };
  ledger::StoredMessage stored(const Heading& heading, const ebix::Message& outgoing, std::string gsrn);

  ledger::Ledger& ledger_;
  Setting setting_;
  Seconds now_;
  std::vector<Outgoing> outgoing_;
};

}  // namespace cimgate::hub

#include "gateway/elhub/hub/desk.hpp"

#include <fmt/format.h>

namespace cimgate::hub {

Refusal refused(const char* code, const char* agency, Text why) {
  return {{{code, agency}}, std::move(why)};
}

Heading Desk::heading(std::string document_type, std::string process, const Addressee& to,
                      const std::string& sender) {
  return {ledger_.next_id(),
          std::move(document_type),
          std::move(process),
          to.role,
          sender.empty() ? gln() : sender,
          gln(),
          to.gln,
          now_};
}

void Desk::send(const Heading& heading, const Addressee& to, ebix::Message letter, std::string gsrn) {
  letters_.push_back({heading, to, std::move(letter), std::move(gsrn)});
}

void Desk::send_first(const Heading& heading, const Addressee& to, ebix::Message letter, std::string gsrn) {
  letters_.insert(letters_.begin(), {heading, to, std::move(letter), std::move(gsrn)});
}

ledger::StoredMessage Desk::stored(const Heading& heading, const ebix::Message& letter, std::string gsrn) {
  const auto written = ebix::serialize(letter);
  if (!written) throw HubFault("a letter could not be written: " + written.error().message);
  // What leaves is held against the schema as if it had come in.
  const auto checked = setting_.intake->one_line(*written);
  if (!checked) throw HubFault("a letter of the hub is not valid: " + checked.error().text);
  ledger::StoredMessage kept;
  kept.id = heading.id;
  kept.name = ebix::root_name(letter).local;
  kept.process = heading.process;
  kept.document_type = heading.document_type;
  kept.physical_sender = heading.hub;
  kept.sender = heading.sender;
  kept.recipient = heading.recipient;
  kept.gsrn = std::move(gsrn);
  kept.at = heading.at;
  kept.xml = *checked;
  return kept;
}

void Desk::send_all() {
  for (const auto& letter : letters_) {
    const auto kept = stored(letter.heading, letter.message, letter.gsrn);
    ledger_.keep(kept);
    const auto& queue = letter.to.queue.empty() ? letter.to.gln : letter.to.queue;
    ledger_.enqueue(queue, channel_of(kept.name, kept.process), kept.id);
    tell("message-queued",
         {fmt::format("{} ({}) for {}.", kept.name, kept.document_type, queue),
          fmt::format("{} ({}) til {}.", kept.name, kept.document_type, queue)},
         kept.process, kept.gsrn, queue, kept.id, kept.name);
  }
  letters_.clear();
}

ledger::StoredMessage Desk::write(const Heading& heading, ebix::Message letter, std::string gsrn) {
  auto kept = stored(heading, letter, std::move(gsrn));
  ledger_.keep(kept);
  return kept;
}

bool Desk::attempt(const std::function<bool()>& work) {
  const auto before = letters_.size();
  const bool done = ledger_.attempt(work);
  if (!done) letters_.erase(letters_.begin() + static_cast<std::ptrdiff_t>(before), letters_.end());
  return done;
}

void Desk::schedule(Seconds at, std::string name, std::string subject, std::string process,
                    std::string gsrn) {
  ledger_.schedule({0, at, std::move(name), std::move(subject), std::move(process), std::move(gsrn)});
}

void Desk::tell(std::string kind, Text text, std::string process, std::string gsrn, std::string party,
                std::string message, std::string message_name) {
  ledger_.record({0, now_, std::move(kind), std::move(process), std::move(gsrn), std::move(party),
                  std::move(message), std::move(message_name), std::move(text)});
}

}  // namespace cimgate::hub

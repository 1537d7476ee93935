#include "gateway/elhub/hub/process_context.hpp"

#include <fmt/format.h>

namespace cimgate::hub {

Refusal refused(const char* code, const char* agency, Text why) {
  return {{{code, agency}}, std::move(why)};
}

Heading ProcessContext::heading(std::string document_type, std::string process, const Addressee& to,
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

void ProcessContext::send(const Heading& heading, const Addressee& to, ebix::Message outgoing,
                          std::string gsrn) {
  outgoing_.push_back({heading, to, std::move(outgoing), std::move(gsrn)});
}

void ProcessContext::send_first(const Heading& heading, const Addressee& to, ebix::Message outgoing,
                                std::string gsrn) {
  outgoing_.insert(outgoing_.begin(), {heading, to, std::move(outgoing), std::move(gsrn)});
}

ledger::StoredMessage ProcessContext::stored(const Heading& heading, const ebix::Message& outgoing,
                                             std::string gsrn) {
  const auto written = ebix::serialize(outgoing);
  if (!written) throw HubFault("a message could not be written: " + written.error().message);
  // What leaves is held against the schema as if it had come in.
  const auto checked = setting_.intake->one_line(*written);
  if (!checked) throw HubFault("a message of the hub is not valid: " + checked.error().text);
  ledger::StoredMessage kept;
  kept.id = heading.id;
  kept.name = ebix::root_name(outgoing).local;
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

namespace {

/// The message that one refers to, the first of several; "" when it refers to none. Series name the query
/// that they answer.
std::string reference_in(std::string_view xml) {
  for (const std::string_view end_of_tag : {"OriginalBusinessDocumentReference>", "RequestReference>"}) {
    const auto tag = xml.find(end_of_tag);
    if (tag == std::string_view::npos) continue;
    const auto from = tag + end_of_tag.size();
    return std::string(xml.substr(from, xml.find('<', from) - from));
  }
  return {};
}

}  // namespace

void ProcessContext::send_all() {
  for (const auto& outgoing : outgoing_) {
    const auto kept = stored(outgoing.heading, outgoing.message, outgoing.gsrn);
    ledger_.keep(kept);
    if (const auto reference = reference_in(kept.xml); !reference.empty())
      ledger_.keep_reference(kept.id, reference);
    const auto& queue = outgoing.to.queue.empty() ? outgoing.to.gln : outgoing.to.queue;
    ledger_.enqueue(queue, channel_of(kept.name, kept.process), kept.id);
    tell("message-queued",
         {fmt::format("{} ({}) for {}.", kept.name, kept.document_type, queue),
          fmt::format("{} ({}) til {}.", kept.name, kept.document_type, queue)},
         kept.process, kept.gsrn, queue, kept.id, kept.name);
  }
  outgoing_.clear();
}

ledger::StoredMessage ProcessContext::write(const Heading& heading, ebix::Message outgoing,
                                            std::string gsrn) {
  auto kept = stored(heading, outgoing, std::move(gsrn));
  ledger_.keep(kept);
  return kept;
}

std::string ProcessContext::version() const {
  const auto* set = setting_.intake->version();
  return set == nullptr ? std::string() : set->id;
}

bool ProcessContext::attempt(const std::function<bool()>& work) {
  const auto before = outgoing_.size();
  const bool done = ledger_.attempt(work);
  if (!done) outgoing_.erase(outgoing_.begin() + static_cast<std::ptrdiff_t>(before), outgoing_.end());
  return done;
}

void ProcessContext::schedule(Seconds at, std::string name, std::string subject, std::string process,
                              std::string gsrn) {
  ledger_.schedule({0, at, std::move(name), std::move(subject), std::move(process), std::move(gsrn)});
}

void ProcessContext::tell(std::string kind, Text text, std::string process, std::string gsrn,
                          std::string party, std::string message, std::string message_name) {
  ledger_.record({0, now_, std::move(kind), std::move(process), std::move(gsrn), std::move(party),
                  std::move(message), std::move(message_name), std::move(text)});
}

}  // namespace cimgate::hub

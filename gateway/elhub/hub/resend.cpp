#include "gateway/elhub/hub/resend.hpp"

#include <fmt/format.h>

#include <charconv>
#include <unordered_set>

#include "gateway/elhub/hub/json_body.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/json/out.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::hub {
namespace {

constexpr std::size_t usual_limit = 500;
constexpr std::size_t most = 1000;
/// Events that are looked through at most for one part, whoever they are about.
constexpr std::size_t most_events = 20'000;

tl::unexpected<Misfit> misfit(const char* member, std::string text) {
  return tl::unexpected(Misfit{member, std::move(text)});
}

template <class Number>
bool parse(const std::string& text, Number& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc() && end == text.data() + text.size() && into > 0;
}

}  // namespace

tl::expected<Resend, Misfit> read_resend(std::string_view json, Seconds now) {
  const auto root = json_object(json);
  for (const auto& entry : root) {
    const auto name = entry.first.text();
    if (name != "party" && name != "from" && name != "to" && name != "after" && name != "limit")
      return misfit("", "Expected {\"party\": GLN, \"from\": …, \"to\": …, \"after\": …, \"limit\": …}.");
  }
  Resend read;
  read.party = root["party"].text();
  if (!text::are_digits(read.party, 13)) return misfit("party", "Expected the 13 digits of a GLN.");
  const auto from = norway::parse_moment(root["from"].text());
  if (!from) return misfit("from", "Expected a day (2026-06-03) or a time with zone.");
  read.from = *from;
  const auto to = root["to"] ? norway::parse_moment(root["to"].text()) : now + 1;
  if (!to) return misfit("to", "Expected a day (2026-06-03) or a time with zone.");
  if (*to <= *from) return misfit("to", "The period ends before it begins.");
  read.to = *to;
  if (root["after"] && !parse(root["after"].text(), read.after))
    return misfit("after", "Expected the number that the answer before gave.");
  read.limit = usual_limit;
  if (root["limit"] && (!parse(root["limit"].text(), read.limit) || read.limit > most))
    return misfit("limit", fmt::format("Expected a number from 1 to {}.", most));
  return read;
}

std::string to_json(const Resend& resend) {
  json::JsonOut out(false);
  out.begin_object();
  out.member("party", resend.party);
  out.member("from", norway::local_text(resend.from));
  out.member("to", norway::local_text(resend.to));
  if (resend.after > 0) out.member("after", resend.after);
  out.member("limit", resend.limit);
  out.end_object();
  return out.take_piece();
}

tl::expected<Resent, Misfit> send_again(ProcessContext& context, const Resend& resend) {
  auto& ledger = context.ledger();
  if (!ledger.knows_party(resend.party))
    return misfit("party", "The party is not registered in this market.");
  const auto after = std::max(resend.after, ledger.last_event_before(resend.from));
  // What waits still comes anyway.
  const auto waiting = ledger.waiting_for(resend.party);
  const std::unordered_set<std::string> still(waiting.begin(), waiting.end());
  const auto part = ledger.queued_once({resend.party, resend.to, after, resend.limit, most_events});
  Resent done;
  done.next = part.next;
  for (const auto& id : part.messages) {
    const auto message = still.contains(id) ? std::nullopt : ledger.message(id);
    if (!message) {
      ++done.waiting;
      continue;
    }
    ledger.enqueue(resend.party, channel_of(message->name, message->process), id);
    ++done.count;
  }
  const bool one = done.count == 1;
  context.tell(
      "messages-resent",
      {fmt::format("{} {} put into the queues again.", done.count, one ? "message was" : "messages were"),
       fmt::format("{} {} ble lagt i køene på nytt.", done.count, one ? "melding" : "meldinger")},
      "", "", resend.party);
  return done;
}

}  // namespace cimgate::hub

#include "gateway/elhub/hub/replay.hpp"
#include "gateway/database/location.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/access_deeds.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::hub {

namespace {

/// Between the texts of files that were loaded together: no YAML holds it.
constexpr char next_file = '\x1e';

std::vector<market::ReadState> read_files(const std::string& name, std::string_view texts) {
  std::vector<market::ReadState> files;
  for (;;) {
    const auto end = std::min(texts.find(next_file), texts.size());
    files.push_back(market::read_state(name, std::string(texts.substr(0, end))));
    if (end == texts.size()) return files;
    texts.remove_prefix(end + 1);
  }
}

ledger::Event loaded_event(Seconds now, const store::Loaded& loaded) {
  std::int64_t records = 0;
  for (const auto& count : loaded.counts) records += count.added + count.changed;
  ledger::Event event;
  event.at = now;
  event.kind = "market-loaded";
  event.text = {fmt::format("Market state: {} records.", records),
                fmt::format("Markedsdata: {} poster.", records)};
  return event;
}

}  // namespace

store::Loaded load_market(ledger::Ledger& ledger, const std::string& name, const std::string& yaml) {
  return load_market(ledger, read_files(name, yaml), yaml);
}

store::Loaded load_market(ledger::Ledger& ledger, std::span<const market::ReadState> files,
                          const std::string& yaml) {
  auto loaded = ledger.load_market(files);
  if (!loaded.errors.empty()) return loaded;
  ledger.note({0, "market", files.front().name, yaml, ""});
  ledger.record(loaded_event(ledger.now(), loaded));
  return loaded;
}

void note_load(database::Connection& connection, const store::Loaded& loaded, const std::string& name,
               const std::vector<std::string>& texts) {
  if (!ledger::is_ledger(connection)) return;
  ledger::Ledger ledger(connection);
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : std::string(1, next_file)) + text;
  ledger.note({0, "market", name, all, ""});
  ledger.record(loaded_event(ledger.now(), loaded));
}

tl::expected<void, std::string> repeat(MessageProcessor& processor, ledger::Ledger& ledger,
                                       const Intake& intake, const ledger::JournalEntry& entry) {
  const auto channel = ledger::parse_channel(entry.second).value_or(ledger::Channel::market_processes);
  if (entry.kind == "message" || entry.kind == "sharing") {
    auto request = intake.read(entry.first, ledger.now());
    if (request && entry.kind == "sharing") request->sharing = parse_sharing_terms(entry.second);
    if (!request) return tl::make_unexpected("a message is not valid: " + request.error().text);
    if (const auto taken = processor.receive(*request); !taken)
      return tl::make_unexpected(taken.error().description);
  } else if (entry.kind == "key") {
    static_cast<void>(ledger.claim_key(entry.first, entry.second, entry.third));
  } else if (entry.kind == "clock") {
    processor.move_clock(std::stoll(entry.first));
  } else if (entry.kind == "market") {
    if (!load_market(ledger, entry.first, entry.second).errors.empty())
      return tl::make_unexpected(std::string("a market state has errors"));
  } else if (entry.kind == "poll") {
    static_cast<void>(processor.poll({entry.first, entry.first, channel}, std::stoul(entry.third)));
  } else if (entry.kind == "acknowledge") {
    static_cast<void>(processor.acknowledge({entry.first, entry.first, channel}, entry.third));
  } else if (entry.kind == "takeover") {
    if (const auto day = rules::parse_day(entry.third))
      static_cast<void>(processor.take_over(entry.first, entry.second, *day));
  } else if (entry.kind == "contracts") {
    const auto order = order_of(entry);
    if (!order || !processor.carry_out(*order))
      return tl::make_unexpected(std::string("contracts cannot be made or changed again"));
  } else if (entry.kind == "link") {
    if (entry.third.empty())
      processor.link_failed({entry.first, entry.second, false});
    else if (const auto decision = parse_decision(entry.first, entry.second, entry.third))
      static_cast<void>(processor.answer_link(*decision));
  } else if (entry.kind == "sharing-subscription") {
    if (!processor.subscribe_to_sharing(entry.first, entry.second))
      return tl::make_unexpected(std::string("a subscription cannot be made again"));
  } else if (entry.kind == "sharing-subscription-ended") {
    static_cast<void>(processor.end_sharing_subscription(entry.first, entry.second));
  } else if (entry.kind == "correction") {
    const auto correction = read_correction(entry.first);
    if (!correction || !processor.correct(*correction))
      return tl::make_unexpected(std::string("a correction does not fit any more"));
  } else if (entry.kind == "reactive-channels") {
    const auto change = read_reactive_change(entry.first);
    if (!change || !processor.change_reactive(*change))
      return tl::make_unexpected(std::string("a change of reactive channels does not fit any more"));
  } else if (entry.kind == "resend") {
    const auto resend = read_resend(entry.first, ledger.now());
    if (!resend || !processor.resend(*resend))
      return tl::make_unexpected(std::string("a period cannot be sent again any more"));
  } else if (entry.kind == "usage-limits") {
    if (const auto done = processor.set_usage_limits(entry.first); !done)
      return tl::make_unexpected("limits to the use of BRS-NO-611: " + done.error());
  } else if (entry.kind == "authorization") {
    return repeat_access(processor, entry);
  } else if (entry.kind == "users") {
    if (!processor.take_users(entry.second, entry.first))
      return tl::make_unexpected(std::string("a file of users has errors"));
    // What came as a file, not by a request, is remembered as such.
    if (!entry.second.empty()) ledger.users().keep_text("file", entry.first);
  } else if (entry.kind == "version") {
    // The hub was opened for the last version of the other one.
  } else {
    return tl::make_unexpected(fmt::format("unknown kind of entry '{}'", entry.kind));
  }
  return {};
}

tl::expected<std::string, std::string> version_in(const std::string& location) {
  try {
    return ledger::Ledger(location, 0).version();
  } catch (const database::Error& error) {
    return tl::make_unexpected(database::shown(location) + ": " + error.what());
  }
}

tl::expected<std::size_t, std::string> Hub::replay(const std::string& location) {
  std::size_t count = 0;
  std::string failed;
  const auto fault = run([&](MessageProcessor& processor, ledger::Ledger& ledger) {
    ledger::Ledger other(location, 0);
    ledger.begin_as(other);
    other.for_each_entry([&](const ledger::JournalEntry& entry) {
      if (!failed.empty()) return;
      if (const auto done = repeat(processor, ledger, intake_, entry); !done)
        failed = fmt::format("entry {} of the journal: {}", entry.sequence, done.error());
      else
        ++count;
    });
    if (!failed.empty()) throw HubFault(failed);
  });
  if (fault) return tl::make_unexpected(database::shown(location) + ": " + fault->text);
  return count;
}

}  // namespace cimgate::hub

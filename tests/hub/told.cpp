#include "told.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <memory>
#include <regex>
#include <set>
#include <vector>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/scenario/built_in_hub.hpp"
#include "gateway/scenario/play.hpp"

namespace cimgate::test {
namespace {

using document::Document;
using document::NodeId;
using ledger::Seconds;
using market::Answer;

constexpr std::size_t all = 10000;
constexpr Seconds far = 4102444800;  // 2100-01-01

/// Name=value(attributes), Name{children}. Of children in a row that differ by their number alone the first
/// is shown: "24 x Observation(1){…}".
std::string text_of(const Document& message, NodeId id) {
  const auto& node = message[id];
  std::string text(node.name);
  if (node.first_child == document::no_node) text += fmt::format("={}", node.text);
  std::string attributes;
  for (const auto& one : node.attributes)
    attributes += fmt::format("{}{}", attributes.empty() ? "" : ",", one.value);
  if (!attributes.empty()) text += '(' + attributes + ')';
  if (node.first_child == document::no_node) return text;
  static const std::regex number("^(\\w+)\\([0-9]+\\)\\{");
  std::vector<std::pair<std::size_t, std::string>> children;
  std::string before;
  for (NodeId at = node.first_child; at != document::no_node; at = message[at].next) {
    auto child = text_of(message, at);
    auto like = std::regex_replace(child, number, "$1{");
    if (!children.empty() && like != child && like == before)
      ++children.back().first;
    else
      children.emplace_back(1, std::move(child));
    before = std::move(like);
  }
  text += '{';
  for (const auto& [count, child] : children)
    text += fmt::format("{}{}{}", text.back() == '{' ? "" : " ",
                        count == 1 ? std::string() : fmt::format("{} x ", count), child);
  return text + '}';
}

std::string text_of(const Engine& engine, const std::string& xml) {
  const auto read = reader::read(*engine.catalog, xml, {});
  if (read.messages.size() != 1) return "  ! " + xml + '\n';
  const auto& message = read.messages.front().document;
  std::string text;
  for (NodeId at = message.root().first_child; at != document::no_node; at = message[at].next)
    text += "  " + text_of(message, at) + '\n';
  return text;
}

std::string text_of(const Answer<std::string>& answer) {
  return answer.known() ? *answer : answer.absent() ? "none" : "?";
}

std::string text_of(const Answer<bool>& answer) {
  return !answer.known() ? "?" : *answer ? "yes" : "no";
}

std::string text_of(const std::optional<ledger::Day>& day) {
  return day ? rules::to_text(*day) : "";
}

std::string text_of(const market::Period& period) {
  return fmt::format("{}–{}", text_of(period.from), text_of(period.to));
}

/// What the hub knows of a metering point: its days, contracts, accesses, processes and values.
std::string point_text(ledger::Ledger& ledger, const std::string& gsrn) {
  const auto& market = *ledger.market();
  std::string text = fmt::format("point {}\n", gsrn);
  for (const auto day : market.changes_of(gsrn)) {
    const auto point = market.metering_point(gsrn, day);
    const auto address = ledger.address_of(gsrn, day).value_or(ledger::Ledger::PointAddress{});
    text += fmt::format(
        "  from {}: type {}, status {}, settlement {}, resolution {}, area {}, accounting {}, "
        "blocked {}, meter {}, address {} {} {} {}\n",
        text_of(day), text_of(point->type), text_of(point->status), text_of(point->settlement),
        text_of(point->resolution), text_of(point->grid_area), text_of(point->accounting_point),
        text_of(point->blocked_for_switching), text_of(point->meter), address.street, address.building_number,
        address.post_code, address.city);
  }
  for (const auto& one : market.contracts_of(gsrn))
    text += fmt::format("  contract {}: {} with {} ({}), by {}\n", text_of(one.period), one.customer,
                        one.supplier, one.role, one.origin);
  for (const auto& one : market.third_party_access(gsrn))
    text += fmt::format("  access {}: {}\n", text_of(one.period), one.party);
  for (const auto& one : ledger.cases_of(gsrn))
    text += fmt::format(
        "  process {} {} of {} as {} by {}: {}, {}, to {} ({}), customer {}, cancelled until {}, "
        "announced as {}\n",
        one.process, text_of(one.date), one.initiator, one.role, one.physical_sender, one.status, one.stage,
        one.supplier, one.supplier_role, one.customer, text_of(one.cancellation_deadline), one.announcement);
  for (const auto& one : ledger.series_of(gsrn, 0, far))
    text += fmt::format("  values {} {} of {} as {}: {} {}, {}–{}, registered {}, taken in {}{}{}\n", one.id,
                        one.process, one.sender, one.gsrn, one.direction, one.product,
                        norway::local_text(one.start), norway::local_text(one.end), one.registration,
                        norway::local_text(one.inserted), one.withdrawn ? ", withdrawn" : "",
                        one.reading_end.empty() ? "" : ", ends at " + one.reading_end);
  return text;
}

std::string text_of(hub::Hub& hub, const Engine& engine) {
  std::string text;
  hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
    ledger::EventFilter filter;
    filter.limit = all;
    std::set<std::string> points;
    Seconds now = 0;
    for (const auto& one : ledger.events(filter)) {
      if (one.at != now) text += "— " + norway::local_text(one.at) + '\n';
      now = one.at;
      if (!one.gsrn.empty()) points.insert(one.gsrn);
      const auto message = one.message.empty() ? std::nullopt : ledger.message(one.message);
      text += fmt::format("{} {} {} {} {}: {}\n", one.kind, one.process.empty() ? "-" : one.process,
                          one.gsrn.empty() ? "-" : one.gsrn, one.party.empty() ? "-" : one.party,
                          one.message_name.empty() ? "-" : one.message_name, one.text.en);
      if (one.kind == "message-queued" && message) text += text_of(engine, message->xml);
      const bool taken_or_not = one.kind == "message-accepted" || one.kind == "message-rejected";
      if (taken_or_not && message && !message->answer.empty())
        if (const auto answer = ledger.message(message->answer))
          text += "  answered with " + answer->name + '\n' + text_of(engine, answer->xml);
    }
    for (const auto& gsrn : points) text += point_text(ledger, gsrn);
    for (const auto& one : ledger.steps(all))
      text += fmt::format("to do at {}: {} {} {} {}\n", norway::local_text(one.at), one.name, one.subject,
                          one.process, one.gsrn);
    for (const auto& one : ledger.queues())
      text += fmt::format("waits for {}: {} {}\n", one.party, one.waiting, to_string(one.channel));
  });
  return text;
}

/// Ids of messages, numbered.
std::string numbered(const std::string& text) {
  static const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  std::map<std::string, std::size_t> numbers;
  std::string made;
  auto rest = text.cbegin();
  for (std::sregex_iterator at(text.begin(), text.end(), uuid), end; at != end; ++at) {
    made.append(rest, text.cbegin() + at->position());
    made += fmt::format("#{}", numbers.try_emplace(at->str(), numbers.size() + 1).first->second);
    rest = text.cbegin() + at->position() + at->length();
  }
  return made.append(rest, text.cend());
}

}  // namespace

Told told(const Gateway& gateway, const scenario::Words& words, const scenario::Pack& pack) {
  hub::Hub::Options options;
  options.seed = ledger::Seed{};
  options.version = pack.schema;
  const std::shared_ptr<const Engine> engine(std::make_shared<Gateway>(gateway), &gateway.engine());
  const auto hub = hub::Hub::open(engine, options).value();
  const auto system = scenario::exchange_with(gateway, hub).value();
  scenario::PlayOptions play;
  play.now = pack.clock;
  Told told;
  told.transcript = scenario::play(gateway, words, pack, *system, play);
  told.text = numbered(text_of(*hub, *engine));
  return told;
}

std::string told_file(const std::string& scenario) {
  return fmt::format("{}/tests/hub/told/{}.txt", CIMGATE_SOURCE_DIR, scenario);
}

}  // namespace cimgate::test

#include <fmt/format.h>

#include "gateway/elhub/hub/message_processor.hpp"
#include "gateway/elhub/norway/calendar.hpp"

// Who may look into the queue of a party, and what he is handed out.
namespace cimgate::hub {

tl::expected<void, Fault> MessageProcessor::check_queue(const PollOrder& order) {
  if (!ledger_.knows_party(order.asker) || !ledger_.knows_party(order.party))
    return tl::unexpected(Fault{FaultGroup::security, "The party is not registered in this market.", "", {}});
  if (order.asker == order.party) return {};
  const auto roles =
      ledger_.market()->roles_of_agent(order.asker, order.party, norway::day_of(ledger_.now()));
  // What is said to BRS-NO-611 comes at once, and into no queue of the party.
  if (roles.empty() || market::may_only_ask(roles))
    return tl::unexpected(
        Fault{FaultGroup::security, "The sender may not fetch the messages of this party.", "", {}});
  return {};
}

tl::expected<std::optional<MessageProcessor::ResultSet>, Fault> MessageProcessor::poll(const PollOrder& order,
                                                                                       std::size_t limit) {
  if (auto allowed = check_queue(order); !allowed) return tl::unexpected(allowed.error());
  const auto set = ledger_.next_result_set(order.party, order.channel, limit);
  if (!set) return std::nullopt;
  ledger_.note({0, "poll", order.party, std::string(to_string(order.channel)), std::to_string(limit)});
  ResultSet result;
  result.id = set->id;
  for (const auto& id : set->messages)
    if (auto message = ledger_.message(id)) result.messages.push_back(std::move(message->xml));
  return result;
}

tl::expected<void, Fault> MessageProcessor::acknowledge(const PollOrder& order,
                                                        const std::string& result_set) {
  if (auto allowed = check_queue(order); !allowed) return tl::unexpected(allowed.error());
  if (!ledger_.acknowledge(order.party, order.channel, result_set)) {
    if (ledger_.was_acknowledged(order.party, order.channel, result_set)) return {};
    return tl::unexpected(
        Fault{FaultGroup::uuid,
              "There is no poll result with this id to acknowledge.",
              "Refer to the Identification of the poll result as a whole, not to that of a message in it.",
              {}});
  }
  ledger_.note({0, "acknowledge", order.party, std::string(to_string(order.channel)), result_set});
  ProcessContext context(ledger_, setting_);
  context.tell("acknowledged",
               {fmt::format("{} has fetched a result set.", order.party),
                fmt::format("{} har hentet et resultatsett.", order.party)},
               "", "", order.party, result_set);
  return {};
}

tl::expected<std::vector<ledger::QueuedMessage>, Fault> MessageProcessor::waiting(const PollOrder& order,
                                                                                  std::int64_t after,
                                                                                  std::size_t limit) {
  if (auto allowed = check_queue(order); !allowed) return tl::unexpected(allowed.error());
  return ledger_.waiting(order.party, order.channel, limit, after);
}

}  // namespace cimgate::hub

#pragma once
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/elhub/hub/access_link.hpp"
#include "gateway/elhub/hub/authorizations.hpp"
#include "gateway/elhub/hub/correction.hpp"
#include "gateway/elhub/hub/point_contracts.hpp"
#include "gateway/elhub/hub/point_query.hpp"
#include "gateway/elhub/hub/process_context.hpp"
#include "gateway/elhub/hub/reactive_channels.hpp"
#include "gateway/elhub/hub/resend.hpp"
#include "gateway/elhub/hub/shared_production.hpp"
#include "gateway/elhub/hub/third_party.hpp"
#include "gateway/elhub/hub/usage_control.hpp"
#include "gateway/elhub/hub/value_sums.hpp"
#include "gateway/elhub/users/judge.hpp"

namespace cimgate::hub {

/// What the sender of a message learns at once.
struct Receipt {
  std::string id;         ///< of the message
  std::string answer;     ///< a message of BIM that is the answer itself (611); "" = there is none
  bool repeated = false;  ///< the same message came before: nothing was done again
};

struct PollOrder {
  std::string party;  ///< GLN whose queue is meant
  std::string asker;  ///< GLN of the physical sender
  ledger::Channel channel = ledger::Channel::market_processes;
};

/// Deals with what comes to the hub, one thing after the other. Whatever it does between the ledger's begin()
/// and commit() is kept or not kept as a whole.
class MessageProcessor {
 public:
  MessageProcessor(ledger::Ledger& ledger, const ProcessContext::Setting& setting);

  /// A message: it is accepted, or answered with a refusal; a fault leaves no trace.
  tl::expected<Receipt, Fault> receive(const Request& request);

  /// The result set of a queue; its messages in one line each. Nothing: the queue is empty.
  struct ResultSet {
    std::string id;
    std::vector<std::string> messages;
  };
  tl::expected<std::optional<ResultSet>, Fault> poll(const PollOrder& order, std::size_t limit);
  tl::expected<void, Fault> acknowledge(const PollOrder& order, const std::string& result_set);
  /// What waits in a queue behind a number, without handing it out.
  tl::expected<std::vector<ledger::QueuedMessage>, Fault> waiting(const PollOrder& order, std::int64_t after,
                                                                  std::size_t limit);

  /// What the market says to a query of a party about a metering point; judged as the message that would ask
  /// it, and answered at once. It leaves no trace.
  tl::expected<PointAnswer, Fault> ask(const PointQuery& query);

  /// Agreements on metering points: what is asked leaves no trace, nor does an order that is refused.
  tl::expected<std::vector<PointContract>, ContractErrors> carry_out(const ContractOrder& order);
  tl::expected<ContractPage, ContractError> find_contracts(const ContractQuery& query);
  tl::expected<PointContract, ContractError> find_contract(const ContractCaller& caller,
                                                           const std::string& id);

  /// Access by link (BRS-NO-624): who asks for it, what there is to give, and what the end user decides.
  std::optional<market::Party> third_party(const std::string& gln);
  std::vector<OwnPoint> own_points(const std::string& customer);
  tl::expected<ledger::LinkAnswer, LinkTrouble> answer_link(const LinkDecision& decision);
  /// What the end user decided could not be done: EH111.
  void link_failed(const AccessLink& link);

  /// Third-party access, as by the message that would ask for it. The message and its answer are kept.
  tl::expected<PointAnswer, Fault> change_access(const AccessOrder& order);
  /// Whether somebody speaks for a party at all.
  tl::expected<void, Fault> may_speak(const std::string& party, const std::string& physical);
  /// When within [from, to) a party may see the values of a metering point, by the rules of BRS-NO-315; none:
  /// it may not. Error: who speaks may not speak for it.
  tl::expected<std::vector<TimeRange>, Fault> entitled(const PointQuery& query, Day from, Day to);

  // Users of organisations (docs/access.md).
  using Mistakes = std::vector<yaml::Mistake>;
  /// Takes a file of users in the place of the one before. "": nobody is asked for a role any more.
  tl::expected<void, Mistakes> take_users(const std::string& name, const std::string& text);
  /// Null: none are configured.
  std::shared_ptr<const users::Directory> users() const { return users_; }
  /// Those that count again, when what changed them was not kept.
  void restore_users(std::shared_ptr<const users::Directory> users) { users_ = std::move(users); }
  /// Whether somebody may do something, by the roles of the users. Error: no role allows it.
  tl::expected<void, Fault> may_do(users::Act act);
  /// The same, and it is kept either way: the number of the entry.
  tl::expected<std::int64_t, Fault> enter(users::Act act);
  /// Whether somebody may ask for the shared production of a grid company: by the rules of BRS-NO-701.
  tl::expected<void, Fault> may_share(const std::string& party, const std::string& physical);
  /// Shared production, as by the message that would ask for it: its versions as they are then. The message
  /// and its answer are kept; what does not fit the versions that there are leaves no trace.
  tl::expected<std::vector<DatedVersion>, SharingTrouble> change_sharing(const SharingOrder& order);
  /// Those of a shared production of the party's own. Nothing: it has none with this id.
  std::optional<std::vector<DatedVersion>> sharing(const std::string& party, const std::string& id);
  /// Somebody wants to hear of changes. Nothing: the party keeps no such shared production.
  std::optional<ledger::SharingSubscription> subscribe_to_sharing(const std::string& party,
                                                                  const std::string& sharing);
  /// False: the party has none with this id.
  bool end_sharing_subscription(const std::string& party, const std::string& id);

  // Elhub's Access API. What is refused leaves no trace.
  AccessResult<ledger::Authorization> ask_end_user(const Acting& acting, const AuthorizationDraft& draft);
  AccessResult<ledger::Authorization> answer_of_end_user(const std::string& id, bool agrees);
  AccessResult<void> take_signed(const Acting& acting, const std::string& id, const std::string& pdf);
  AccessResult<ledger::GrantRecord> change_grant(const std::string& id, const std::string& status);
  AccessResult<void> may_act(const Acting& acting);

  /// Moves the clock, and does what is due on the way. Returns how many steps that were. The clock never goes
  /// back.
  std::size_t move_clock(Seconds to);
  /// A portfolio takeover by Elhub (BRS-NO-305) on a day to come, or now. Error: which member does not fit.
  tl::expected<void, std::string> take_over(const std::string& from, const std::string& to, Day day);
  /// What Elhub puts right by hand after one. A misfit leaves no trace.
  tl::expected<void, Misfit> correct(const Correction& correction);
  /// Puts again into the queues of a party what was sent to it in a period: one part of it.
  tl::expected<Resent, Misfit> resend(const Resend& resend);
  /// Opens and closes reactive channels on many metering points (BRS-NO-305): on all of them, or on none.
  tl::expected<std::vector<ReactiveDone>, Misfit> change_reactive(const ReactiveChange& change);

  /// The limits to the use of BRS-NO-611, as YAML; "" = those that are built in. Error: their mistakes.
  tl::expected<void, std::string> set_usage_limits(const std::string& yaml);
  UsageControl& usage() { return usage_; }

 private:
  tl::expected<void, Fault> check_parties(const Request& request);
  /// What codes and rules about messages say when it comes to the hub.
  std::vector<Finding> findings_at(Seconds now, const Request& request) const;
  tl::expected<void, Fault> check_queue(const PollOrder& order);
  /// False: the message was refused.
  bool deal_with(ProcessContext& context, const Request& request, const std::vector<Finding>& findings,
                 std::optional<ledger::StoredMessage>& answer);
  void run(const ledger::Step& step);
  tl::expected<users::Directory, Mistakes> directory_of(const std::string& name,
                                                        const std::string& text) const;
  users::Verdict judge(users::Act& act);
  /// Does what the Access API asks for, and notes it for a replay.
  template <class Value, class Work>
  AccessResult<Value> access(const ledger::JournalEntry& entry, const Work& work);

  ledger::Ledger& ledger_;
  ProcessContext::Setting setting_;
  std::shared_ptr<const rules::Facts> facts_;
  std::shared_ptr<const users::Directory> users_;
  UsageControl usage_;
};

}  // namespace cimgate::hub

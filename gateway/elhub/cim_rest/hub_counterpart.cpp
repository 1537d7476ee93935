#include "gateway/elhub/cim_rest/hub_counterpart.hpp"

#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::cim_rest {
namespace {

/// Whether whoever has sent a message for another may only ask for it (QRY) now, and not fetch what it is
/// told.
bool asks_only(ledger::Ledger& ledger, const ledger::StoredMessage& message) {
  if (message.physical_sender == message.sender) return false;
  const auto roles =
      ledger.market()->roles_of_agent(message.physical_sender, message.sender, norway::day_of(ledger.now()));
  return market::may_only_ask(roles);
}

class HubCounterpart final : public Counterpart {
 public:
  explicit HubCounterpart(const std::shared_ptr<hub::Hub>& hub) : hub_(hub), gate_(hub::gate_of(hub)) {}

  const hub::Intake& intake() const override { return hub_->intake(); }
  hub::Intake::Received now() const override { return hub_->now(); }

  void submit(const HandedIn& document,
              std::function<void(tl::expected<hub::Receipt, NotTaken>)> done) override {
    auto receipt = std::make_shared<tl::expected<hub::Receipt, hub::Fault>>();
    auto reused = std::make_shared<bool>(false);
    hub_->order(
        [request = document.request, key = document.key, receipt, reused](hub::MessageProcessor& processor,
                                                                          ledger::Ledger& ledger) {
          // The key goes with what it stands for: a document that is refused has not used it up.
          ledger.attempt([&] {
            if (!key.empty() && !ledger.claim_key(request->physical_sender, key, request->id)) {
              *reused = true;
              return false;
            }
            *receipt = processor.receive(*request);
            return receipt->has_value();
          });
        },
        [receipt, reused, done = std::move(done)](const std::optional<hub::Fault>& fault) {
          if (fault) return done(tl::make_unexpected(NotTaken{false, *fault}));
          if (*reused) return done(tl::make_unexpected(NotTaken{true, {}}));
          if (!*receipt) return done(tl::make_unexpected(NotTaken{false, receipt->error()}));
          done(std::move(**receipt));
        });
  }

  void poll(const hub::PollOrder& order, std::function<void(ResultSet)> done) override {
    auto result_set = std::make_shared<ResultSet>();
    hub_->order(
        [result_set, order, most = hub_->options().result_set](
            hub::MessageProcessor& processor, ledger::Ledger&) { *result_set = processor.poll(order, most); },
        [result_set, done = std::move(done)](const std::optional<hub::Fault>& fault) {
          if (fault) return done(tl::make_unexpected(*fault));
          done(std::move(*result_set));
        });
  }

  void acknowledge(const hub::PollOrder& order, const std::string& result_set,
                   std::function<void(tl::expected<void, hub::Fault>)> done) override {
    auto outcome = std::make_shared<tl::expected<void, hub::Fault>>();
    hub_->order(
        [outcome, order, result_set](hub::MessageProcessor& processor, ledger::Ledger&) {
          *outcome = processor.acknowledge(order, result_set);
        },
        [outcome, done = std::move(done)](const std::optional<hub::Fault>& fault) {
          if (fault) return done(tl::make_unexpected(*fault));
          done(std::move(*outcome));
        });
  }

  void state_of(const std::string& physical_sender, const std::string& id,
                std::function<void(State)> done) override {
    auto state = std::make_shared<State>();
    hub_->order(
        [state, physical_sender, id](hub::MessageProcessor&, ledger::Ledger& ledger) {
          const auto message = ledger.message(id);
          if (!message || !message->incoming || message->physical_sender != physical_sender) return;
          if (asks_only(ledger, *message) && message->process != "BRS-NO-611") {
            *state = tl::make_unexpected(hub::Fault{
                hub::FaultGroup::security, "The sender may not fetch the messages of this party.", "", {}});
            return;
          }
          DocumentState made;
          made.id = id;
          made.state = DocumentState::State::sent;
          made.tries = 1;
          if (const auto answer = message->answer.empty() ? std::nullopt : ledger.message(message->answer))
            made.answers.push_back(answer->xml);
          for (auto& answer : ledger.answers_to(id))
            if (answer.recipient == message->sender) made.answers.push_back(std::move(answer.xml));
          if (!made.answers.empty()) made.state = DocumentState::State::answered;
          *state = std::move(made);
        },
        [state, done = std::move(done)](const std::optional<hub::Fault>& fault) {
          if (fault) return done(tl::make_unexpected(*fault));
          done(std::move(*state));
        });
  }

  void waiting(const hub::PollOrder& order, std::int64_t after, std::size_t most,
               std::function<void(Queue)> done) override {
    auto queue = std::make_shared<Queue>();
    hub_->order(
        [queue, order, after, most](hub::MessageProcessor& processor, ledger::Ledger&) {
          const auto messages = processor.waiting(order, after, most);
          if (!messages) {
            *queue = tl::make_unexpected(messages.error());
            return;
          }
          for (const auto& message : *messages)
            (*queue)->push_back({message.sequence, message.id, message.name});
        },
        [queue, done = std::move(done)](const std::optional<hub::Fault>& fault) {
          if (fault) return done(tl::make_unexpected(*fault));
          done(std::move(*queue));
        });
  }

  std::shared_ptr<hub::Gate> gate() const override { return gate_; }
  std::uint64_t news() const override { return hub_->queued(); }

 private:
  std::shared_ptr<hub::Hub> hub_;
  std::shared_ptr<hub::Gate> gate_;
};

}  // namespace

std::string_view to_string(DocumentState::State state) {
  constexpr std::string_view names[] = {"accepted", "sent", "answered", "failed"};
  return names[static_cast<std::size_t>(state)];
}

std::shared_ptr<Counterpart> counterpart_of(std::shared_ptr<hub::Hub> hub) {
  return std::make_shared<HubCounterpart>(hub);
}

}  // namespace cimgate::cim_rest

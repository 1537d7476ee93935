#include "gateway/elhub/hub/gate.hpp"

#include <string>
#include <utility>

#include "gateway/elhub/hub/hub.hpp"

namespace cimgate::hub {
namespace {

class HubGate final : public Gate {
 public:
  explicit HubGate(std::shared_ptr<Hub> hub) : hub_(std::move(hub)) {}

  bool asks() const override { return hub_->has_users(); }

  void enter(users::Act act, Entered done) override {
    if (!hub_->has_users()) return done(0);
    auto entered = std::make_shared<tl::expected<std::int64_t, Fault>>(0);
    hub_->order([entered, act = std::move(act)](MessageProcessor& processor,
                                                ledger::Ledger&) { *entered = processor.enter(act); },
                [entered, done = std::move(done)](const std::optional<Fault>& fault) {
                  if (fault) return done(tl::make_unexpected(*fault));
                  done(std::move(*entered));
                });
  }

  void leave(std::int64_t entry, std::string_view outcome) override {
    if (entry == 0) return;
    hub_->order([entry, outcome = std::string(outcome)](
                    MessageProcessor&, ledger::Ledger& ledger) { ledger.users().leave(entry, outcome); },
                [](const std::optional<Fault>&) {});
  }

  void look_again(users::Act act, std::function<void(tl::expected<void, Fault>)> done) override {
    if (!hub_->has_users()) return done({});
    auto may = std::make_shared<tl::expected<void, Fault>>();
    hub_->order([may, act = std::move(act)](MessageProcessor& processor,
                                            ledger::Ledger&) { *may = processor.may_do(act); },
                [may, done = std::move(done)](const std::optional<Fault>& fault) {
                  if (fault) return done(tl::make_unexpected(*fault));
                  done(std::move(*may));
                });
  }

 private:
  std::shared_ptr<Hub> hub_;
};

}  // namespace

std::shared_ptr<Gate> gate_of(std::shared_ptr<Hub> hub) {
  return std::make_shared<HubGate>(std::move(hub));
}

users::Deed deed_of(const Request& request) {
  const bool verifies =
      request.process == "BRS-NO-611" && request.name == "RequestUpfrontMeteringPointCharacteristics";
  return verifies ? users::Deed::verify : users::Deed::send;
}

void pass(const std::shared_ptr<Gate>& gate, users::Act act, std::function<void(Fault)> refused,
          std::function<void(std::function<void(bool done)>)> go) {
  if (!gate || !gate->asks()) return go([](bool) {});
  gate->enter(std::move(act), [gate, refused = std::move(refused),
                               go = std::move(go)](tl::expected<std::int64_t, Fault> entry) {
    if (!entry) return refused(std::move(entry.error()));
    go([gate, number = *entry](bool done) { gate->leave(number, done ? "done" : "rejected"); });
  });
}

}  // namespace cimgate::hub

#include "gateway/elhub/hub_api/asking.hpp"

#include "gateway/elhub/cim_rest/problems.hpp"

namespace cimgate::hub_api {

using http::Answer;

void with_ledger(const std::shared_ptr<hub::Hub>& hub, const http::Reply& reply,
                 std::function<Answer(hub::MessageProcessor&, ledger::Ledger&)> work) {
  auto answer = std::make_shared<Answer>();
  hub->order(
      [answer, work = std::move(work)](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
        ledger.attempt([&] {
          *answer = work(processor, ledger);
          return answer->status < 400;
        });
      },
      [answer, reply](const std::optional<hub::Fault>& fault) {
        if (fault)
          reply(cim_rest::problem_of(*fault));
        else
          reply(std::move(*answer));
      });
}

}  // namespace cimgate::hub_api

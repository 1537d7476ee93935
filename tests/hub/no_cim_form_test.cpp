#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <future>

#include "gateway/elhub/cim_rest/hub_counterpart.hpp"
#include "gateway/elhub/cim_rest/routes.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"
#include "tests/unit/engine/data_folder.hpp"

namespace cimgate::test {
namespace {

std::shared_ptr<hub::Hub> hub_of(const Gateway& gateway) {
  const auto held = std::make_shared<const Gateway>(gateway);
  hub::Hub::Options options;
  options.start = 1780293600;  // 2026-06-01T08:00:00+02:00
  auto hub = hub::Hub::open(std::shared_ptr<const Engine>(held, &held->engine()), options).value();
  const auto fault = hub->run([&](auto&, ledger::Ledger& ledger) {
    REQUIRE(hub::load_market(ledger, "market.yaml", example("demo/market.yaml")).errors.empty());
  });
  REQUIRE_FALSE(fault);
  return hub;
}

/// What an operation of the face answers that translates with this.
http::Answer asked(const Gateway& translator, const std::shared_ptr<hub::Hub>& hub,
                   const std::string& operation, http::Request request) {
  const auto part = cim_rest::routes(translator, cim_rest::counterpart_of(hub));
  const auto route = std::find_if(part.routes.begin(), part.routes.end(),
                                  [&](const http::Route& one) { return one.operation == operation; });
  REQUIRE(route != part.routes.end());
  std::promise<http::Answer> promise;
  route->handle(std::move(request), [&](http::Answer answer) { promise.set_value(std::move(answer)); });
  auto answer = promise.get_future().get();
  return answer.rest ? answer.rest() : answer;
}

Gateway without_mapping(const std::string& message) {
  const DataFolder data;
  data.remove("mappings/messages/" + message + ".yaml");
  return data.open();
}

void submit(hub::Hub& hub, const std::string& message) {
  auto request = hub.intake().read(message);
  REQUIRE_MESSAGE(request, request.error().text);
  std::promise<bool> taken;
  hub.submit(std::make_shared<const hub::Request>(std::move(*request)),
             [&](const tl::expected<hub::Receipt, hub::Fault>& receipt) { taken.set_value(bool(receipt)); });
  REQUIRE(taken.get_future().get());
}

http::Request from(const std::string& gln) {
  http::Request request;
  request.headers.add("SenderGLN", gln);
  return request;
}

}  // namespace

TEST_CASE("a message in a queue that has no form in CIM is told as a problem, and stays there") {
  const auto gateway = Gateway::open().value();
  const auto hub = hub_of(gateway);
  submit(*hub, start_of_supply(uuid(1), point, true));
  auto poll = from(supplier);
  poll.parameters.add("queue", "market-processes");
  const auto translator = without_mapping("ConfirmStartOfSupply");
  for (const auto* accept : {"application/json", "application/xml"}) {
    auto request = poll;
    request.headers.add("Accept", accept);
    const auto answer = asked(translator, hub, "peekQueue", request);
    CHECK(answer.status == 406);
    CHECK(answer.content_type == "application/problem+json");
    const auto problem = YAML::Load(answer.body);
    CHECK(problem["type"].as<std::string>() == "urn:cimgate:problem:no-cim-form");
    CHECK(problem["detail"].as<std::string>().find("ConfirmStartOfSupply") != std::string::npos);
    CHECK(problem["findings"].size() > 0);
  }
  CHECK(asked(gateway, hub, "peekQueue", poll).status == 200);
}

}  // namespace cimgate::test

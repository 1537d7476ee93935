#include "gateway/cli/hub_parts.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gateway/elhub/access/roles_asked.hpp"
#include "gateway/elhub/access_api/routes.hpp"
#include "gateway/elhub/cim_rest/hub_counterpart.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/cim_rest/resources.hpp"
#include "gateway/elhub/cim_rest/routes.hpp"
#include "gateway/elhub/cim_rest/shared_production.hpp"
#include "gateway/elhub/cim_rest/third_parties.hpp"
#include "gateway/elhub/contract_rest/routes.hpp"
#include "gateway/elhub/emif/routes.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "gateway/elhub/hub_api/routes.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/elhub/usage/limits.hpp"
#include "gateway/market/market_facts.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::cli {
namespace {

constexpr const char* demo_market = "examples/demo/market.yaml";
constexpr const char* demo_start = "2026-06-01T08:00:00+02:00";

bool is_yaml(const std::string& path) {
  return path.ends_with(".yaml") || path.ends_with(".yml");
}

/// Loads YAML; the first mistake in it is the error.
tl::expected<void, std::string> load(hub::Hub& hub, const std::string& name, const std::string& yaml) {
  std::string mistake;
  const auto state = market::read_state(name, yaml);
  const auto fault = hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
    const auto loaded = hub::load_market(ledger, std::span(&state, 1), yaml);
    if (!loaded.errors.empty()) mistake = to_string(loaded.errors.list().front());
  });
  if (fault) return tl::make_unexpected(fault->text);
  if (!mistake.empty()) return tl::make_unexpected(mistake);
  return {};
}

/// A file of limits to the use of BRS-NO-611, which has been held against its rules. Error: its first
/// mistake.
tl::expected<std::string, std::string> limits_in(const std::string& file) {
  constexpr std::size_t most = std::size_t{64} * 1024;
  std::error_code ignored;
  std::ifstream input(file, std::ios::binary);
  if (!input || std::filesystem::is_directory(file, ignored))
    return tl::make_unexpected(file + ": this file cannot be read");
  std::string text(most + 1, '\0');
  input.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(input.gcount()));
  if (text.size() > most) return tl::make_unexpected(file + ": this file is larger than 64 kB");
  if (const auto limits = usage::read_limits(file, text); !limits)
    return tl::make_unexpected(limits.error().substr(0, limits.error().find('\n')));
  return text;
}

/// A market that could not be read: nothing can be judged by it.
class UnreadMarket final : public rules::Facts {
 public:
  rules::Fact look_up(std::string_view, const rules::Question&) const override {
    rules::Fact fact;
    fact.missing = {"the market state, which the hub could not be asked for",
                    "markedsdataene, som testhuben ikke kunne spørres om"};
    return fact;
  }
};

/// Takes the file of users; when it is the one that was taken last, what was changed since then stays.
tl::expected<void, std::string> take_users(hub::Hub& hub, const std::string& path) {
  const auto text = read_users_file(path);
  if (!text) return tl::make_unexpected(text.error());
  std::string mistake;
  const auto fault = hub.run([&](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    if (ledger.users().text("file") == *text) return;
    ledger.attempt([&] {
      const auto taken = processor.take_users(path, *text);
      if (taken) ledger.users().keep_text("file", *text);
      if (!taken) mistake = yaml::to_string(taken.error());
      return taken.has_value();
    });
  });
  if (fault) return tl::make_unexpected(fault->text);
  if (!mistake.empty()) return tl::make_unexpected(mistake);
  return {};
}

}  // namespace

tl::expected<std::string, std::string> read_users_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!(text << file.rdbuf())) return tl::make_unexpected(path + ": this file cannot be read");
  if (text.str().size() > users::most_bytes)
    return tl::make_unexpected(fmt::format("{}: more than {} bytes", path, users::most_bytes));
  return text.str();
}

tl::expected<std::shared_ptr<hub::Hub>, std::string> open_hub(const Gateway& gateway,
                                                              const HubOptions& options) {
  hub::Hub::Options opening;
  std::string name, yaml;
  auto clock = options.clock;
  if (options.market.empty()) {
    const auto demo = gateway.engine().store->read(demo_market);
    if (!demo) return tl::make_unexpected(demo.error());
    name = demo_market;
    yaml = *demo;
    if (clock.empty()) clock = demo_start;
  } else if (is_yaml(options.market)) {
    name = options.market;
    std::ifstream file(options.market, std::ios::binary);
    std::ostringstream text;
    if (!(text << file.rdbuf())) return tl::make_unexpected(options.market + ": this file cannot be read");
    yaml = text.str();
  } else {
    opening.database = options.market;
  }
  const auto start = norway::parse_moment(clock.empty() ? options.now : clock);
  if (!start)
    return tl::make_unexpected(fmt::format(
        "--clock {}: expected a day (2026-06-01) or a time with zone (2026-06-01T08:00:00+02:00)", clock));
  opening.start = *start;
  opening.result_set = options.result_set;
  opening.backlog = options.backlog;
  opening.limits = options.limits;
  opening.strict_receipts = options.strict_receipts;
  opening.version = options.version;
  if (!options.usage_limits.empty()) {
    auto limits = limits_in(options.usage_limits);
    if (!limits) return tl::make_unexpected("--usage-limits: " + limits.error());
    opening.usage_limits = *std::move(limits);
  }
  if (!options.gln.empty()) opening.gln = options.gln;
  const auto kept = std::make_shared<const Gateway>(gateway);  // the engine lives as long as the hub
  auto hub = hub::Hub::open(std::shared_ptr<const Engine>(kept, &kept->engine()), opening);
  if (!hub) return hub;
  if (!yaml.empty())
    if (const auto loaded = load(**hub, name, yaml); !loaded) return tl::make_unexpected(loaded.error());
  if (!options.users.empty())
    if (const auto taken = take_users(**hub, options.users); !taken)
      return tl::make_unexpected(taken.error());
  return hub;
}

std::vector<http::Part> hub_parts(const Gateway& gateway, const std::shared_ptr<hub::Hub>& hub,
                                  const std::optional<http::PublicUrl>& url,
                                  std::shared_ptr<emif::Security> security,
                                  const std::shared_ptr<const access::Guard>& guard) {
  auto parties = cim_rest::routes(gateway, cim_rest::counterpart_of(hub));
  auto market = cim_rest::resources(gateway, hub);
  auto contracts = contract_rest::routes(hub);
  auto third_parties = cim_rest::third_parties(hub);
  auto shared_production = cim_rest::shared_production(hub);
  auto operators = hub_api::routes(gateway, hub);
  using access::Callers;
  const auto with_roles = [gate = hub::gate_of(hub)](http::Part part, Callers callers = Callers::parties) {
    return access::for_users(
        std::move(part), gate, [](const hub::Fault& fault) { return cim_rest::problem_of(fault); }, callers);
  };
  auto own_users = access::own_users(hub::gate_of(hub), hub_api::user_desk(hub));
  market = with_roles(std::move(market));
  contracts = with_roles(std::move(contracts), Callers::parties_and_end_users);
  third_parties = with_roles(std::move(third_parties));
  shared_production = with_roles(std::move(shared_production));
  if (guard) {
    parties = access::for_parties(std::move(parties), guard, access::organisations_of(hub));
    market = access::for_parties(std::move(market), guard, access::organisations_of(hub));
    contracts = access::for_parties_and_end_users(contracts, guard, access::organisations_of(hub));
    third_parties = access::for_parties(std::move(third_parties), guard, access::organisations_of(hub));
    own_users = access::for_parties(std::move(own_users), guard, access::organisations_of(hub));
    shared_production =
        access::for_parties(std::move(shared_production), guard, access::organisations_of(hub));
    operators = access::for_operators(std::move(operators), guard);
  }
  return {emif::routes(hub, url, std::move(security)),
          std::move(parties),
          std::move(market),
          contract_rest::in_its_words(std::move(contracts), hub),
          std::move(third_parties),
          std::move(own_users),
          std::move(shared_production),
          std::move(operators),
          access_api::routes(hub, guard)};
}

std::function<void(std::function<void(std::shared_ptr<const rules::Facts>)>)> market_of(
    std::shared_ptr<hub::Hub> hub) {
  return [hub = std::move(hub)](std::function<void(std::shared_ptr<const rules::Facts>)> take) {
    hub->market([take = std::move(take)](hub::Hub::Market market) {
      if (market)
        take(std::make_shared<market::MarketFacts>(*std::move(market)));
      else
        take(std::make_shared<UnreadMarket>());
    });
  };
}

}  // namespace cimgate::cli

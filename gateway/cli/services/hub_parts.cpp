#include "gateway/cli/services/hub_parts.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gateway/elhub/hub/replay.hpp"
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

#include "gateway/market/gathered_market.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>

#include "../rules/fixture.hpp"
#include "far_market.hpp"
#include "gateway/market/market_facts.hpp"
#include "gateway/rules/example.hpp"
#include "gateway/store/load_market.hpp"
#include "gateway/store/stored_market.hpp"
#include "tests/test_database.hpp"

using namespace cimgate;

namespace {

/// The market states of examples: in memory, and in a database as if that were far away. On a server, it is.
struct State {
  explicit State(const std::string& path) {
    const auto text = rules_test::file_text(path);
    const auto loaded = store::load_market_text(database.location(), path, text);
    REQUIRE_MESSAGE(loaded, loaded.error());
    connection = std::make_shared<database::Connection>(database.location(), database::Mode::read);
    far = std::make_shared<test::FarMarket>(store::market_over(connection));
    near = std::make_unique<market::MarketFacts>(*store::market_in_memory(path, text));
    gathered = std::make_unique<market::MarketFacts>(far);
  }
  test::TestDatabase database;
  std::shared_ptr<database::Connection> connection;
  std::shared_ptr<const test::FarMarket> far;
  std::unique_ptr<const market::MarketFacts> near, gathered;
};

std::string judged(const document::Message& message, const rules::RuleBook& book,
                   const rules::Example& example, const rules::Facts& facts) {
  rules::JudgeOptions options;
  options.as_of = example.as_of;
  options.market = true;
  options.facts = &facts;
  std::string text;
  for (const auto& finding : rules::judge(message, book, options).findings)
    text += fmt::format("{} {} {} {}:{} {} {}\n", finding.rule, to_string(finding.outcome), finding.xpath,
                        finding.line, finding.column, finding.text.en, finding.advice.en);
  return text;
}

market::Day day(const char* text) {
  return *rules::parse_day(text);
}

}  // namespace

TEST_SUITE_BEGIN("store");

TEST_CASE(
    "what every rule says of its examples is the same of a market state that is far away, and one journey") {
  const auto files = resources::built_in();
  const rules::RuleBook book(files, rules_test::catalog(), **validation::load_code_rules(*files));
  std::map<std::string, std::unique_ptr<const State>> states;
  std::size_t compared = 0;
  for (const auto& rule : book.rules())
    for (const auto* examples : {&rule->pass, &rule->fail})
      for (const auto& example : *examples) {
        if (example.market.empty()) continue;
        auto& state = states[example.market];
        if (!state) state = std::make_unique<const State>(example.market);
        const auto message = rules_test::made(*rule, example);
        const auto at_hand = judged(message, book, example, *state->near);
        const auto parts = state->far->parts;
        const auto alone = state->far->alone;
        const auto journeys = state->connection->journeys();
        INFO(rule->id, " ", rule->file, ":", example.line);
        CHECK(judged(message, book, example, *state->gathered) == at_hand);
        CHECK(state->far->parts == parts + 1);
        CHECK(state->far->alone == alone);
        CHECK(state->connection->journeys() - journeys <= (state->connection->is_far() ? 2 : 0));
        ++compared;
      }
  CHECK(compared > 150);
}

TEST_CASE("a message of many metering points is fetched in parts, each when it is asked about") {
  const State state("examples/market/market.yaml");
  std::vector<std::string> points;
  for (const auto& gsrn : state.far->search({}, day("2026-11-09"))) points.push_back(gsrn);
  REQUIRE(points.size() > 4);
  state.far->alone = 0;
  const market::GatheredMarket gathered(state.far, {}, points, 2);
  const auto inner = store::market_over(state.connection);
  for (const auto& gsrn : points) {
    CHECK(gathered.changes_of(gsrn) == inner->changes_of(gsrn));
    CHECK(gathered.contracts_of(gsrn).size() == inner->contracts_of(gsrn).size());
    CHECK(gathered.processes_of(gsrn).size() == inner->processes_of(gsrn).size());
    CHECK(gathered.third_party_access(gsrn).size() == inner->third_party_access(gsrn).size());
    for (const auto& one : inner->contracts_of(gsrn))
      CHECK(gathered.party_history(one.supplier).size() == inner->party_history(one.supplier).size());
  }
  CHECK(state.far->alone == 0);
  CHECK(state.far->parts == static_cast<int>((points.size() + 1) / 2));
}

TEST_CASE("what was not told beforehand is asked for on its own, and never taken for absent") {
  const State state("examples/market/market.yaml");
  const auto points = state.far->search({}, day("2026-11-09"));
  REQUIRE(points.size() > 1);
  const auto inner = store::market_over(state.connection);
  state.far->alone = 0;
  const market::GatheredMarket gathered(state.far, {}, {points.front()});
  CHECK(gathered.changes_of(points.back()) == inner->changes_of(points.back()));
  CHECK_FALSE(gathered.changes_of(points.back()).empty());
  CHECK(gathered.parties_with_role("DDQ", day("2026-11-09")) ==
        inner->parties_with_role("DDQ", day("2026-11-09")));
  CHECK(gathered.search({}, day("2026-11-09")) == points);
  CHECK(state.far->alone == 4);
}

TEST_CASE(
    "a table that is missing is no answer: look-ups that need it fail, and the others are asked one by one") {
  const State state("examples/market/market.yaml");
  database::Connection(state.database.location(), database::Mode::write).execute("DROP TABLE sharings");
  const auto points = state.far->search({}, day("2026-11-09"));
  market::Wanted wanted;
  wanted.references.insert("x");
  const market::GatheredMarket gathered(state.far, wanted, points);
  CHECK_FALSE(gathered.changes_of(points.front()).empty());
  CHECK_THROWS_AS(static_cast<void>(gathered.sharing_owner("x")), database::Error);
}

TEST_CASE("a market state that cannot be reached is asked once, and nothing is judged by it") {
  struct Gone final : rules::Facts {
    struct Lost final : rules::Gathering {
      void expect(std::string_view, const rules::Question&) override {}
      std::unique_ptr<const Facts> fetch() override {
        throw database::Error("gone", database::Error::Kind::unreachable);
      }
    };
    rules::Fact look_up(std::string_view, const rules::Question&) const override {
      ++asked;
      return {};
    }
    std::unique_ptr<rules::Gathering> gather() const override { return std::make_unique<Lost>(); }
    mutable int asked = 0;
  };
  const auto files = resources::built_in();
  const rules::RuleBook book(files, rules_test::catalog(), **validation::load_code_rules(*files));
  const auto message = rules_test::message_of("examples/takeover/104-new-supplier.xml");
  const Gone gone;
  rules::JudgeOptions options;
  options.messages = false;
  options.market = true;
  options.facts = &gone;
  const auto judgement = rules::judge(message, book, options);
  CHECK(gone.asked == 0);
  CHECK(judgement.judged > 5);
  CHECK(judgement.findings.size() == judgement.judged);
  for (const auto& finding : judgement.findings) {
    CHECK(finding.outcome == Outcome::undetermined);
    CHECK(finding.text.en == "The market state could not be asked.");
  }
}

TEST_SUITE_END();

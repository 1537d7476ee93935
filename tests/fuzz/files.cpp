// The files that users write: market state, rules, mappings, packs, suppressions, baselines.
#include <map>
#include <sstream>

#include "cimgate/gateway.hpp"
#include "gateway/check/baseline.hpp"
#include "gateway/check/judge.hpp"
#include "gateway/check/suppressions.hpp"
#include "gateway/dialect/load.hpp"
#include "gateway/elhub/usage/limits.hpp"
#include "gateway/elhub/usage/meter.hpp"
#include "gateway/elhub/usage/report.hpp"
#include "gateway/elhub/users/json.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/mapping/translator.hpp"
#include "gateway/rules/rule_book.hpp"
#include "gateway/scenario/pack_file.hpp"
#include "gateway/store/load_market.hpp"
#include "gateway/yaml/parse.hpp"
#include "tests/fuzz/engine.hpp"
#include "tests/fuzz/surfaces.hpp"

namespace cimgate::fuzz {
namespace {

/// What is built in, but for one file; of the others in its folder, none is listed.
class WithFile : public resources::Store {
 public:
  WithFile(std::string path, std::string_view text) : path_(std::move(path)), text_(text) {}

  tl::expected<std::string_view, std::string> read(std::string_view path) const override {
    if (path == path_) return text_;
    return resources::built_in()->read(path);
  }
  std::vector<std::string> list(std::string_view folder) const override {
    if (path_.starts_with(std::string(folder) + '/')) return {path_};
    return resources::built_in()->list(folder);
  }

 private:
  std::string path_;
  std::string_view text_;
};

std::shared_ptr<const resources::Store> with_file(std::string path, std::string_view text) {
  return std::make_shared<const WithFile>(std::move(path), text);
}

std::size_t nodes_below(const yaml::Node& node) {
  std::size_t count = 1;
  for (const auto& member : node) count += node.is_map() ? nodes_below(member.second) : nodes_below(member);
  return count;
}

void told(const std::string& error) {
  if (error.empty()) throw Broken("refused without a word");
}

/// A message that has findings, judged.
check::JudgedFile judged() {
  static const auto once = [] { return check::judge(gateway(), "in/message.xml", {"<a/>"}, {}); }();
  return once;
}

}  // namespace

void take_yaml(std::string_view bytes) {
  const auto read = yaml::parse(bytes);
  if (!read) return told(read.error().text);
  nodes_below(*read);
}

void take_market(std::string_view bytes) {
  const auto loaded = store::load_market_text(":memory:", "market.yaml", std::string(bytes));
  if (!loaded) told(loaded.error());
}

void take_dialect(std::string_view bytes) {
  const auto read = dialect::read("dialects/fuzz.yaml", bytes);
  if (!read) return told(read.error());
  // What it says of time is asked for every message.
  (*read)->calendar.start_of(std::chrono::sys_days(std::chrono::year(2026) / 3 / 29));
}

void take_rules(std::string_view bytes) {
  const rules::RuleBook book(with_file("rules/message/fuzz.yaml", bytes), gateway().engine().catalog,
                             *gateway().engine().code_rules);
  book.rules();
  for (const char* message : {"RequestStartOfSupply", "RequestEndOfSupply", "CollectedData"})
    for (const auto* set : book.sets()) book.rules_for(*set, message);
  for (const auto& fault : book.faults()) told(fault.text);
}

void take_mapping(std::string_view bytes) {
  const auto translator = mapping::Translator::open(
      with_file("mappings/messages/Acknowledgement.yaml", bytes), gateway().engine().catalog);
  for (const auto& def : translator->files().mappings)
    for (const auto& profile : translator->profiles_of(def))
      if (const auto plan = translator->plan(def.message, profile); !plan && plan.error().empty())
        throw Broken("no plan, and no word about why");
}

void take_codes(std::string_view bytes) {
  const auto translator = mapping::Translator::open(
      with_file("mappings/codes/acknowledgement-status.yaml", bytes), gateway().engine().catalog);
  translator->files();
  translator->plan("Acknowledgement", translator->profiles().front());
}

void take_pack(std::string_view bytes) {
  static const auto words = scenario::Words::read(*gateway().engine().store);
  if (!words) throw Broken(words.error());
  const auto beside = [](const std::string& path) -> tl::expected<std::string, std::string> {
    if (const auto text = resources::built_in()->read("scenarios/" + path)) return std::string(*text);
    return tl::make_unexpected("there is no such file");
  };
  for (const auto& fault : scenario::read_pack(gateway().engine(), *words, "pack.yaml", bytes, beside).faults)
    told(fault.text);
}

void take_suppressions(std::string_view bytes) {
  auto read = check::Suppressions::parse("cimgate.suppressions.yaml", bytes, "", "2026-06-01");
  if (!read) return told(read.error());
  auto file = judged();
  read->suppress(file);
  check::settle(file, check::FailOn::error);
  read->expect(file);
  read->notices();
}

void take_baseline(std::string_view bytes) {
  auto read = check::Baseline::parse("cimgate.baseline.yaml", bytes, "");
  if (!read) return told(read.error());
  auto file = judged();
  read->apply(file);
  read->stale();
}

void take_usage_limits(std::string_view bytes) {
  const auto read = usage::read_limits("usage-611.yaml", bytes);
  if (!read) return told(read.error());
  if (read->days() > usage::most_days) throw Broken("a period without a bound");
  // What is taken can be judged by, and told.
  usage::Meter meter(*read);
  const std::int64_t now = 1780300800;
  for (const auto& process : {read->queries, read->starts.empty() ? std::string() : read->starts.front()})
    meter.add({now, "7099990001015", process, "707057599000100316", true, read->purpose});
  usage::to_json({meter.usage_at("7099990001015", now)}, *read);
  usage::told(meter.usage_at("7099990001015", now));
}

void take_usage_log(std::string_view bytes) {
  static const auto limits =
      usage::read_limits("usage-611.yaml", resources::built_in()->read("rules/usage-611.yaml").value());
  usage::Meter meter(*limits);
  std::istringstream input{std::string(bytes)};
  usage::LogErrors errors;
  usage::read_log(
      "log.csv", input, [&](const usage::Sent& sent) { meter.add(sent); }, errors);
  if (errors.list.size() > 100) throw Broken("more mistakes than are told");
  meter.usage();
}

void take_users(std::string_view bytes) {
  static const auto roles = std::make_shared<const users::Roles>(
      *users::read_roles(users::roles_file, resources::built_in()->read(users::roles_file).value()));
  const auto read = users::read_directory("users.yaml", bytes, roles);
  if (!read) {
    if (read.error().empty()) throw Broken("a refusal without a mistake");
    return told(yaml::to_string(read.error()));
  }
  for (const auto& organisation : read->organisations)
    for (const auto& user : organisation.users)
      for (const auto& term : user.terms)
        if (term.to <= term.from) throw Broken("a role that ends before it begins");
  users::directory_json(&*read, users::Day{});
}

}  // namespace cimgate::fuzz

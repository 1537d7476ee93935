#include "gateway/mapping/supplement_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <unordered_map>

#include "gateway/mapping/plan.hpp"
#include "gateway/mapping/residual.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::mapping {
namespace {

using document::Message;
using document::Supplement;
using Entry = document::SupplementEntry;

/// Where the rules of a message have alternatives and lists of records: paths without numbers.
struct Hinted {
  std::map<std::string, std::set<std::string>> choices;
  std::set<std::string> lists;

  explicit Hinted(const Plan& plan) {
    for (const auto& variant : plan.variants) {
      for (const auto& document : variant.documents) add(document.rules, {});
      add(variant.rules, {});
    }
  }

  void add(const std::vector<Correspondence>& rules, const std::string& at) {
    for (const auto& rule : rules) {
      for (const auto& branch : rule.branches) {
        choices[at].insert(branch.def->name);
        add(branch.rules, at);
      }
      if (rule.def->kind != CorrespondenceDef::Kind::each) continue;
      const auto list = below(at, schema_path(rule.bim.front()));
      lists.insert(list);
      add(rule.rules, list);
    }
  }
};

class Check {
 public:
  Check(const Translator& translator, const std::vector<Message>& documents, const Supplement& supplement,
        std::size_t limit)
      : translator_(translator),
        documents_(documents),
        supplement_(supplement),
        limit_(std::max<std::size_t>(limit, 1)) {}

  void run() {
    const auto plan = plan_of_message();
    if (plan == nullptr) return;
    if (supplement_.schema != plan->bim_set->id)
      tell({}, {fmt::format("'schema' is '{}'; the messages here are of {}.", supplement_.schema,
                            plan->bim_set->id),
                fmt::format("'schema' er '{}'; meldingene her er av {}.", supplement_.schema,
                            plan->bim_set->id)});
    entries(*plan);
  }

  std::vector<Finding> findings;
  std::size_t left_out = 0;

 private:
  std::shared_ptr<const Plan> plan_of_message() {
    if (documents_.front().set->side != schema::SchemaSet::Side::cim) {
      tell({}, {"A supplement belongs to documents of CIM, and this is a message of BIM.",
                "Et tillegg hører til CIM-dokumenter, og dette er en BIM-melding."});
      return nullptr;
    }
    // Which profiles there are, the readers know.
    if (translator_.find(supplement_.message) == nullptr) {
      std::vector<std::string> names;
      for (const auto& mapping : translator_.files().mappings) names.push_back(mapping.message);
      const auto meant = text::did_you_mean(supplement_.message, names);
      tell({}, {fmt::format("'message' is '{}', and no message is called so{}.", supplement_.message, meant),
                fmt::format("'message' er '{}', og ingen melding heter det.", supplement_.message)});
      return nullptr;
    }
    const auto& profile = documents_.front().set->id;
    const auto plan = translator_.plan_for(supplement_.schema, supplement_.message, profile);
    return plan ? *plan : nullptr;
  }

  void entries(const Plan& plan) {
    // Each record of the message has left something in the documents; 8 entries a node are far more than any
    // has.
    std::size_t most = 1000 + supplement_.entries.size();
    for (const auto& message : documents_) most += 8 * message.document.size();
    auto one_by_one = supplement_.entries;
    std::string problem;
    if (!unfold(one_by_one, problem, most)) {
      tell({}, {problem + ".", problem + "."});
      return;
    }
    const Hinted hinted(plan);
    std::unordered_map<std::string, std::size_t> seen;
    std::vector<std::pair<const Entry*, std::size_t>> twice;
    seen.reserve(one_by_one.size());
    for (const auto& entry : one_by_one) {
      const auto path = resolve_path(entry.path, *plan.bim_root, *plan.bim_root);
      if (findings.size() < limit_) one(hinted, entry, path, most);  // with as many as that, all is said
      const auto [at, is_new] = seen.try_emplace(key_of(entry, path), twice.size());
      if (is_new) {
        at->second = unseen;
        continue;
      }
      if (at->second == unseen) {
        at->second = twice.size();
        twice.push_back({&entry, 1});
      }
      ++twice[at->second].second;
    }
    for (const auto& [entry, times] : twice)
      tell(*entry, {fmt::format("'{}' is there {} times.", name_of(entry->kind), times),
                    fmt::format("'{}' står der {} ganger.", name_of(entry->kind), times)});
  }

  static constexpr std::size_t unseen = static_cast<std::size_t>(-1);

  using Resolved = tl::expected<Path, std::string>;

  /// A place has one key, in how many ways its path may be written: A, A[1] and A[01] are one.
  static std::string place_of(const Entry& entry, const Resolved& path) {
    if (!path) return entry.path;
    std::string place;
    for (const auto& step : path->steps) place += fmt::format("/{}[{}]", step.place, step.index);
    return path->attribute == nullptr ? place : fmt::format("{}@{}", place, path->attribute->name);
  }

  /// What may be there once: what the message has at a place, an order, and each choice.
  static std::string key_of(const Entry& entry, const Resolved& path) {
    const auto place = place_of(entry, path);
    if (entry.kind == Entry::Kind::choice) return "choice\n" + place + '\n' + entry.value;
    return (entry.kind == Entry::Kind::order ? "order\n" : "content\n") + place;
  }

  static std::string_view name_of(Entry::Kind kind) {
    constexpr std::string_view names[] = {"value", "present", "absent", "choice", "order"};
    return names[static_cast<std::size_t>(kind)];
  }

  void one(const Hinted& hinted, const Entry& entry, const Resolved& path, std::size_t most) {
    if (entry.kind == Entry::Kind::choice) return choice(hinted, entry);
    if (!path || path->absolute)
      return tell(entry, {path ? "The path begins at the root of the message, without '/'."
                               : "No such path: " + path.error() + ".",
                          path ? "Stien begynner ved roten av meldingen, uten '/'." : "Stien finnes ikke."});
    for (const auto& step : path->steps)
      if (step.filter_place >= 0 || step.index >= most)
        return tell(entry, {"There can be no such record.", "En slik forekomst kan ikke finnes."});
    if (entry.kind == Entry::Kind::order) return order(hinted, entry);
    const bool is_root = path->steps.empty() && path->attribute == nullptr;
    if (is_root && (entry.kind == Entry::Kind::absent || entry.kind == Entry::Kind::present))
      return tell(entry,
                  {"The message as a whole is there in any case.", "Meldingen som helhet finnes uansett."});
    if (entry.kind == Entry::Kind::absent) return;
    if (entry.kind == Entry::Kind::present) {
      if (path->attribute != nullptr || path->element().text != nullptr)
        tell(entry, {"'present' is for elements that hold elements.",
                     "'present' er for elementer som har elementer i seg."});
      return;
    }
    const auto* type = path->type();
    if (type == nullptr)
      tell(entry, {"There is no value at this path: the element holds elements.",
                   "Det er ingen verdi på denne stien: elementet har elementer i seg."});
    else if (const auto wrong = schema::check_value(*type, entry.value))
      tell(entry, {"The value does not fit: expected " + wrong->expected + ".",
                   "Verdien passer ikke: forventet " + wrong->expected_nb + "."});
  }

  void choice(const Hinted& hinted, const Entry& entry) {
    const auto at = hinted.choices.find(without_numbers(entry.path));
    if (at == hinted.choices.end())
      return tell(entry,
                  {"There is nothing to choose at this path.", "Det er ingenting å velge på denne stien."});
    if (at->second.contains(entry.value)) return;
    const auto names = fmt::format("{}", fmt::join(at->second, ", "));
    tell(entry, {"'choice' names no alternative; there are: " + names + ".",
                 "'choice' oppgir ikke et alternativ; det er: " + names + "."});
  }

  void order(const Hinted& hinted, const Entry& entry) {
    if (!hinted.lists.contains(without_numbers(entry.path)))
      return tell(entry, {"There are no records to put in order at this path.",
                          "Det er ingen forekomster å ordne på denne stien."});
    if (!is_permutation_of_numbers(entry.value))
      tell(entry,
           {"'order' has to name each number from 1 on once.", "'order' skal ha hvert tall fra 1 én gang."});
  }

  static bool is_permutation_of_numbers(std::string_view text) {
    std::vector<std::size_t> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
      std::size_t number = 0;
      const auto [next, error] = std::from_chars(at, end, number);
      if (next == at) {
        ++at;  // what is between them
        continue;
      }
      if (error != std::errc()) return false;
      numbers.push_back(number);
      at = next;
    }
    std::sort(numbers.begin(), numbers.end());
    for (std::size_t i = 0; i < numbers.size(); ++i)
      if (numbers[i] != i + 1) return false;
    return !numbers.empty();
  }

  void tell(const Entry& entry, Text text) {
    if (findings.size() >= limit_) {
      ++left_out;
      return;
    }
    Finding finding;
    finding.rule = "schema.supplement";
    finding.stage = Stage::schema;
    finding.xpath = entry.path.empty() ? "/supplement" : "/supplement/" + entry.path;
    finding.text = std::move(text);
    finding.advice = {
        "Leave the supplement as the translation gave it; docs/supplement.md says what may be changed.",
        "La tillegget være slik oversettelsen ga det; docs/supplement.md sier hva som kan endres."};
    findings.push_back(std::move(finding));
  }

  const Translator& translator_;
  const std::vector<Message>& documents_;
  const Supplement& supplement_;
  std::size_t limit_;
};

}  // namespace

std::vector<Finding> check_supplement(const Translator& translator, const std::vector<Message>& documents,
                                      const Supplement& supplement, std::size_t limit,
                                      std::size_t& left_out) {
  if (documents.empty()) return {};
  Check check(translator, documents, supplement, limit);
  check.run();
  left_out += check.left_out;
  return std::move(check.findings);
}

}  // namespace cimgate::mapping

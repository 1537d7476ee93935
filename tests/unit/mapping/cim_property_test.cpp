#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/mapping/coverage.hpp"
#include "gateway/mapping/residual.hpp"
#include "gateway/mapping/translator.hpp"
#include "gateway/sample/sample.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/mapping/translatable.hpp"

using namespace cimgate;
using document::Message;

namespace {

/// Samples a document.
std::uint64_t sample_count() {
  return test::effort(200);
}

/// What the static check says of the elements of one document, by path without numbers.
class Prediction {
 public:
  Prediction(const mapping::Plan& plan, const mapping::VariantPlan& variant, const std::string& root) {
    for (const auto& coverage : mapping::coverage_of(plan)) {
      if (coverage.variant != variant.def->name) continue;
      for (const auto& document : coverage.cim)
        if (document.document == root)
          for (const auto& leaf : document.leaves) leaves_[leaf.path] = leaf;
    }
  }

  /// Something at or below the path may be lost.
  bool may_lose(const std::string& path) const {
    for (auto at = leaves_.lower_bound(path); at != leaves_.end() && at->first.starts_with(path); ++at)
      if (!at->second.may_be_lost.empty()) return true;
    return false;
  }

  bool always_loses(const std::string& path) const {
    const auto at = leaves_.find(path);
    return at != leaves_.end() && at->second.kind == mapping::LeafCoverage::Kind::only;
  }

 private:
  std::map<std::string, mapping::LeafCoverage> leaves_;
};

class Predictions {
 public:
  const Prediction& of(const mapping::Plan& plan, const mapping::VariantPlan& variant,
                       const std::string& root) {
    const auto key = std::make_pair(&variant, root);
    const auto at = known_.find(key);
    return at != known_.end() ? at->second
                              : known_.emplace(key, Prediction(plan, variant, root)).first->second;
  }

 private:
  std::map<std::pair<const mapping::VariantPlan*, std::string>, Prediction> known_;
};

/// "/Root/A[2]/b" → "A/b"
std::string inside(const std::string& xpath) {
  const auto text = mapping::without_numbers(xpath);
  const auto slash = text.find('/', 1);
  return slash == std::string::npos ? std::string() : text.substr(slash + 1);
}

/// "/Root/A[2]/b" → "Root"
std::string root_of(const std::string& xpath) {
  return xpath.substr(1, xpath.find('/', 1) - 1);
}

void leaves_in(const document::Document& document, document::NodeId node, const std::string& path,
               std::set<std::string>& leaves) {
  const auto& at = document[node];
  if (at.element->text != nullptr) leaves.insert(path);
  for (const auto& attribute : at.attributes) leaves.insert(path + "/@" + std::string(attribute.name));
  for (auto child = at.first_child; child != document::no_node; child = document[child].next)
    leaves_in(
        document, child,
        path.empty() ? std::string(document[child].name) : path + '/' + std::string(document[child].name),
        leaves);
}

struct Count {
  std::size_t translated = 0;
  std::size_t refused = 0;
  std::size_t sum() const { return translated + refused; }
};

document::Document copy(const document::Document& document) {
  document::Document made(document.shared_schema(), *document.root().element);
  std::vector<document::SupplementEntry> entries;
  for (auto& found : mapping::difference(document, made)) entries.push_back(std::move(found.entry));
  std::string problem;
  REQUIRE(mapping::apply(made, entries, problem));
  return made;
}

/// Some of what a wholly random document has, and this one has not or has otherwise: elements that BIM knows
/// nothing of, other values, elements left out. The document stays valid.
document::Document changed(const document::Document& document, sample::Random& random, std::uint64_t seed) {
  const auto other = sample::sample(document.shared_schema(), *document.root().element, seed);
  auto differences = mapping::difference(other, document);
  auto made = copy(document);
  const std::size_t tries = random.below(4);
  for (std::size_t i = 0; i < tries && !differences.empty(); ++i) {
    auto candidate = copy(made);
    std::string problem;
    const auto& entry = differences[random.below(differences.size())].entry;
    if (mapping::apply(candidate, {entry}, problem) && conformance::check_document(candidate, 1).empty())
      made = std::move(candidate);
  }
  return made;
}

/// A bundle → BIM → CIM: what is not there again is reported, and only that, and it was
/// predicted.
void check(const mapping::Translator& translator, const std::vector<Message>& bundle,
           const document::Supplement* supplement, const std::string& message, Predictions& predictions,
           Count& count) {
  const auto back = translator.to_bim(bundle, supplement, message);
  CHECK_FALSE(back.fault);
  if (back.documents.empty()) {
    ++count.refused;
    CHECK_FALSE(back.findings.empty());
    for (const auto& finding : back.findings)
      CHECK_MESSAGE((finding.rule.starts_with("translation.") && !finding.text.en.empty()), finding.rule);
    return;
  }
  ++count.translated;
  for (const auto& violation : conformance::check_document(back.documents.front().document, 3))
    FAIL_CHECK("not valid: ", back.documents.front().document.path(violation.node), " ", violation.expected);

  std::map<std::string, std::set<std::string>> lost;
  for (const auto& finding : back.findings)
    if (finding.rule == "translation.lost") lost[root_of(finding.xpath)].insert(inside(finding.xpath));

  const auto again = translator.to_cim(back.documents.front(), bundle.front().set->id);
  REQUIRE_FALSE(again.documents.empty());
  for (const auto& document : bundle) {
    const std::string& root = document.kind->root.local;
    const auto& reported = lost[root];
    const auto is_lost = [&](const std::string& path) {
      return reported.contains(path) || reported.contains(path.substr(0, path.rfind("/@")));
    };
    // Item by item: the report is what another way forth does not give again.
    for (const auto& made : again.documents)
      if (made.kind == document.kind)
        for (const auto& found : mapping::difference(document.document, made.document)) {
          const auto path = mapping::without_numbers(found.entry.path);
          if (found.entry.kind != document::SupplementEntry::Kind::absent)
            CHECK_MESSAGE(is_lost(path), root, " ", path, " is lost and not reported");
        }
    const Prediction& prediction = predictions.of(*back.plan, *back.variant, root);
    for (const auto& path : reported)
      CHECK_MESSAGE(prediction.may_lose(path), root, " ", path, " is lost, and nobody foresaw it");
    std::set<std::string> present;
    leaves_in(document.document, 0, {}, present);
    for (const auto& path : present)
      if (prediction.always_loses(path))
        CHECK_MESSAGE(is_lost(path), root, " ", path, " cannot be kept, and is not reported");
  }
}

/// Makes the message one that this variant is for.
void choose_variant(document::Document& message, const mapping::VariantPlan& variant) {
  for (const auto& is : variant.when.is) {
    if (is.negated) continue;
    const auto node = document::ensure(message, 0, is.path);
    if (is.path.attribute == nullptr) message.set_text(node, is.values.front());
  }
}

}  // namespace

TEST_SUITE("properties") {
  TEST_CASE("what BIM cannot hold of a CIM document is reported, and was foreseen") {
    const auto store = resources::built_in();
    const auto catalog = *schema::Catalog::open(store);
    const auto translator = mapping::Translator::open(store, catalog);
    std::map<std::string, Count> counts;
    Predictions predictions;
    for (const auto& mapping : translator->files().mappings)
      for (const auto& profile : translator->profiles_of(mapping)) {
        const auto plan = *translator->plan(mapping.message, profile);
        for (const auto& variant : plan->variants) {
          std::map<std::string, std::uint64_t> done;
          const auto enough = [&] {
            return std::all_of(variant.documents.begin(), variant.documents.end(),
                               [&](const mapping::DocumentPlan& document) {
                                 return done[document.kind->root.local] >= sample_count();
                               });
          };
          for (std::uint64_t seed = 1; seed <= 10 * sample_count() && !enough(); ++seed) {
            INFO(mapping.message, " ", variant.def->name, " ", profile, " seed ", seed);
            Message message{plan->bim_set, plan->bim_kind,
                            sample::sample(plan->bim_schema, *plan->bim_root, seed)};
            choose_variant(message.document, variant);
            sample::Random values(seed);
            test::make_translatable(message.document, *plan, values);
            const auto there = translator->to_cim(message, profile);
            if (there.variant != &variant) continue;
            for (std::size_t i = 0; i < there.documents.size(); ++i) {
              const std::string& root = there.documents[i].kind->root.local;
              if (done[root]++ >= sample_count()) continue;
              std::vector<Message> bundle;
              sample::Random random(seed);
              for (std::size_t k = 0; k < there.documents.size(); ++k) {
                const auto& made = there.documents[k];
                bundle.push_back({made.set, made.kind,
                                  k == i ? changed(made.document, random, seed) : copy(made.document)});
              }
              auto& count = counts[mapping.message + " " + root];
              check(*translator, bundle, nullptr, mapping.message, predictions, count);
              // Without a supplement much is refused; with it the losses show.
              if (there.supplement)
                check(*translator, bundle, &*there.supplement, mapping.message, predictions, count);
            }
          }
        }
      }
    for (const auto& [name, count] : counts)
      MESSAGE(name, ": ", count.translated, " translated, ", count.refused, " refused");
  }
}

#include "tests/mutation/trial.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/document/message.hpp"
#include "gateway/document/write.hpp"
#include "gateway/json/write.hpp"
#include "gateway/mapping/coverage.hpp"
#include "gateway/mapping/residual.hpp"
#include "gateway/mapping/table_tests.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/sample/sample.hpp"
#include "gateway/xml/write.hpp"

namespace cimgate::mutation {
namespace {

/// The folder with one file replaced.
class Changed final : public resources::Store {
 public:
  Changed(std::shared_ptr<const resources::Store> base, const Mutant& mutant)
      : base_(std::move(base)), mutant_(mutant) {}
  tl::expected<std::string_view, std::string> read(std::string_view path) const override {
    return path == mutant_.file ? std::string_view(mutant_.text) : base_->read(path);
  }
  std::vector<std::string> list(std::string_view folder) const override { return base_->list(folder); }

 private:
  std::shared_ptr<const resources::Store> base_;
  const Mutant& mutant_;
};

std::string stem(const std::string& path) {
  const auto slash = path.rfind('/');
  const auto dot = path.rfind(".yaml");
  return path.substr(slash + 1, dot - slash - 1);
}

std::string written(const mapping::Translation& made) {
  std::string text;
  for (const auto& finding : made.findings)
    text += finding.rule + ' ' + finding.xpath + ' ' + finding.text.en + '\n';
  if (made.documents.empty()) return text;
  if (made.documents.front().set->side == schema::SchemaSet::Side::bim)
    return text + xml::to_xml(made.documents.front(), {});
  return text + json::bundle_to_json(made.documents, made.supplement ? &*made.supplement : nullptr, {});
}

bool is_bim(const document::Message& message) {
  return message.set->side == schema::SchemaSet::Side::bim;
}

}  // namespace

Trial::Trial(const std::string& folder)
    : store_(*resources::from_folder(folder)),
      catalog_(*schema::Catalog::open(store_)),
      translator_(mapping::Translator::open(store_, catalog_)) {
  for (const auto& path : store_->list("examples")) {
    const bool message = path.find("/valid/") != std::string::npos || path.starts_with("examples/cim/");
    if (!message || !(path.ends_with(".xml") || path.ends_with(".json"))) continue;
    examples_.push_back({path, std::string(*store_->read(path))});
    example_messages_.push_back(messages_of(examples_.back()));
    for (const auto& profile : translator_->profiles())
      baseline_[path + profile] = outcome(*translator_, examples_.back(), profile);
  }
}

std::set<std::string> Trial::messages_of(const Example& example) const {
  std::set<std::string> messages;
  const auto read = reader::read(*catalog_, example.text, {});
  for (const auto& message : read.messages) {
    if (is_bim(message)) messages.insert(message.kind->root.local);
    for (const auto& def : translator_->files().mappings)
      for (const auto& variant : def.variants)
        for (const auto& document : variant.documents)
          if (document.root == message.kind->root.local) messages.insert(def.message);
  }
  return messages;
}

std::string Trial::outcome(const mapping::Translator& translator, const Example& example,
                           const std::string& profile) const {
  const auto read = reader::read(*catalog_, example.text, {});
  if (read.messages.empty() || !read.findings.empty()) return {};
  if (is_bim(read.messages.front())) {
    std::string text;
    for (const auto& message : read.messages) text += written(translator.to_cim(message, profile));
    return text;
  }
  if (profile != translator.profiles().front()) return {};
  return written(translator.to_bim(read.messages, read.supplement ? &*read.supplement : nullptr, {}));
}

std::set<std::string> Trial::affected(const std::string& file) const {
  // Who uses whom, by name, until nothing is added.
  std::set<std::string> files{file};
  for (bool more = true; more;) {
    more = false;
    for (const auto& path : store_->list("mappings")) {
      if (path.ends_with(".test.yaml") || files.contains(path)) continue;
      const auto text = *store_->read(path);
      for (const auto& used : files) {
        const std::string name = stem(used);
        const bool uses = text.find("use: " + name) != std::string_view::npos ||
                          text.find("codes: " + name) != std::string_view::npos ||
                          text.find("point: " + name) != std::string_view::npos;
        if (!uses) continue;
        files.insert(path);
        more = true;
        break;
      }
    }
  }
  std::set<std::string> messages;
  for (const auto& path : files)
    if (path.find("/messages/") != std::string::npos) messages.insert(stem(path));
  return messages;
}

bool Trial::comes_back(const mapping::Translator& translator, const std::string& message) const {
  const auto& def = *translator.find(message);
  const auto& set = *translator.set_of(def);
  const auto* kind = set.find(message);
  const auto schema = *catalog_->schema(set, *kind);
  constexpr std::uint64_t seeds = 25;
  for (const auto& profile : translator.profiles_of(def))
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const document::Message sampled{&set, kind, sample::sample(schema, *schema->root(kind->root), seed)};
      const auto there = translator.to_cim(sampled, profile);
      const bool refused =
          std::all_of(there.findings.begin(), there.findings.end(),
                      [](const Finding& finding) { return finding.rule == "translation.unplaced"; });
      if (there.documents.empty() && refused) continue;  // by a rule of the mapping, as random values may be
      if (there.documents.empty()) return false;
      const auto back =
          translator.to_bim(there.documents, there.supplement ? &*there.supplement : nullptr, {});
      if (back.documents.size() != 1) return false;
      if (!mapping::difference(sampled.document, back.documents.front().document).empty()) return false;
    }
  return true;
}

std::string Trial::killer(const Mutant& mutant) const {
  const auto store = std::make_shared<Changed>(store_, mutant);
  const auto translator = mapping::Translator::open(store, catalog_);
  if (!translator->errors().empty()) return "check";
  const auto messages = affected(mutant.file);
  for (const auto& message : messages)
    for (const auto& profile : translator->profiles_of(*translator->find(message))) {
      const auto plan = translator->plan(message, profile);
      if (!plan) return "check";
      for (const auto& coverage : mapping::coverage_of(**plan))
        if (!coverage.problems.empty()) return "check";
    }
  for (std::size_t i = 0; i < examples_.size(); ++i) {
    const bool concerned =
        std::any_of(example_messages_[i].begin(), example_messages_[i].end(),
                    [&](const std::string& message) { return messages.contains(message); });
    if (!concerned) continue;
    for (const auto& profile : translator->profiles())
      if (outcome(*translator, examples_[i], profile) != baseline_.at(examples_[i].name + profile))
        return "example";
  }
  if (!mapping::run_table_tests(*store, *catalog_, *translator).failures.empty()) return "table";
  for (const auto& message : messages)
    if (!comes_back(*translator, message)) return "property";
  return {};
}

}  // namespace cimgate::mutation

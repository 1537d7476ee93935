#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>

#include "gateway/mapping/translator.hpp"
#include "tests/mutation/mutants.hpp"

namespace cimgate::mutation {

/// What the mappings do as they are: the outcome of all examples, and what a mutant is held against.
class Trial {
 public:
  explicit Trial(const std::string& folder);

  /// Who notices: "check" (lint and static proof), "table" (*.test.yaml), "example" (golden files),
  /// "property" (random messages there and back); "" when nobody does. Safe to call from several threads.
  std::string killer(const Mutant& mutant) const;

  const resources::Store& store() const { return *store_; }

 private:
  struct Example {
    std::string name;
    std::string text;
  };
  using Outcomes = std::map<std::string, std::string>;  ///< example and profile → what comes out

  /// Messages whose mapping uses the file, directly or by blocks.
  std::set<std::string> affected(const std::string& file) const;
  std::string outcome(const mapping::Translator& translator, const Example& example,
                      const std::string& profile) const;
  bool comes_back(const mapping::Translator& translator, const std::string& message) const;
  std::set<std::string> messages_of(const Example& example) const;

  std::shared_ptr<const resources::Store> store_;
  std::shared_ptr<const schema::Catalog> catalog_;
  std::shared_ptr<const mapping::Translator> translator_;
  std::vector<Example> examples_;
  std::vector<std::set<std::string>> example_messages_;
  Outcomes baseline_;
};

}  // namespace cimgate::mutation

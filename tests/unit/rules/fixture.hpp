#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/document/message.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/rules/example.hpp"
#include "gateway/rules/judge.hpp"
#include "gateway/schema/catalog.hpp"

namespace cimgate::rules_test {

/// What is built in, with some files in place of others.
class Overlay : public resources::Store {
 public:
  explicit Overlay(std::map<std::string, std::string> files)
      : below_(resources::built_in()), files_(std::move(files)) {}
  tl::expected<std::string_view, std::string> read(std::string_view path) const override;
  std::vector<std::string> list(std::string_view folder) const override;

 private:
  std::shared_ptr<const resources::Store> below_;
  std::map<std::string, std::string> files_;
};

/// A market state that knows what it is told: texts by name, "" = known that there is none.
class KnownFacts : public rules::Facts {
 public:
  using Known = std::map<std::string, std::vector<std::string>, std::less<>>;
  explicit KnownFacts(Known known) : known_(std::move(known)) {}
  rules::Fact look_up(std::string_view name, const rules::Question& question) const override;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> known_;
};

std::shared_ptr<const schema::Catalog> catalog();

/// A file of the repository.
std::string file_text(const std::string& path);
/// The version that a rule is about, when that is only used when it is asked for; else "".
std::string asked_for(const rules::RuleDef& rule);
document::Message message_of(const std::string& path, const std::string& schema = {});
/// The message of a rule's example, as a sender would send it.
document::Message made(const rules::RuleDef& rule, const rules::Example& example);

/// The rules of one file, rules/message/NAME.yaml or (market) rules/market/NAME.yaml.
std::unique_ptr<rules::RuleBook> book_of(const std::string& path, const std::string& text);

/// How a condition (YAML) comes out for a message; `each`: judged for the first record there. "error: …" when
/// it does not compile.
std::string outcome(const std::string& condition, const document::Message& message,
                    const rules::Facts* facts = nullptr, const std::string& each = {});

}  // namespace cimgate::rules_test

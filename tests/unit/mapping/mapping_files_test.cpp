#include <doctest/doctest.h>

#include <map>

#include "gateway/mapping/coverage.hpp"
#include "gateway/mapping/translator.hpp"

using namespace cimgate;

namespace {

/// The built-in data with some files in place of others.
class Patched final : public resources::Store {
 public:
  explicit Patched(std::map<std::string, std::string, std::less<>> files) : files_(std::move(files)) {}

  tl::expected<std::string_view, std::string> read(std::string_view path) const override {
    const auto at = files_.find(path);
    return at != files_.end() ? std::string_view(at->second) : base_->read(path);
  }
  std::vector<std::string> list(std::string_view folder) const override { return base_->list(folder); }

 private:
  std::shared_ptr<const resources::Store> base_ = resources::built_in();
  std::map<std::string, std::string, std::less<>> files_;
};

constexpr const char* file = "mappings/messages/ConfirmStartOfSupply.yaml";

/// All mistakes that the file has with one text in place of another.
std::string mistakes_with(const std::string& was, const std::string& is) {
  std::string text(*resources::built_in()->read(file));
  const auto at = text.find(was);
  REQUIRE(at != std::string::npos);
  text.replace(at, was.size(), is);
  const auto store = std::make_shared<Patched>(std::map<std::string, std::string, std::less<>>{{file, text}});
  const auto translator = mapping::Translator::open(store, *schema::Catalog::open(store));
  std::string found;
  for (const auto& error : translator->errors()) found += yaml::to_string(error) + "\n";
  const auto plan = translator->plan("ConfirmStartOfSupply", "nmeg/0.1");
  if (!plan) {
    for (const auto& error : plan.error()) found += yaml::to_string(error) + "\n";
    return found;
  }
  for (const auto& coverage : mapping::coverage_of(**plan))
    for (const auto& problem : coverage.problems) found += yaml::to_string(problem) + "\n";
  return found;
}

bool has(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("mapping files") {
  TEST_CASE("the file as it is has no mistake") {
    CHECK(mistakes_with("title:", "title:").empty());
  }

  TEST_CASE("mistakes are told with file, line, column and the nearest name") {
    const auto key = mistakes_with("supplement: the", "suplement: the");
    CHECK(has(key, "mappings/messages/ConfirmStartOfSupply.yaml:"));
    CHECK(has(key, "did you mean 'supplement'?"));
    CHECK(has(mistakes_with("StartOfOccurrence, supp", "StartOfOccurence, supp"),
              "did you mean 'StartOfOccurrence'?"));
    CHECK(has(mistakes_with("use: answer", "use: anwser"),
              "there is no block 'anwser', did you mean 'answer'?"));
    CHECK(has(mistakes_with("ConfirmRequestChangeOfSupplier_", "ConfirmRequestChangeOfSuplier_"),
              "did you mean 'ConfirmRequestChangeOfSupplier_MarketDocument'?"));
    CHECK(has(mistakes_with("constant: A01", "constant: Q99"), "'Q99' is not a value of 'reason.code'"));
    CHECK(has(mistakes_with("title: Elhub", "title: [Elhub"), "not YAML"));
  }

  TEST_CASE("a rule that is taken away leaves a hole, on either side") {
    CHECK(has(mistakes_with("      - { bim: PayloadResponseEvent/StartOfOccurrence, supplement: the "
                            "confirmation has no date }\n",
                            ""),
              "no correspondence explains 'PayloadResponseEvent/StartOfOccurrence'"));
    CHECK(has(mistakes_with("          - { cim: reason.code, constant: A01 }\n", ""),
              "nothing names 'reason.code'"));
    CHECK(has(mistakes_with("          - { use: answer, with: { type: E44 } }\n", ""), "it is mandatory"));
  }
}

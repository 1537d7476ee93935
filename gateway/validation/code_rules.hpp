#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <unordered_map>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/schema/model.hpp"
#include "gateway/validation/check_digits.hpp"

namespace cimgate::validation {

/// Where an identifier stands: values of a schema type, with an attribute that has a certain value, if one is
/// named.
struct IdentifierPlace {
  std::string type;
  std::string attribute;
  std::string value;
};

/// One kind of identifier with check digits: an entry of rules/identifiers.yaml.
struct IdentifierRule {
  std::string id;
  std::string dialect;  ///< of the market whose messages it is about; "" = of all
  Severity severity = Severity::warning;
  CheckResult (*check)(std::string_view text) = nullptr;
  std::vector<IdentifierPlace> places;
  Text wrong_check, wrong_form;
  Text advice, advice_form;
  RuleSource source;
};

/// The agency that codes of a list belong to: an entry of rules/list-agencies.yaml.
struct AgencyRule {
  std::string agency;
  std::vector<std::string> codes;  ///< sorted
  std::string prefix;              ///< codes that begin so, besides those listed
  RuleSource source;

  bool covers(std::string_view code) const;
};

struct AgencyList {
  std::string type;
  std::string attribute;
  std::vector<AgencyRule> agencies;

  /// The rule for a code; null when it is not known whose code it is.
  const AgencyRule* rule_of(std::string_view code) const;
};

/// The agencies of codes: rules/list-agencies.yaml.
struct AgencyCheck {
  std::string id;
  Severity severity = Severity::warning;
  Text text, advice;
  std::vector<AgencyList> lists;
};

class CodePlaces;

/// What the stage "codes" goes by.
struct CodeRules {
  std::vector<IdentifierRule> identifiers;
  AgencyCheck agencies;

  /// Which of them are for the elements of messages with this root: found out once for each. Safe to use from
  /// several threads.
  std::shared_ptr<const CodePlaces> places(const std::shared_ptr<const schema::Schema>& schema,
                                           const schema::Element& root) const;

 private:
  struct OfRoot {
    std::shared_ptr<const schema::Schema> schema;  ///< that the places are about
    std::shared_ptr<const CodePlaces> places;
  };
  mutable std::mutex mutex_;
  mutable std::unordered_map<const schema::Element*, OfRoot> places_;
};

/// Reads the files of the data folder.
/// Error: every mistake in them, one a line, as "file:line:column: what is wrong".
tl::expected<std::shared_ptr<const CodeRules>, std::string> load_code_rules(const resources::Store& store);

/// True when a value of this element is of the named type, or of one that is derived from it.
bool is_of_type(const schema::Element& element, std::string_view type);

}  // namespace cimgate::validation

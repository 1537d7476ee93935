#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/validation/rule_file.hpp"

/// rules/codes.yaml: the one table that ties the market's reason codes to everything else that says the same.
namespace cimgate::rules {

struct Reason {
  ReasonCode code;
  Text name;        ///< as published; empty where no name is
  Text meaning;     ///< in our words; empty: not public
  std::string cim;  ///< reason code of CIM that says the same; "" = none
  bool cim_exact = false;
  std::string problem;  ///< last part of the problem type of HTTP answers
  std::string metric;   ///< label of metrics
  RuleSource source;

  bool known() const { return !meaning.en.empty(); }
};

/// What has no reason code: a stage of the checks, and the fault group of SOAP that is answered with.
struct StageFault {
  std::string stage;
  std::string fault;  ///< XSD, Size, …; "" = none
  std::string problem;
  std::string metric;
};

struct ReasonTable {
  std::vector<Reason> reasons;  ///< in the order of the file
  std::vector<StageFault> stages;

  const Reason* find(std::string_view code) const;
};

/// Mistakes end up in the file's list.
ReasonTable read_reasons(validation::RuleFile& file);

}  // namespace cimgate::rules

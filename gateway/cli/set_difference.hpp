#pragma once
#include <memory>
#include <string>
#include <vector>

#include "gateway/cli/options.hpp"
#include "gateway/report/set_difference.hpp"

namespace cimgate::cli {

/// Two schema sets that are compared.
using TwoSets = std::shared_ptr<std::vector<std::string>>;

/// "diff A B" below a verb.
Command add_set_difference(Command& verb, CommonOptions& common, const std::string& help,
                           const std::string& example, const TwoSets& sets);

/// Says what `tell` finds between the two.
ExitStatus show_set_difference(const Gateway& gateway, const CommonOptions& common,
                               const std::vector<std::string>& sets,
                               report::DifferenceText (*tell)(const Engine&, const schema::SchemaSet&,
                                                              const schema::SchemaSet&, bool));

}  // namespace cimgate::cli

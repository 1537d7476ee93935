#pragma once
#include <string>
#include <vector>

#include "gateway/elhub/hub/shared_production.hpp"
#include "gateway/elhub/hub/shared_volumes.hpp"
#include "gateway/http/route.hpp"

/// Shared production as JSON.
namespace cimgate::cim_rest {

/// All versions, and what holds of each today.
std::string versions_json(const std::string& id, const std::vector<hub::DatedVersion>& versions,
                          hub::Day today);
/// One of them.
std::string version_json(const std::string& id, const hub::DatedVersion& version, hub::Day today);
/// The calculation with the version that holds today.
std::string calculation_json(const std::string& id, const std::string& owner,
                             const std::vector<hub::DatedVersion>& versions, hub::Day today);
/// A day as a version divides it; `version`: null = none holds on it.
std::string volumes_json(const std::string& id, hub::Day day, const hub::DatedVersion* version,
                         const hub::SharedDay& volumes);

/// Why an order was not carried out.
http::Answer problem_of(const hub::SharingTrouble& trouble);
/// A body that cannot be taken: each mistake with its place.
http::Answer bad_sharing(const hub::SharingMistakes& mistakes);
http::Answer no_such_sharing();

}  // namespace cimgate::cim_rest

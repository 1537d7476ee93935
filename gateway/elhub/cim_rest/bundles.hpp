#pragma once
#include <string>
#include <tl/expected.hpp>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/request.hpp"
#include "gateway/http/problem.hpp"

namespace cimgate::cim_rest {

/// Norwegian codes travel as themselves, so that nothing of a message needs the supplement for them.
inline constexpr const char* profile_of_queues = "nmeg-no/0.1";

/// How messages of the version that a hub speaks become CIM, without white space.
TranslateOptions form_of(const hub::Intake& intake, const std::string& profile,
                         Target target = Target::cim_json);

/// A message of the hub as a bundle of CIM, without a line end. The schema of `options` is the set that the
/// message is of. Error: it has no form in that profile, or it could not be translated for an internal error.
tl::expected<std::string, http::Problem> bundle_of(const Gateway& gateway, const std::string& xml,
                                                   const TranslateOptions& options);

}  // namespace cimgate::cim_rest

#pragma once
#include <string>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/elhub/hub/request.hpp"
#include "gateway/http/problem.hpp"

namespace cimgate::cim_rest {

/// A problem with the findings that led to it.
http::Answer problem_of(std::uint16_t status, std::string type, std::string title, std::string detail,
                        const std::vector<Finding>& findings = {});
/// A fault of the hub as the problem that means the same.
http::Problem in_words_of_cim(const hub::Fault& fault);
http::Answer problem_of(const hub::Fault& fault);

}  // namespace cimgate::cim_rest

#pragma once
#include <vector>

#include "gateway/elhub/cim_rest/bundles.hpp"
#include "gateway/elhub/cim_rest/counterpart.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::cim_rest {

/// What became of a document, as JSON; `findings`: of its translation.
http::Answer state_answer(const Gateway& gateway, const TranslateOptions& form, const DocumentState& state,
                          const std::vector<Finding>& findings = {});

}  // namespace cimgate::cim_rest

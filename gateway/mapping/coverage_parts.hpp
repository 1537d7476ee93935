#pragma once
#include "gateway/mapping/coverage.hpp"
#include "gateway/mapping/schema_leaves.hpp"

namespace cimgate::mapping {

/// Fills Coverage::bim: who explains each leaf of the message.
void cover_bim(const Plan& plan, const VariantPlan& variant, Coverage& coverage);
/// Fills Coverage::cim: who writes or names each leaf of the documents.
void cover_cim(const VariantPlan& variant, Coverage& coverage);
/// Adds what is wrong with single correspondences: types that do not fit, losses that are not declared,
/// cardinalities.
void check_rules(const Plan& plan, const VariantPlan& variant, Coverage& coverage);
/// Adds mandatory elements of the documents that may stay empty.
void check_mandatory(const VariantPlan& variant, Coverage& coverage);

}  // namespace cimgate::mapping

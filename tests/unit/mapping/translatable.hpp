#pragma once
#include "gateway/document/document.hpp"
#include "gateway/mapping/plan.hpp"
#include "gateway/sample/sample.hpp"

/// Random messages that a mapping translates.
namespace cimgate::test {

/// Puts other values in the place of those that the plan refuses, as far as random ones are found.
void make_translatable(document::Document& message, const mapping::Plan& plan, sample::Random& random);

}  // namespace cimgate::test

#pragma once
#include "cimgate/finding.hpp"
#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/document.hpp"

/// The sentences of the stage schema.
namespace cimgate::validation {

/// "schema.missing-element" and so on.
const char* rule_of(conformance::Violation::Kind kind);

Text text_of(const document::Document& document, const conformance::Violation& violation);

/// What the sender can do; empty when there is nothing to say beyond the text.
Text advice_for(const document::Document& document, const conformance::Violation& violation);

}  // namespace cimgate::validation

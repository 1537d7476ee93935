#pragma once
#include "cimgate/finding.hpp"
#include "gateway/document/document.hpp"

namespace cimgate::validation {

/// The metering point, series and position that a node is about, as far as they stand above or beside it in
/// the message. Only values of the form of such identifiers are taken, so no personal data.
FindingContext context_of(const document::Document& document, document::NodeId node);

/// Fills in place, path and context of a finding about a node.
void set_place(Finding& finding, const document::Document& document, document::NodeId node);

}  // namespace cimgate::validation

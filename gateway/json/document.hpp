#pragma once
#include "gateway/document/document.hpp"
#include "gateway/json/findings.hpp"
#include "gateway/json/tree.hpp"

namespace cimgate::json {

/// Fills `document`, of which there is only the root, from the JSON value of the root element. Nodes come in
/// schema order, whatever the order of the members is; members that the schema does not know become nodes or
/// attributes that it does not know. Where the shape is wrong there is a finding, and the value is taken all
/// the same when it is clear which one is meant, so that later checks can go on.
void fill_from_json(const JsonTree& json, JsonId value, document::Document& document, JsonFindings& findings);

}  // namespace cimgate::json

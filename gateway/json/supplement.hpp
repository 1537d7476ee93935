#pragma once
#include "gateway/document/message.hpp"
#include "gateway/json/findings.hpp"
#include "gateway/json/tree.hpp"

namespace cimgate::json {

/// The supplement in its JSON form; entries that are not as docs/supplement.md has them give a finding and
/// are left out.
document::Supplement supplement_from_json(const JsonTree& json, JsonId value, JsonFindings& findings);

/// True when an object looks like a supplement, not like a document or a bundle.
bool looks_like_supplement(const JsonTree& json, JsonId value);

}  // namespace cimgate::json

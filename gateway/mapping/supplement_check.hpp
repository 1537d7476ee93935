#pragma once
#include <cstddef>
#include <vector>

#include "gateway/mapping/translator.hpp"

namespace cimgate::mapping {

/// Holds a supplement against what docs/supplement.md says and the message that it names: the members, and of
/// each entry the path, the kind of content and the value; no entry twice, no order that is none, no more
/// than the documents can have given rise to. What the documents and the supplement say together shows only
/// in the way back. At most `limit` findings, errors of the rule schema.supplement; the rest adds to
/// `left_out`.
std::vector<Finding> check_supplement(const Translator& translator,
                                      const std::vector<document::Message>& documents,
                                      const document::Supplement& supplement, std::size_t limit,
                                      std::size_t& left_out);

}  // namespace cimgate::mapping

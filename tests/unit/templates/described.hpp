#pragma once
#include <string>

#include "gateway/templates/message_template.hpp"
#include "gateway/templates/stream_plan.hpp"
#include "gateway/templates/template.hpp"

/// In words what templates have worked out, so that what only makes them slower or less often used is seen.
namespace cimgate::test {

/// Which lists are records and rows, and which values count for the key.
std::string described(const templates::StreamPlan& plan, const schema::Element& root);
std::string described(const templates::LeafUse& leaves, const schema::Element& root);

/// Line by line: its holes with what is known of them, its rows, entries and policies.
std::string described(const templates::Template& made);
std::string described(const templates::MessageTemplate& made);

}  // namespace cimgate::test

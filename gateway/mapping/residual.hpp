#pragma once
#include <vector>

#include "gateway/document/message.hpp"

/// The difference of two documents of one kind as a list of entries, and putting it back. This is what a
/// supplement is: the difference between a message and what the way back makes of its CIM documents.
namespace cimgate::mapping {

/// An entry, with the nodes it is about (no_node where there is none).
struct Difference {
  document::SupplementEntry entry;
  document::NodeId wanted = document::no_node;
  document::NodeId given = document::no_node;
  const schema::Attribute* attribute = nullptr;
};

/// What must be done to `given` to make it equal `wanted` in the value space. Repeated elements are compared
/// by number.
/// `pairs`: filled with the node of `given` for each of `wanted`, where there is one.
std::vector<Difference> difference(const document::Document& wanted, const document::Document& given,
                                   std::vector<document::NodeId>* pairs = nullptr);

/// Does it. False (and `problem`) when an entry's path is not one of the document's schema.
bool apply(document::Document& document, const std::vector<document::SupplementEntry>& entries,
           std::string& problem);

/// Joins entries that differ in one number only: "…/Observation[1..96]/Estimated/@Quality".
/// `firsts`: filled with the number, among `entries`, of the first of those that each of the result stands
/// for.
std::vector<document::SupplementEntry> fold(std::vector<document::SupplementEntry> entries,
                                            std::vector<std::size_t>* firsts = nullptr);
/// The reverse. False (and `problem`) when a range is not a range, or when there would be more than `most`
/// entries.
bool unfold(std::vector<document::SupplementEntry>& entries, std::string& problem,
            std::size_t most = 1000000);

/// "A/B[2]/@c" without the numbers.
std::string without_numbers(std::string_view path);

}  // namespace cimgate::mapping

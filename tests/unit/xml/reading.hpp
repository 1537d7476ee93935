#pragma once
#include <string>
#include <string_view>

#include "gateway/document/message.hpp"

/// What the tests of reading XML ask of a result.
namespace cimgate::test {

/// The node at this path below the root; the test fails when there is none.
document::NodeId find(const document::Document& document, std::string_view path);

std::string place(source::Position position);

const document::Document& only_document(const document::ReadResult& result);

/// What stands at a position of the source, up to `size` bytes.
std::string_view source_at(const source::SourceText& source, source::Position position, std::size_t size);

/// Every node and attribute stands where its position says.
void check_positions(const document::ReadResult& result);

std::string envelope(std::string_view body);

}  // namespace cimgate::test

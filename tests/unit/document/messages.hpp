#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/document/message.hpp"
#include "gateway/schema/catalog.hpp"

/// Messages for tests of readers and writers.
namespace cimgate::test {

/// The built-in schema sets, opened once.
const schema::Catalog& catalog();

/// An empty message; the test fails when the set does not know it.
document::Message make_message(std::string_view set, std::string_view root);

/// Node at "Series[2]/Period/Point" below the root, made when it is not there; numbers from 1.
document::NodeId node_at(document::Message& message, std::string_view path);
/// Puts a value at "…/mRID" or "…/mRID/@codingScheme".
void put(document::Message& message, std::string_view path, std::string_view value);

/// A message with random content: every element that the schema knows may come, texts hold all kinds of
/// characters. Structure, numbers and booleans are as the schema has them; codes and patterns are not kept
/// to.
document::Message random_message(std::string_view set, std::string_view root, std::uint32_t seed);

/// The tree as one text: names, namespaces, texts, attributes by name, nil. For comparing.
std::string dump(const document::Document& document);

}  // namespace cimgate::test

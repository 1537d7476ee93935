#include "tests/unit/xml/reading.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace cimgate::test {

using document::Document;
using document::NodeId;
using document::ReadResult;

NodeId find(const Document& document, std::string_view path) {
  for (NodeId id = 0; id < document.size(); ++id)
    if (document.path(id) == path) return id;
  FAIL(path);
  return 0;
}

std::string place(source::Position position) {
  return std::to_string(position.line) + ':' + std::to_string(position.column);
}

const Document& only_document(const ReadResult& result) {
  for (const auto& finding : result.findings) FAIL(finding.text.en);
  REQUIRE(result.messages.size() == 1);
  return result.messages.front().document;
}

std::string_view source_at(const source::SourceText& source, source::Position position, std::size_t size) {
  auto line = source.line(position.line);
  for (std::uint32_t column = 1; column < position.column; ++column) {
    std::size_t bytes = 1;
    while (bytes < line.size() && (static_cast<unsigned char>(line[bytes]) & 0xC0U) == 0x80U) ++bytes;
    line.remove_prefix(bytes);
  }
  return line.substr(0, size);
}

void check_positions(const ReadResult& result) {
  for (const auto& message : result.messages)
    for (NodeId id = 0; id < message.document.size(); ++id) {
      const auto& node = message.document[id];
      const auto tag = source_at(result.source, node.position, 200);
      const auto end = tag.find_first_of(" \r\n/>");
      bool right = tag.starts_with('<') && tag.substr(0, end).ends_with(node.name);
      for (const auto& attribute : node.attributes)
        right =
            right && source_at(result.source, attribute.position, attribute.name.size()) == attribute.name;
      if (!right) FAIL(message.document.path(id), " is not at ", place(node.position));
    }
}

std::string envelope(std::string_view body) {
  return R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>)" + std::string(body) +
         "</e:Body></e:Envelope>";
}

}  // namespace cimgate::test

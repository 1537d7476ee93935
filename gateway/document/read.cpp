#include "gateway/document/read.hpp"

#include <utility>

#include "gateway/document/made_documents.hpp"
#include "gateway/document/problem.hpp"

namespace cimgate::document {

ReadResult read(const schema::Catalog& catalog, std::string_view bytes, const ReadOptions& options) {
  return read(catalog, bytes, options, {});
}

ReadResult read(const schema::Catalog& catalog, std::string_view bytes, const ReadOptions& options,
                const MakeDocuments& make) {
  auto source = decode_source(bytes, options.limits);
  if (!source) {
    ReadResult result;
    result.findings.push_back(std::move(source.error()));
    return result;
  }
  const auto text = source->text();
  const auto start = text.find_first_not_of(" \t\r\n");
  if (text[start] == '<') return read_xml(catalog, std::move(*source), options, make);
  if (text[start] == '{' || text[start] == '[') return read_json(catalog, std::move(*source), options);
  ReadResult result;
  result.findings.push_back(
      make_problem("wellformed.unknown-format", source->at(start),
                   {"This is neither XML nor JSON: expected '<' or '{' as the first character.",
                    "Dette er verken XML eller JSON: forventet '<' eller '{' som første tegn."},
                   {"Send the message itself as XML or JSON, without any text before it.",
                    "Send selve meldingen som XML eller JSON, uten noen tekst foran."}));
  result.source = std::move(*source);
  return result;
}

}  // namespace cimgate::document

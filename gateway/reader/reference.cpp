#include "gateway/reader/reference.hpp"

#include <utility>

#include "gateway/json/read.hpp"
#include "gateway/reader/fast.hpp"
#include "gateway/source/problem.hpp"
#include "gateway/xml/read.hpp"

namespace cimgate::reader {

document::ReadResult read_by_reference(const schema::Catalog& catalog, std::string_view bytes,
                                       const document::ReadOptions& options,
                                       const document::MakeDocuments& make, const source::Seam& seam) {
  auto source = source::decode_source(bytes, options.limits);
  if (!source) {
    document::ReadResult result;
    result.findings.push_back(std::move(source.error()));
    return result;
  }
  const auto text = source->text();
  const auto start = text.find_first_not_of(" \t\r\n");
  if (text[start] == '<') return xml::read_xml(catalog, std::move(*source), options, make, seam);
  if (text[start] == '{' || text[start] == '[') return json::read_json(catalog, std::move(*source), options);
  document::ReadResult result;
  result.findings.push_back(
      source::make_problem("wellformed.unknown-format", source->at(start),
                           {"This is neither XML nor JSON: expected '<' or '{' as the first character.",
                            "Dette er verken XML eller JSON: forventet '<' eller '{' som første tegn."},
                           {"Send the message itself as XML or JSON, without any text before it.",
                            "Send selve meldingen som XML eller JSON, uten noen tekst foran."}));
  result.source = std::move(*source);
  return result;
}

document::ReadResult explain(const schema::Catalog& catalog, std::string_view bytes,
                             const document::ReadOptions& options) {
  return read_by_reference(catalog, bytes, options,
                           [&](const source::SourceText& text, const document::ReadOptions& asked) {
                             return make_documents(catalog, text, asked, best_instructions());
                           });
}

}  // namespace cimgate::reader

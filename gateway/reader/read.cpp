#include "gateway/reader/read.hpp"

#include "gateway/conformance/version_choice.hpp"
#include "gateway/reader/fast.hpp"
#include "gateway/reader/reference.hpp"

namespace cimgate::reader {
namespace {

document::ReadResult read_as_asked(const schema::Catalog& catalog, std::string_view bytes,
                                   const document::ReadOptions& options) {
  if (options.by_reference) return read_by_reference(catalog, bytes, options);
  document::ReadResult result;
  const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool xml = first != std::string_view::npos && bytes[first] == '<';
  if (xml && try_read(catalog, bytes, options, best_instructions(), result) == Answer::accepted)
    return result;
  return explain(catalog, bytes, options);
}

}  // namespace

document::ReadResult read(const schema::Catalog& catalog, std::string_view bytes,
                          const document::ReadOptions& options) {
  return conformance::read_on_its_day(catalog, options, [&](const document::ReadOptions& asked) {
    return read_as_asked(catalog, bytes, asked);
  });
}

}  // namespace cimgate::reader

#include "gateway/reader/read.hpp"

#include "gateway/reader/fast.hpp"
#include "gateway/reader/reference.hpp"

namespace cimgate::reader {

document::ReadResult read(const schema::Catalog& catalog, std::string_view bytes,
                          const document::ReadOptions& options) {
  if (options.by_reference) return read_by_reference(catalog, bytes, options);
  document::ReadResult result;
  const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool xml = first != std::string_view::npos && bytes[first] == '<';
  if (xml && try_read(catalog, bytes, options, best_instructions(), result) == Answer::accepted)
    return result;
  return explain(catalog, bytes, options);
}

}  // namespace cimgate::reader

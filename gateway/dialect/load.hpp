#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/dialect/dialect.hpp"
#include "gateway/resources/store.hpp"

namespace cimgate::dialect {

/// One dialect out of a file of dialects/. `path` is what mistakes name.
/// Error: every mistake, one a line, as "file:line:column: what is wrong".
tl::expected<std::shared_ptr<const Dialect>, std::string> read(const std::string& path,
                                                               std::string_view text);

/// The dialects of a data folder: dialects/*.yaml, sorted by file. Error: as above, of all files; also two of
/// one id.
tl::expected<std::vector<std::shared_ptr<const Dialect>>, std::string> load(const resources::Store& store);

}  // namespace cimgate::dialect

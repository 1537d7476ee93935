#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/schema/model.hpp"

namespace cimgate::schema {

struct SchemaSet;

/// Gives the text of a schema file by its path in the data folder ("xsd/…/….xsd").
using ReadFile = std::function<tl::expected<std::string_view, std::string>(std::string_view path)>;

/// Reads a schema file and all it includes and imports.
/// Error: file, line and what is wrong or not supported; the market's schemas are known to load.
tl::expected<std::shared_ptr<Schema>, std::string> load_schema(const ReadFile& read, std::string_view path);

/// Reads a schema file that does nothing but import others: the roots are the elements of these. An element
/// that is one of the messages of `set` has a name and nothing else, for its own schema says what is in it.
tl::expected<std::shared_ptr<Schema>, std::string> load_operations(const ReadFile& read,
                                                                   std::string_view path,
                                                                   const SchemaSet& set);

/// `relative` as seen from the folder of `base`, with "." and ".." worked out.
std::string resolve_path(std::string_view base, std::string_view relative);

}  // namespace cimgate::schema

#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/schema/catalog.hpp"

/// Schema sets and their schemas as one block of bytes: made when the program is built, so that nothing is
/// parsed when it starts.
namespace cimgate::schema {

/// All schemas of a catalog. Error: which of them does not load.
tl::expected<std::string, std::string> write_image(const Catalog& catalog);

/// Reads what write_image() has written, a schema when it is asked for. The bytes have to stay.
class Image {
 public:
  /// Nothing when the bytes are no image.
  static std::shared_ptr<const Image> open(std::string_view bytes);

  std::vector<SchemaSet> sets() const;
  /// Null when the image lacks it.
  std::shared_ptr<Schema> schema(std::string_view set, std::string_view file) const;

 private:
  explicit Image(std::string_view bytes) : bytes_(bytes) {}

  std::string_view bytes_;
};

}  // namespace cimgate::schema

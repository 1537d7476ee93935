#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/schema/catalog.hpp"

namespace cimgate::schema {

/// One thing that two schema sets have differently: what stands in the schemas, however they were made.
struct Difference {
  enum class Kind : std::uint8_t {
    message,     ///< `name` is in one of them only
    element,     ///< the type `type` has the element `name` in one of them only
    attribute,   ///< the same of an attribute
    occurrence,  ///< `name` in `type` may come `first`, or `second`
    of_type,     ///< `name` in `type` is of the type `first`, or `second`
    codes,       ///< the type `type` has `codes` in one of them only
    facets,      ///< what else the type `type` says of its values
  };
  enum class Side : std::uint8_t { first, second, both };
  Kind kind = Kind::element;
  Side side = Side::both;  ///< which one has it
  std::string type;
  std::string name;
  std::string first, second;
  std::vector<std::string> codes;
  std::vector<std::string> messages;  ///< in which this shows
  bool operator==(const Difference&) const = default;
};

/// Each once, in the order of the messages. Error: a schema that does not load.
tl::expected<std::vector<Difference>, std::string> difference(const Catalog& catalog, const SchemaSet& first,
                                                              const SchemaSet& second);

}  // namespace cimgate::schema

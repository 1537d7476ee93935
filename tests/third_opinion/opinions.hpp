#pragma once
#include <filesystem>
#include <string>

/// What others say of an XML text: expat and libxml2, the libraries of xmlwf and xmllint.
namespace cimgate::test {

struct Opinion {
  bool good = false;
  bool none = false;  ///< it cannot say: an encoding that it does not know, a size beyond its own limits
  std::string why;    ///< it is not
};

/// Well-formed, and namespaces well-formed. Reads no more than the text.
Opinion well_formed_by_expat(const std::string& xml);
Opinion well_formed_by_libxml2(const std::string& xml);

/// Valid against the schema (`xmllint --schema`); of a text that is well-formed.
Opinion valid_by_libxml2(const std::filesystem::path& schema, const std::string& xml);

/// The name of the root, "{namespace}local"; "" when it is not well-formed.
std::string root_of(const std::string& xml);

}  // namespace cimgate::test

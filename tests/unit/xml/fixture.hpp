#pragma once
#include <libxml/xmlschemas.h>

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/document.hpp"
#include "gateway/schema/model.hpp"

/// A schema and documents of it, written as XML by a test. libxml2 reads them, and says whether it finds them
/// valid, too.
namespace cimgate::test {

class XmlFixture {
 public:
  /// One schema file, as text.
  explicit XmlFixture(const std::string& xsd);
  /// A message of a built-in set; the schema file is the one in the source tree.
  XmlFixture(std::string_view set, std::string_view root);

  const schema::Schema& schema() const { return *schema_; }
  const schema::Element& root() const { return *schema_->roots().front(); }
  /// The tree; the test fails when the XML is not well-formed.
  document::Document read(std::string_view xml) const;
  bool valid_to_libxml2(std::string_view xml) const;

 private:
  std::shared_ptr<const schema::Schema> schema_;
  std::string root_;
  std::shared_ptr<xmlSchema> reference_;
};

/// A valid message with random content.
std::string sample_xml(const schema::Element& root, std::uint32_t seed);

/// The XML with one random change, which may or may not make it invalid.
std::string mutated_xml(const std::string& xml, std::mt19937& random);

/// "missing_element B: expected C" for each violation, one a line.
std::string to_text(const document::Document& document,
                    const std::vector<conformance::Violation>& violations);

}  // namespace cimgate::test

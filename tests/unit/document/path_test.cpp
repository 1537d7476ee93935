#include "gateway/document/path.hpp"

#include <doctest/doctest.h>

#include "tests/unit/document/messages.hpp"

using namespace cimgate;
using namespace cimgate::test;

TEST_SUITE("document: path") {
  TEST_CASE("a path that is none says why; who need not know why finds the same") {
    const auto message = random_message("elhub/2.4.3", "RequestStartOfSupply", 1);
    const auto& root = *message.document.root().element;
    const auto why = [&](std::string_view text) {
      const auto path = document::resolve_path(text, root, root);
      const auto found = document::find_path(text, root, root);
      CAPTURE(text);
      CHECK(found.has_value() == path.has_value());
      if (!path || !found) return path ? std::string() : path.error();
      CHECK(found->text == path->text);
      CHECK(&found->element() == &path->element());
      CHECK(found->attribute == path->attribute);
      CHECK(found->absolute == path->absolute);
      return std::string();
    };
    CHECK(why("Header/Identification").empty());
    CHECK(why("/Header/DocumentType").empty());
    CHECK(why("/Header/DocumentType/@listAgencyIdentifier").empty());
    CHECK(why(".").empty());
    CHECK(why("Header[1]/Identification").empty());
    CHECK(why("Header/Identifcation") ==
          "'Header' has no 'Identifcation' in its schema, did you mean 'Identification'?");
    CHECK(why("Header/DocumentType/@listAgencyIdentifer").find("did you mean '@listAgencyIdentifier'?") !=
          std::string::npos);
    CHECK(why("Header/DocumentType/@listAgencyIdentifier/x") == "an attribute must be the end of a path");
    CHECK(why("Header[0]/Identification") == "'[0]' is not a number, 'number..' or 'Name=value'");
    CHECK(why("Header[Nothing=1]").starts_with("'Header' has no 'Nothing' in its schema"));
  }
}

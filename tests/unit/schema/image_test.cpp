#include "gateway/schema/image.hpp"

#include <doctest/doctest.h>

#include "tests/unit/document/messages.hpp"

using namespace cimgate;

namespace {

/// Writing once more what was read from an image gives the same image: nothing was lost or changed.
std::shared_ptr<const schema::Catalog> catalog_of(std::string_view image) {
  return *schema::Catalog::open(resources::built_in(), schema::Image::open(image));
}

}  // namespace

TEST_SUITE("Schema image") {
  TEST_CASE("holds all that the schemas say") {
    const auto image = schema::write_image(test::catalog());
    REQUIRE(image);
    const auto catalog = catalog_of(*image);
    const auto again = schema::write_image(*catalog);
    REQUIRE(again);
    CHECK(*again == *image);
    REQUIRE(catalog->sets().size() == test::catalog().sets().size());
    for (std::size_t i = 0; i < catalog->sets().size(); ++i) {
      const auto& made = catalog->sets()[i];
      const auto& loaded = test::catalog().sets()[i];
      CHECK(made.id == loaded.id);
      CHECK(made.dialect->id == loaded.dialect->id);
      CHECK(made.side == loaded.side);
      CHECK(made.prefixes == loaded.prefixes);
      CHECK(made.replaced == loaded.replaced);
      REQUIRE(made.messages.size() == loaded.messages.size());
      for (std::size_t j = 0; j < made.messages.size(); ++j) {
        const auto a = catalog->schema(made, made.messages[j]);
        const auto b = test::catalog().schema(loaded, loaded.messages[j]);
        REQUIRE(a);
        REQUIRE(b);
        const auto* x = (*a)->root(made.messages[j].root);
        const auto* y = (*b)->root(made.messages[j].root);
        REQUIRE(x != nullptr);
        REQUIRE(y != nullptr);
        CHECK(x->children().size() == y->children().size());
        CHECK(x->documentation == y->documentation);
      }
    }
  }

  TEST_CASE("holds what EMIF puts around messages") {
    const auto image = schema::write_image(test::catalog());
    REQUIRE(image);
    const auto catalog = catalog_of(*image);
    for (const auto* from : {catalog.get(), &test::catalog()}) {
      const auto operations = from->operations(*from->set("elhub/2.4.3"));
      REQUIRE(operations);
      CHECK((*operations)->roots().size() == 22);
      const auto* request =
          (*operations)
              ->root(schema::QName{"urn:no:elhub:emif:wsdl:meteringvalues:v2", "CollectedDataRequest"});
      REQUIRE(request != nullptr);
      REQUIRE(request->children().size() == 1);
      const auto& collected = *request->children()[0].element;
      CHECK(collected.name.ns == "urn:no:elhub:emif:wsdl:meteringvalues:v2");
      CHECK(collected.is_message_elsewhere());
      CHECK(!request->is_message_elsewhere());
    }
  }

  TEST_CASE("what is not an image is none") {
    CHECK(schema::Image::open("") == nullptr);
    CHECK(schema::Image::open("something else, which is long enough") == nullptr);
  }
}

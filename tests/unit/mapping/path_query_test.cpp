#include <doctest/doctest.h>

#include "gateway/mapping/path_query.hpp"

using cimgate::mapping::PathQuery;

TEST_SUITE("places") {
  TEST_CASE("from the root, from anywhere, and everything below") {
    CHECK(PathQuery("/Root/A/b").is("/Root/A/b"));
    CHECK_FALSE(PathQuery("/A/b").is("/Root/A/b"));
    CHECK(PathQuery("A/b").is("/Root/A/b"));
    CHECK(PathQuery("//b").is("/Root/A/b"));
    CHECK(PathQuery("/Root/*/b").is("/Root/A/b"));
    CHECK(PathQuery("A").matches("/Root/A/b"));
    CHECK_FALSE(PathQuery("A").is("/Root/A/b"));
    CHECK_FALSE(PathQuery("").matches("/Root/A/b"));
    CHECK_FALSE(PathQuery("B/b").matches("/Root/A/b"));
  }

  TEST_CASE("numbers, prefixes and attributes") {
    CHECK(PathQuery("A[2]/b").is("/Root/A[2]/b"));
    CHECK_FALSE(PathQuery("A[2]/b").is("/Root/A[12]/b"));
    CHECK(PathQuery("A/b").is("/Root/A[2]/b"));
    CHECK(PathQuery("A[1]/b").is("/Root/A/b"));
    CHECK(PathQuery("/rsm:Root/abie:A/@scheme").is("/Root/A/@scheme"));
    CHECK(PathQuery("A").matches("/Root/A/@scheme"));
  }

  TEST_CASE("against paths of a schema, which have no numbers") {
    CHECK(PathQuery("/Root/A[2]/b").is_schema_path("/Root/A/b"));
    CHECK(PathQuery("A/b/c").is_below_schema_path("/Root/A"));
    CHECK(PathQuery("/Root/A/b").is_below_schema_path("/Root/A"));
    CHECK_FALSE(PathQuery("/Root/A/b").is_below_schema_path("/Root/B"));
    CHECK_FALSE(PathQuery("A/b").is_below_schema_path("/Root/A/b"));
    CHECK_FALSE(PathQuery("/A/b").is_below_schema_path("/Root/A"));
  }
}

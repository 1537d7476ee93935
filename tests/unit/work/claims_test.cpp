#include "gateway/work/claims.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "gateway/security/keys/hash.hpp"
#include "gateway/work/envelopes.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;
using work::Claims;

TEST_CASE("claims: what was kept is read, and nothing else") {
  const test::TemporaryFolder folder;
  const Claims claims(folder.path(), 100);
  const auto claim = claims.keep("a body");
  REQUIRE(claim);
  CHECK(*claim == "sha256:" + keys::hex_digest("a body"));
  CHECK(claims.keep("a body") == claim);
  CHECK(claims.read(*claim).value() == "a body");

  // Changed on the way.
  std::ofstream(folder.path() / keys::hex_digest("a body")) << "another";
  REQUIRE_FALSE(claims.read(*claim));
  CHECK(claims.read(*claim).error().for_good);
  // Larger than anybody wants: no more than one byte of it.
  const auto large = claims.keep(std::string(200, 'x'));
  REQUIRE(large);
  CHECK(claims.read(*large).value().size() == 101);
}

TEST_CASE("claims: names from strangers lead nowhere") {
  const test::TemporaryFolder folder;
  const Claims claims(folder.path(), 100);
  const auto digest = keys::hex_digest("secret");
  const auto outside = folder.path() / "outside";
  std::ofstream(outside) << "secret";
  std::filesystem::create_symlink(outside, folder.path() / digest);
  for (const auto& hostile :
       {std::string(), std::string("sha256:"), std::string("outside"), std::string("sha256:../outside"),
        std::string("sha256:/etc/passwd"), "sha256:" + digest + "/", "sha256:" + digest.substr(1) + "G",
        "sha256:../" + digest.substr(3), "sha1:" + digest, "sha256:" + digest + std::string(1, '\0'),
        "sha256:" + digest}) {
    CAPTURE(hostile);
    const auto read = claims.read(hostile);
    REQUIRE_FALSE(read);
    CHECK(read.error().for_good);
  }
  // A folder that is not there may come back.
  const Claims gone(folder.path() / "gone", 100);
  REQUIRE_FALSE(gone.read("sha256:" + digest));
  CHECK_FALSE(gone.read("sha256:" + digest).error().for_good);
}

TEST_CASE("envelopes: file names from strangers are file names") {
  CHECK(work::safe_name("707057599000100316") == "707057599000100316");
  for (const auto& hostile :
       {std::string(), std::string("."), std::string(".."), std::string("../../etc/passwd"),
        std::string("/a"), std::string("a@b"), std::string("a.part"), std::string(1, '\0'),
        std::string(5000, 'a'), std::string("\xff\xfe"), std::string("æ")}) {
    CAPTURE(hostile);
    const auto name = work::safe_name(hostile);
    CHECK_FALSE(name.empty());
    CHECK(name.size() <= 120);
    CHECK(name.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") ==
          std::string::npos);
    CHECK(name != work::safe_name(hostile + "x"));
  }
  // What differs in what is left out differs in the rest.
  CHECK(work::safe_name("a.b") != work::safe_name("ab"));
  CHECK(work::safe_name("a.b") != work::safe_name("a/b"));
  work::Envelope envelope;
  envelope.id = "m1";
  envelope.group = "g";
  CHECK(work::name_of(envelope, " {}") == "g@m1.json");
  CHECK(work::name_of(envelope, "<a/>") == "g@m1.xml");
}

TEST_CASE("envelopes: only what is a trace context is handed on") {
  CHECK(work::is_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
  CHECK_FALSE(work::is_traceparent("00-4BF92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
  CHECK_FALSE(work::is_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x"));
  CHECK_FALSE(work::is_traceparent(""));
  CHECK(work::is_tracestate("a=1,b=2"));
  CHECK_FALSE(work::is_tracestate("a\r\nb"));
  CHECK_FALSE(work::is_tracestate(std::string(513, 'a')));
}

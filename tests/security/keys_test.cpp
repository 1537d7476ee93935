#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "gateway/security/keys/reloaded.hpp"
#include "gateway/security/keys/trust_store.hpp"
#include "tests/security/signed_messages.hpp"
#include "tests/temporary_folder.hpp"

using namespace cimgate::keys;
using namespace cimgate::test;

namespace {

std::string write(const TemporaryFolder& folder, const std::string& name, const std::string& text) {
  const auto path = (folder.path() / name).string();
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

}  // namespace

TEST_CASE("a certificate tells whose it is, how long, and what for") {
  const auto& certificate = party().certificate;
  CHECK(certificate.organisation_number() == "313000125");
  CHECK(certificate.subject().find("CN=Fjordlys Kraft AS") != std::string::npos);
  CHECK(certificate.not_after() == now + 30 * day);
  CHECK(certificate.days_left(now) == 30);
  CHECK(certificate.days_left(now + 30 * day) == 0);
  CHECK(certificate.days_left(now + 30 * day + 1) == -1);
  CHECK(certificate.has_rsa_key());
  CHECK(certificate.key_bits() == 2048);
  CHECK(certificate.commits());
  CHECK(!certificate.key_identifier().empty());
  CHECK(certificate.fingerprint().size() == 64);
  const auto again = Certificate::from_der(certificate.der());
  REQUIRE(again);
  CHECK(again->fingerprint() == certificate.fingerprint());
  CHECK(!Certificate::from_der(certificate.der() + "x"));
  CHECK(!Certificate::from_der("0\x82"));
}

TEST_CASE("what a key signs, its certificate verifies, and nothing else") {
  for (const auto hash : {Hash::sha1, Hash::sha256}) {
    const auto digest = digest_of(hash, "message");
    const auto signature = party().key.sign(hash, digest);
    REQUIRE(signature);
    CHECK(party().certificate.verifies(hash, digest, *signature));
    CHECK(!party().certificate.verifies(hash, digest_of(hash, "another"), *signature));
    auto changed = *signature;
    changed.back() = static_cast<char>(changed.back() ^ 1);
    CHECK(!party().certificate.verifies(hash, digest, changed));
    CHECK(!party().certificate.verifies(hash, digest, ""));
  }
  // A signature with one digest is none with another.
  const auto signature = party().key.sign(Hash::sha1, digest_of(Hash::sha1, "message"));
  CHECK(!party().certificate.verifies(Hash::sha256, digest_of(Hash::sha256, "message"), *signature));
}

TEST_CASE("an identity comes from two PEM files, one, or PKCS #12") {
  const TemporaryFolder folder;
  const auto certificate = to_pem(party().certificate);
  const auto key = to_pem(party().key);
  const auto pem = write(folder, "party.pem", certificate + to_pem(authority().identity().certificate));
  const auto two = load_identity({pem, write(folder, "party.key", key), ""});
  REQUIRE(two);
  CHECK(two->chain.size() == 1);
  CHECK(load_identity({write(folder, "both.pem", key + certificate), "", ""}).has_value());
  const auto box = write(folder, "party.p12", to_pkcs12(party(), "party", "a secret"));
  const auto boxed = load_identity({box, "", write(folder, "passphrase", "a secret\n")});
  REQUIRE(boxed);
  CHECK(boxed->certificate.fingerprint() == party().certificate.fingerprint());
  CHECK(boxed->chain.size() == 1);
}

TEST_CASE("what is not an identity is told with its place, and without secrets") {
  const TemporaryFolder folder;
  const auto key = to_pem(party().key);
  const auto pem = write(folder, "party.pem", to_pem(party().certificate));
  const auto problem = [](const IdentityFiles& files) {
    const auto loaded = load_identity(files);
    REQUIRE(!loaded);
    return to_string(loaded.error());
  };
  const auto has = [](const std::string& text, const std::string& part) {
    CAPTURE(text);
    CHECK(text.find(part) != std::string::npos);
  };
  has(problem({(folder.path() / "none.pem").string(), "", ""}), "none.pem: this file cannot be read");
  has(problem({pem, "", ""}), "party.pem: there is no private key");
  const auto other = authority().issue(order_of(CertificateUse::signatures, 0));
  has(problem({pem, write(folder, "other.key", to_pem(other.key)), ""}),
      "other.key: this private key does not belong");
  const auto broken = "# mine\n\n" + key.substr(0, 200) + "!" + key.substr(201);
  has(problem({pem, write(folder, "broken.key", broken), ""}),
      "broken.key:3: this private key cannot be read");
  has(problem({pem, write(folder, "cut.key", key.substr(0, key.size() - 40)), ""}),
      "cut.key:1: this block has no end");
  has(problem({pem, write(folder, "twice.key", key + key), ""}),
      "a second private key; the first is in line 1");
  const auto box = write(folder, "party.p12", to_pkcs12(party(), "party", "a secret"));
  has(problem({box, "", ""}), "party.p12: this file has a passphrase, and none was given");
  const auto wrong = problem({box, "", write(folder, "passphrase", "another secret")});
  has(wrong, "party.p12: this file has another passphrase");
  CHECK(wrong.find("secret") == std::string::npos);
  has(problem({write(folder, "bad.p12", "0junk"), "", ""}), "bad.p12: this is neither PEM nor PKCS #12");
  has(problem({write(folder, "empty.pem", ""), "", ""}), "empty.pem: this file is empty");
}

TEST_CASE("trust: a path to an issuer that is known, at a time, with keys that are strong enough") {
  const auto trust = TrustStore::of({authority().identity().certificate});
  const auto why = [&](const Certificate& certificate, Seconds at = now) {
    const auto checked = trust.check(certificate, {}, at);
    REQUIRE(!checked);
    return checked.error().why;
  };
  CHECK(trust.check(party().certificate, {}, now).has_value());
  CHECK(why(party().certificate, now + 31 * day) == Distrust::expired);
  CHECK(why(party().certificate, now - 2 * day) == Distrust::not_yet_valid);
  const auto another = Authority::make(order_of(CertificateUse::authority, 0));
  CHECK(why(another.issue(order_of(CertificateUse::signatures, 0)).certificate) == Distrust::unknown_issuer);
  CHECK(why(another.identity().certificate) == Distrust::unknown_issuer);
  CHECK(why(authority().issue(order_of(CertificateUse::signatures, 1024)).certificate) == Distrust::weak);
  // A party's certificate issues nothing.
  const auto below = Authority::make(order_of(CertificateUse::signatures, 0));
  CHECK(why(below.identity().certificate) == Distrust::unknown_issuer);
  // Pinned: the certificate itself, and no other of its issuer.
  const auto pinned = TrustStore::of({party().certificate});
  CHECK(pinned.check(party().certificate, {}, now).has_value());
  CHECK(!pinned.check(authority().issue(order_of(CertificateUse::signatures, 0)).certificate, {}, now));
}

TEST_CASE("files that change are loaded again; what cannot be used leaves what was there") {
  const TemporaryFolder folder;
  const auto file = write(folder, "ca.pem", to_pem(authority().identity().certificate));
  auto kept = Reloaded<TrustStore>::open({file}, [file] { return TrustStore::load(file); });
  REQUIRE(kept);
  const auto first = (*kept)->current();
  CHECK((*kept)->current() == first);
  write(folder, "ca.pem", "no certificate at all");
  CHECK((*kept)->current() == first);
  REQUIRE((*kept)->problem());
  CHECK(to_string(*(*kept)->problem()).find("there is no certificate") != std::string::npos);
  write(folder, "ca.pem", to_pem(party().certificate) + to_pem(authority().identity().certificate));
  const auto next = (*kept)->current();
  CHECK(next != first);
  CHECK(next->certificates().size() == 2);
  CHECK(!(*kept)->problem());
  std::filesystem::remove(file);
  CHECK((*kept)->current() == next);
  CHECK((*kept)->problem());
}

TEST_CASE("base64: one text a value") {
  CHECK(base64("") == "");
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64(std::string("\xff\xfe\x00", 3)) == "//4A");
  CHECK(from_base64(" Zm 9v\nZg== ") == "foof");
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zg==Zg==", "Zm9v=", "Z", "Zm-v", "=Zm9"}) {
    CAPTURE(text);
    CHECK(!from_base64(text));
  }
}

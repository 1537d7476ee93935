#include <cstdio>
#include <iostream>
#include <iterator>
#include <string>

#include "gateway/security/wss/sign.hpp"
#include "gateway/security/wss/verify.hpp"

/// Signs and verifies for tests/security/referees:
///   sign sha1|sha256 CERTIFICATE KEY TIME    the content of a Body on standard input; a message on standard
///   output verify AUTHORITY TIME                    a message on standard input
int main(int argc, char** argv) {
  using namespace cimgate;
  const std::string what = argc > 1 ? argv[1] : "";
  const std::string input(std::istreambuf_iterator<char>(std::cin), {});
  if (what == "sign" && argc == 6) {
    wss::Signing signing;
    signing.algorithms = std::string(argv[2]) == "sha1" ? wss::basic256 : wss::basic256_sha256;
    const auto identity = keys::load_identity({argv[3], argv[4], ""});
    if (!identity) return std::cerr << to_string(identity.error()) << '\n', 2;
    const auto made = wss::signed_envelope(input, *identity, signing, std::stoll(argv[5]));
    if (!made) return std::cerr << made.error() << '\n', 2;
    std::cout << *made;
    return 0;
  }
  if (what == "verify" && argc == 4) {
    auto issuers = keys::TrustStore::load(argv[2]);
    if (!issuers) return std::cerr << to_string(issuers.error()) << '\n', 2;
    wss::Trust trust;
    trust.issuers = std::make_shared<keys::TrustStore>(*std::move(issuers));
    const auto verified = wss::verify(input, {}, trust, std::stoll(argv[3]));
    if (!verified) return std::cout << to_string(verified.error().why) << '\n', 1;
    std::cout << "valid " << verified->signer.organisation_number() << '\n';
    return 0;
  }
  return std::cerr << "sign sha1|sha256 CERTIFICATE KEY TIME, or verify AUTHORITY TIME\n", 2;
}

// How many messages a second are signed and verified on one core: signatures BODY CERTIFICATE KEY AUTHORITY
// [ROUNDS]. Processor time is measured, so that what else the machine does counts little.
// scripts/bench-signatures runs it.
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "gateway/security/wss/sign.hpp"
#include "gateway/security/wss/verify.hpp"

namespace {

using namespace cimgate;

std::string body_of(const char* file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  // A message in a Body has no declaration of its own.
  return text.starts_with("<?xml") ? text.substr(text.find("?>") + 2) : text;
}

double per_second(int rounds, const std::function<bool()>& work) {
  const auto begin = std::clock();
  for (int i = 0; i < rounds; ++i)
    if (!work()) {
      fmt::print(stderr, "it does not work\n");
      std::exit(1);
    }
  return rounds * static_cast<double>(CLOCKS_PER_SEC) / static_cast<double>(std::clock() - begin);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    fmt::print(stderr, "signatures BODY CERTIFICATE KEY AUTHORITY [ROUNDS]\n");
    return 2;
  }
  const auto body = body_of(argv[1]);
  const auto identity = keys::load_identity({argv[2], argv[3], ""});
  auto issuers = keys::TrustStore::load(argv[4]);
  const int rounds = argc > 5 ? std::atoi(argv[5]) : 2000;
  if (body.empty() || !identity || !issuers || rounds < 1) {
    fmt::print(stderr, "a file cannot be used\n");
    return 2;
  }
  wss::Trust trust;
  trust.issuers = std::make_shared<keys::TrustStore>(*std::move(issuers));
  const auto now = static_cast<keys::Seconds>(std::time(nullptr));
  fmt::print("{} bytes\n", body.size());
  for (const auto& [name, algorithms] :
       {std::pair{"sha1", wss::basic256}, std::pair{"sha256", wss::basic256_sha256}}) {
    wss::Signing signing;
    signing.algorithms = algorithms;
    std::string envelope;
    const auto signs = per_second(rounds, [&] {
      auto made = wss::signed_envelope(body, *identity, signing, now);
      if (made) envelope = *std::move(made);
      return made.has_value();
    });
    const auto verifies =
        per_second(rounds, [&] { return wss::verify(envelope, {}, trust, now).has_value(); });
    fmt::print("{:8} signed {:6.0f} /s   verified {:6.0f} /s\n", name, signs, verifies);
  }
  return 0;
}

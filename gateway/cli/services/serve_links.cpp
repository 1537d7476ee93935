#include "gateway/cli/services/serve_links.hpp"

#include <fmt/format.h>

#include "gateway/text/ascii.hpp"

namespace cimgate::cli {

void add_links(Command& verb, LinkOptions& options) {
  auto group = verb.group("Access by link");
  group
      .option("--access-return", options.returns,
              "A third party and the address to which it is told what end users decide; may be repeated")
      .type("GLN=URL");
  group
      .option("--access-return-trust", options.tls_trust,
              "Certificates that HTTPS of these addresses is trusted by (PEM): their own, or their issuer")
      .type("FILE");
}

tl::expected<outgoing::LinkSetting, std::string> open_links(const LinkOptions& options,
                                                            std::vector<WatchedFile>& watched) {
  const auto wrong = [](std::string text) { return tl::make_unexpected(std::move(text)); };
  outgoing::LinkSetting setting;
  std::shared_ptr<tls::Client> tls;
  if (!options.tls_trust.empty()) {
    auto trust = open_trust("--access-return-trust", options.tls_trust, "access return tls trust", watched);
    if (!trust) return wrong(trust.error());
    tls = std::make_shared<tls::Client>(*std::move(trust));
  }
  for (const auto& one : options.returns) {
    const auto equals = one.find('=');
    const auto gln = one.substr(0, equals);
    if (equals == std::string::npos || !text::are_digits(gln, 13))
      return wrong(
          fmt::format("--access-return {}: expected GLN=URL, such as "
                      "7099990005013=http://127.0.0.1:9000/answers",
                      one));
    auto address = http_client::parse_address(one.substr(equals + 1));
    if (!address) return wrong(fmt::format("--access-return {}: {}", gln, address.error()));
    if (address->tls && tls == nullptr)
      return wrong("--access-return with https needs --access-return-trust");
    // Answers have personal data: without encryption they leave this machine for nobody.
    if (!address->tls && !http_client::is_this_machine(address->host))
      return wrong(fmt::format(
          "--access-return {}: outside this machine only https, for answers have personal data", gln));
    const auto key = address->tls ? tls : nullptr;
    if (!setting.addresses.emplace(gln, outgoing::ReturnAddress{*std::move(address), key}).second)
      return wrong(fmt::format("--access-return {}: it is on the list twice", gln));
  }
  return setting;
}

}  // namespace cimgate::cli

#include "gateway/cli/services/serve_mail.hpp"

namespace cimgate::cli {

tl::expected<std::optional<smtp::Address>, std::string> mail_server_of(const std::string& address) {
  if (address.empty()) return std::nullopt;
  auto parsed = smtp::parse_address(address);
  if (!parsed) return tl::make_unexpected("--mail-to-smtp: " + parsed.error());
  return *std::move(parsed);
}

http::Part mail_part(const std::shared_ptr<outgoing::MailSender>& sender) {
  http::Part part;
  part.state = [weak = std::weak_ptr(sender)] {
    const auto still = weak.lock();
    return still ? still->trouble() : std::string();
  };
  return part;
}

}  // namespace cimgate::cli

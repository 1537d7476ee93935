#pragma once
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "gateway/cli/options.hpp"
#include "gateway/elhub/outgoing/mail_sender.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::cli {

/// --mail-to-smtp, understood: nothing when mails are not sent. Error: a sentence.
tl::expected<std::optional<smtp::Address>, std::string> mail_server_of(const std::string& address);

/// What /readyz says of the sender while it is there.
http::Part mail_part(const std::shared_ptr<outgoing::MailSender>& sender);

}  // namespace cimgate::cli

#include "gateway/elhub/emif_client/client.hpp"

#include <fmt/format.h>

#include "gateway/elhub/emif/client_body.hpp"
#include "gateway/elhub/emif/envelope.hpp"
#include "gateway/xml/survey.hpp"

namespace cimgate::emif_client {
namespace {

tl::unexpected<Trouble> trouble(bool certainly_not_taken, std::string text) {
  return tl::unexpected(Trouble{certainly_not_taken, std::move(text)});
}

}  // namespace

Client::Client(std::shared_ptr<const Setting> setting, std::shared_ptr<const std::atomic<bool>> given_up)
    : setting_(std::move(setting)),
      connection_(setting_->address, setting_->tls, setting_->patience, std::move(given_up)) {}

tl::expected<std::string, Trouble> Client::envelope_of(const std::string& body) const {
  if (!setting_->own) return emif::envelope(body);
  const auto own = setting_->own->current();
  // What would be refused for certain is not sent: it would only be counted against us.
  if (own->certificate.not_after() < setting_->now())
    return trouble(true, "the certificate that messages are signed with has expired");
  auto made = wss::signed_envelope(body, *own, setting_->signing, setting_->now());
  if (!made) return trouble(true, "the message could not be signed: " + made.error());
  return *std::move(made);
}

tl::expected<void, Trouble> Client::verify(const std::string& envelope) const {
  if (!setting_->own) return {};
  source::Limits limits;
  limits.depth = 1000;
  limits.bytes = limits.text = setting_->patience.most_bytes;
  if (!xml::survey_xml(source::SourceText(nullptr, envelope, 1, 0), limits))
    return trouble(false, "the answer is beyond the limits of what is read");
  wss::Trust trust;
  trust.issuers = setting_->trust->current();
  trust.known = trust.issuers->certificates();
  trust.replays = setting_->replays;
  const auto verified = wss::verify(envelope, setting_->policy, trust, setting_->now());
  if (!verified)
    return trouble(
        false, fmt::format("the answer is not signed as it must be ({})", to_string(verified.error().why)));
  if (verified->created <= setting_->since)
    return trouble(false, "the answer was signed before this program began, and may have been used before");
  return {};
}

tl::expected<Answer, Trouble> Client::call(const emif::Service& service, const emif::Operation& operation,
                                           const std::string& message, const std::string& traceparent) {
  auto envelope = envelope_of(emif::request_body(service, operation, message));
  if (!envelope) return tl::make_unexpected(envelope.error());
  http_client::Request request;
  request.target = fmt::format("/{}", service.name);
  request.headers = {{"Content-Type", "text/xml; charset=utf-8"},
                     {"SOAPAction", fmt::format("\"{}\"", operation.action)}};
  if (!traceparent.empty()) request.headers.emplace_back("traceparent", traceparent);
  request.body = *std::move(envelope);
  auto answer = connection_.ask(request);
  if (!answer) return trouble(answer.error().before_sending, answer.error().text);
  if (const auto good = verify(answer->body); !good) {
    auto said = good.error();
    said.text += fmt::format("; HTTP status {}", answer->status);
    return tl::make_unexpected(std::move(said));
  }
  auto read = read_answer(answer->body, setting_->patience.most_bytes);
  if (!read) return trouble(false, fmt::format("{}; HTTP status {}", read.error(), answer->status));
  // Judged by the Body: Elhub's own mocks answer some that were taken with status 500. But an empty one must
  // come from a service, not from whatever stands in front of it.
  const bool says_nothing = !read->fault && read->message.empty() && !read->result_set;
  if (says_nothing && answer->status >= 400 && !setting_->own)
    return trouble(false, fmt::format("HTTP status {} without a fault", answer->status));
  return *std::move(read);
}

}  // namespace cimgate::emif_client

#include "gateway/elhub/access_api/json_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/negotiation.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/text/uuid.hpp"

namespace cimgate::access_api {
namespace {

using json::JsonOut;

constexpr std::size_t largest_page = 100;
constexpr std::size_t last_page = 1'000'000'000;

/// The one of the two that Accept likes best.
std::string type_for(const http::Request& request) {
  const std::vector<std::string> types = {media_type, "application/json"};
  return http::choose(request.headers.get("Accept"), types).value_or(types.front());
}

void write_meta(JsonOut& out, Seconds now) {
  out.begin_object("meta", JsonOut::Line::one);
  out.member("createdAt", norway::local_text(now));
  out.end_object();
}

/// The value of a header that has two names; two different values are a mistake.
tl::expected<std::string, AccessRefusal> either(const http::Request& request, const char* name,
                                                const char* other) {
  std::string value;
  for (const auto& [key, said] : request.headers) {
    http::Fields one;
    one.add(key, said);
    if (one.find(name) == nullptr && one.find(other) == nullptr) continue;
    if (!value.empty() && said != value)
      return tl::unexpected(invalid_input(fmt::format("{} is there with two values.", name)));
    value = said;
    if (!text::are_digits(value, 13))
      return tl::unexpected(invalid_input(fmt::format("{} is not the 13 digits of a GLN.", name)));
  }
  return value;
}

tl::expected<std::size_t, AccessRefusal> number_of(std::string_view name, std::string_view text,
                                                   std::size_t least, std::size_t most) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
    return tl::unexpected(invalid_input(fmt::format("{} is not a number from {} to {}.", name, least, most)));
  return value;
}

std::string page_link(const std::string& path, std::size_t number, std::size_t size) {
  return fmt::format("{}?page[number]={}&page[size]={}", path, number, size);
}

}  // namespace

http::Answer refused(const AccessRefusal& refusal, Seconds now) {
  JsonOut out(true);
  out.begin_object();
  out.begin_array("errors");
  out.begin_object(JsonOut::Line::one);
  out.member("status", std::to_string(refusal.status));
  out.member("title", refusal.title);
  out.member("detail", refusal.detail);
  out.end_object();
  out.end_array();
  write_meta(out, now);
  out.end_object();
  http::Answer answer;
  answer.status = refusal.status;
  answer.content_type = media_type;
  answer.body = std::move(out).take();
  return answer;
}

AccessRefusal in_its_words(std::uint16_t status, std::string title, std::string detail) {
  switch (status) {
    case 400:
      title = "Invalid input";
      break;
    case 403:
      title = "Not authorized";
      break;
    case 404:
      title = "Not found error";
      break;
    case 406:
      title = "Not acceptable";
      break;
    case 413:
      title = "Content too large";
      break;
    case 415:
      title = "Unsupported media type";
      break;
    case 500:
      title = "Internal server error";
      break;
    default:
      break;  // no title of its own is published
  }
  if (detail.empty()) detail = title;
  return {status, std::move(title), std::move(detail)};
}

AccessRefusal missing_input(std::string detail) {
  return {400, "Missing input", std::move(detail)};
}

AccessRefusal invalid_input(std::string detail) {
  return {400, "Invalid input", std::move(detail)};
}

AccessRefusal missing_field(const std::string& path) {
  return {400, "Missing required field in request body", fmt::format("{} is missing.", path)};
}

AccessRefusal invalid_field(const std::string& path, std::string_view expected) {
  return {400, "Invalid field value in request body", fmt::format("{}: expected {}.", path, expected)};
}

http::Answer answer(const http::Request& request, std::uint16_t status, const std::string& self, Seconds now,
                    const std::function<void(JsonOut&)>& write) {
  JsonOut out(true);
  out.begin_object();
  out.key("data");
  write(out);
  out.begin_object("links", JsonOut::Line::one);
  out.member("self", self);
  out.end_object();
  write_meta(out, now);
  out.end_object();
  http::Answer made;
  made.status = status;
  made.content_type = type_for(request);
  made.body = std::move(out).take();
  return made;
}

tl::expected<ledger::Page, AccessRefusal> page_of(const http::Request& request) {
  ledger::Page page;
  for (const auto& [name, value] : request.query) {
    const bool is_number = name == "page[number]";
    if (!is_number && name != "page[size]")
      return tl::unexpected(invalid_input("The parameters are page[number] and page[size]."));
    const auto read = number_of(name, value, is_number ? 0 : 1, is_number ? last_page : largest_page);
    if (!read) return tl::unexpected(read.error());
    (is_number ? page.number : page.size) = *read;
  }
  return page;
}

http::Answer list_answer(const http::Request& request, const ledger::Page& page, std::int64_t total,
                         Seconds now, const std::function<void(JsonOut&)>& write) {
  JsonOut out(true);
  out.begin_object();
  out.begin_array("data");
  write(out);
  out.end_array();
  const auto count = static_cast<std::size_t>(total);
  const auto last = count == 0 ? 0 : (count - 1) / page.size;
  const auto link = [&](const char* name, std::size_t number) {
    out.member(name, page_link(request.path, number, page.size));
  };
  out.begin_object("links");
  link("self", page.number);
  link("first", 0);
  link("last", last);
  if (page.number > 0) link("prev", std::min(page.number - 1, last));
  if (page.number < last) link("next", page.number + 1);
  out.end_object();
  write_meta(out, now);
  out.end_object();
  http::Answer made;
  made.content_type = type_for(request);
  made.body = std::move(out).take();
  return made;
}

// Header names have no case; the pair Sender and On-Behalf-Of is that of an earlier draft.
tl::expected<hub::Acting, AccessRefusal> acting_of(const http::Request& request) {
  const auto sender = either(request, "SenderGln", "Sender");
  if (!sender) return tl::unexpected(sender.error());
  if (sender->empty()) return tl::unexpected(missing_input("The header SenderGln is missing."));
  auto party = either(request, "OnBehalfOfGln", "On-Behalf-Of");
  if (!party) return tl::unexpected(party.error());
  return hub::Acting{party->empty() ? *sender : *party, *sender};
}

std::optional<AccessRefusal> wrong_header(const http::Request& request) {
  if (text::trimmed(request.headers.get("User-Agent")).empty())
    return missing_input("The header User-Agent is missing.");
  if (const auto* trace = request.headers.find("ElhubTraceId"); trace != nullptr && !text::is_uuid(*trace))
    return AccessRefusal{400, "Invalid trace ID", "ElhubTraceId is not a UUID."};
  return std::nullopt;
}

}  // namespace cimgate::access_api

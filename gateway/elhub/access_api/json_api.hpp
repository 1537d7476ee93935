#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"
#include "gateway/json/out.hpp"

/// Requests and answers as JSON:API 1.1 has them, in the words of Elhub's Access API. Source:
/// https://github.com/elhub/auth-grant-manager.
namespace cimgate::access_api {

using hub::AccessRefusal;
using ledger::Seconds;

inline constexpr const char* media_type = "application/vnd.api+json";
inline constexpr const char* home = "/access/v0";

http::Answer refused(const AccessRefusal& refusal, Seconds now);
/// The words for a status that the transport, or whoever checks tokens, gives.
AccessRefusal in_its_words(std::uint16_t status, std::string title, std::string detail);

AccessRefusal missing_input(std::string detail);
AccessRefusal invalid_input(std::string detail);
AccessRefusal missing_field(const std::string& path);
AccessRefusal invalid_field(const std::string& path, std::string_view expected);

/// A document that begins with `data`, which `write` writes. `self`: its own link.
http::Answer answer(const http::Request& request, std::uint16_t status, const std::string& self, Seconds now,
                    const std::function<void(json::JsonOut&)>& write);

/// page[number] and page[size], and no other parameter.
tl::expected<ledger::Page, AccessRefusal> page_of(const http::Request& request);
/// A page of a list of `total`.
http::Answer list_answer(const http::Request& request, const ledger::Page& page, std::int64_t total,
                         Seconds now, const std::function<void(json::JsonOut&)>& write);

/// Who asks, by the headers that every request has.
tl::expected<hub::Acting, AccessRefusal> acting_of(const http::Request& request);
/// Those that are not about who asks.
std::optional<AccessRefusal> wrong_header(const http::Request& request);

}  // namespace cimgate::access_api

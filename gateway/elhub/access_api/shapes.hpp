#pragma once
#include <string>
#include <tl/expected.hpp>

#include "gateway/elhub/access_api/json_api.hpp"

/// The resources of the Access API as JSON, and what is asked for.
namespace cimgate::access_api {

std::string link_of(const ledger::Authorization& one);
std::string link_of_grant(const std::string& id);

void write(json::JsonOut& out, const ledger::Authorization& one);
/// `today`: what its status hangs on.
void write(json::JsonOut& out, const ledger::GrantRecord& record, rules::Day today);
/// What a grant permits.
void write_scope(json::JsonOut& out, const market::Grant& grant);

/// The body of a POST.
tl::expected<hub::AuthorizationDraft, AccessRefusal> draft_of(std::string_view body, bool is_document);
/// The status that a PATCH of a resource asks for: one of `statuses`.
tl::expected<std::string, AccessRefusal> status_of(std::string_view body, std::string_view type,
                                                   const std::string& id,
                                                   const std::vector<std::string>& statuses);

}  // namespace cimgate::access_api

#pragma once
#include <functional>
#include <memory>
#include <string>

#include "gateway/elhub/cim_rest/sender.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

/// What requests about metering points have in common.
namespace cimgate::cim_rest {

/// Does something with what the hub knows, on its thread, and changes nothing.
void look(const std::shared_ptr<hub::Hub>& hub, const http::Reply& reply,
          std::function<http::Answer(hub::MessageProcessor&, ledger::Ledger&)> work);

/// A refusal by the reason that the market's own answer gives. Sources: rules/codes.yaml for what the codes
/// mean.
http::Answer refused(const hub::PointAnswer& said);

bool is_gsrn(std::string_view text);
/// What is said to a path that names no metering point.
http::Answer bad_gsrn();

/// Who speaks, by GLNs that are some.
tl::expected<Sender, http::Answer> checked_sender(const http::Request& http);

/// The query that a request makes. Error: what of it cannot be read.
tl::expected<hub::PointQuery, http::Answer> query_of(hub::PointQuery::About about, const http::Request& http);

}  // namespace cimgate::cim_rest

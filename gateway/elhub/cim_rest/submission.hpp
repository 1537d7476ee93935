#pragma once
#include <memory>
#include <string>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/cim_rest/counterpart.hpp"
#include "gateway/elhub/cim_rest/watch.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::cim_rest {

/// What documents are handed in to.
struct Desk {
  Gateway gateway;
  std::shared_ptr<Counterpart> counterpart;
  std::shared_ptr<Watch> watch;  ///< of those who wait for an answer
};

/// A document that is handed in: 202, or 200 with what the market said when the client would wait for it.
/// `process`: the one that the address names; "" = that of the document.
void submit(const Desk& desk, const std::string& process, const http::Request& request,
            const http::Reply& reply);

}  // namespace cimgate::cim_rest

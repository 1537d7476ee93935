#pragma once
#include "gateway/emif/services.hpp"
#include "gateway/gateway/engine.hpp"
#include "gateway/server/route.hpp"
#include "gateway/server/trust.hpp"

namespace cimgate::emif {

/// GET …?wsdl: the WSDL, with the address that it was asked at. Without ?wsdl: where it is.
server::Answer wsdl(const Engine& engine, const Service& service, const server::Request& request,
                    const std::optional<server::PublicUrl>& url);
/// A schema that a WSDL refers to, by its relative path.
server::Answer schema(const Engine& engine, const server::Request& request);

}  // namespace cimgate::emif

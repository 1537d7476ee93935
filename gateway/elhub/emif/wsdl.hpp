#pragma once
#include "gateway/elhub/emif/services.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/http/route.hpp"
#include "gateway/http/trust.hpp"

namespace cimgate::emif {

/// GET …?wsdl: the WSDL, with the address that it was asked at. Without ?wsdl: where it is.
http::Answer wsdl(const Engine& engine, const Service& service, const http::Request& request,
                  const std::optional<http::PublicUrl>& url);
/// A schema that a WSDL refers to, by its relative path.
http::Answer schema(const Engine& engine, const http::Request& request);

}  // namespace cimgate::emif

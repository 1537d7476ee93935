#pragma once
#include "gateway/elhub/emif/services.hpp"
#include "gateway/elhub/hub/request.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/http/route.hpp"
#include "gateway/http/trust.hpp"

namespace cimgate::emif {

/// GET …?wsdl: the WSDL, with the address that it was asked at. Without ?wsdl: where it is.
http::Answer wsdl(const Engine& engine, const Service& service, const http::Request& request,
                  const std::optional<http::PublicUrl>& url);
/// A schema that a WSDL refers to, by its relative path, as the version that the hub speaks has it.
http::Answer schema(const hub::Intake& intake, const http::Request& request);

}  // namespace cimgate::emif

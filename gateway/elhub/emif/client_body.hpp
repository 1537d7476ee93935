#pragma once
#include <string>
#include <string_view>

#include "gateway/elhub/emif/services.hpp"

namespace cimgate::emif {

/// The content of the Body with which a client hands a message to an operation: the message in its wrapper.
/// `message`: with or without an XML declaration.
std::string request_body(const Service& service, const Operation& operation, std::string_view message);

}  // namespace cimgate::emif

#pragma once
#include <cstdint>
#include <string>

#include "gateway/http/route.hpp"

namespace cimgate::http {

/// An answer that is JSON (RFC 8259).
Answer json_answer(std::string body, std::uint16_t status = 200);

}  // namespace cimgate::http

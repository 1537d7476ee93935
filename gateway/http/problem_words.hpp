#pragma once
#include <string>
#include <string_view>

#include "gateway/http/route.hpp"

namespace cimgate::http {

/// The title of a problem in Norwegian; "" when nobody knows it.
std::string norwegian_title(std::string_view english);

/// Gives a problem the title in Norwegian; other answers stay as they are. Details are in the language that
/// their part writes them in.
void say_in_norwegian(Answer& answer);

}  // namespace cimgate::http

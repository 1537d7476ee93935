#pragma once
#include <string>

#include "gateway/cli/options.hpp"
#include "gateway/parts/message_text.hpp"

namespace cimgate::cli {

/// Says why parts were not made, or not put together: with the findings of the file that it is about.
void tell_refusal(const CommonOptions& common, const std::string& file, const parts::Refusal& refusal);

}  // namespace cimgate::cli

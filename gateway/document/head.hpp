#pragma once
#include <optional>
#include <string>

#include "gateway/dialect/dialect.hpp"
#include "gateway/document/document.hpp"
#include "gateway/time/calendar.hpp"

namespace cimgate::document {

/// What the first of the places that the message has says: as its type has it, without white space around it.
std::optional<std::string> head_text(const Document& document, const dialect::Places& places);

/// The day on which the message was created, as the clock of its market has it; nothing when it does not say.
std::optional<time::Day> day_of_creation(const Document& document);

}  // namespace cimgate::document

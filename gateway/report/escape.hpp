#pragma once
#include "gateway/text/characters.hpp"
#include "gateway/text/escape.hpp"

/// Texts as they may stand in reports.
namespace cimgate::report {

using text::command_data;
using text::command_property;
using text::json_controls;
using text::markdown_code;
using text::markdown_text;
using text::one_column_each;
using text::terminal_line;
using text::terminal_text;
using text::uri_of;
using text::utf8;
using text::utf8_length;
using text::xml_text;

}  // namespace cimgate::report

#pragma once
#include <string>
#include <string_view>

namespace cimgate::test {

/// The first character that does something to a terminal in place of being seen (C0 but newline and tab, DEL,
/// C1, the controls of bidirectional text) as "U+001B"; "" when there is none. What is no UTF-8 is U+FFFF.
std::string first_control(std::string_view text);

}  // namespace cimgate::test

#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace cimgate::fuzz {

/// XML, changed where it means something: comments, sections and instructions between tags, with tags in
/// them; elements that are gone, twice, elsewhere, or written otherwise. What comes out need not be
/// well-formed. The same for the same seed.
std::string changed_xml(std::string_view text, std::uint64_t seed);

/// Whether it is worth it.
bool is_xml(std::string_view text);

}  // namespace cimgate::fuzz

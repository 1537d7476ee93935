#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "cimgate/gateway.hpp"

/// Messages for the mapping in tests/unit/templates/harbour.
namespace cimgate::test {

const Gateway& harbour();

std::string element(const std::string& name, const std::string& text);
std::string crew(const std::string& task, const std::string& name);
std::string guest(const std::string& seat, const std::string& age, const std::string& rest = "");
/// A light, a sign, a mast or a leg.
std::string two(const std::string& name, const std::string& of, const std::string& value,
                const std::string& place);
std::string crate(std::size_t number, const std::string& inside);
/// `about`: from Number on, in the order of the schema.
std::string ship(const std::string& number, const std::string& kind, const std::string& about,
                 const std::string& rows = "", const std::string& remark = "");
std::string manifest(const std::string& ships, const std::string& of_sheet = "");

/// A row of a layout, with a number or with what is odd in its first value.
struct Layout {
  const char* name;
  std::string (*inside)(std::size_t number, const std::string& value);
};

extern const std::array<Layout, 9> layouts;

/// Rows of which the `odd`-th has another value; 0: none.
std::string rows(const Layout& layout, std::size_t count, std::size_t odd, const std::string& value);

std::string random_manifest(std::uint64_t seed);
/// The form goes by the seed, values and a few codes by the member.
std::string small_manifest(std::uint64_t seed, std::uint64_t member);

}  // namespace cimgate::test

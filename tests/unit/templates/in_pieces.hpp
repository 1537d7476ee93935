#pragma once
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"

/// Translating in pieces beside translating the whole.
namespace cimgate::test {

struct Streamed {
  Translated result;
  std::string whole;
  std::vector<OutputFile> files;
};

Streamed translate_streamed(const Gateway& gateway, const std::string& bytes, const TranslateOptions& options,
                            bool as_files, const Streaming& streaming);

/// Where two long texts begin to differ, for the report; "" when they do not.
std::string first_difference(const std::string& a, const std::string& b);

/// Checks that the result in pieces is that of the whole, byte by byte, with its findings, in all forms.
/// Gives, for each form, how many records were made by templates and by the mapping; "-": it is not made in
/// pieces.
std::string check_in_pieces(const Gateway& gateway, const std::vector<std::string>& profiles,
                            const std::string& bytes,
                            const std::vector<Streaming>& ways = {{0, 1, {}}, {2, 20'000, {}}});

}  // namespace cimgate::test

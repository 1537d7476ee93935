#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/security/keys/problem.hpp"

/// PEM as text (RFC 7468): where its blocks are. What is in them is for OpenSSL.
namespace cimgate::keys {

struct PemBlock {
  std::string_view label;  ///< "CERTIFICATE"
  std::string_view text;   ///< from its BEGIN line to its END line
  std::uint32_t line = 0;  ///< of the BEGIN line
};

/// Error: a block without an end.
tl::expected<std::vector<PemBlock>, Problem> pem_blocks(const std::string& file, std::string_view text);

/// A file of at most 1 MB.
tl::expected<std::string, Problem> read_key_file(const std::string& file);

}  // namespace cimgate::keys

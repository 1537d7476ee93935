#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "cimgate/gateway.hpp"
#include "gateway/cli/inputs.hpp"

namespace cimgate::cli {

/// An input that is worked on while it is read.
struct StreamedInput {
  Pull pull;
  ReadAt read_at;         ///< as in Streaming
  std::size_t bytes = 0;  ///< 0: not known
};

/// True when an input is worked on in pieces: standard input, and files that are large. `whole`: files up to
/// this size are read whole, however large that is.
bool is_streamed(const InputGroup& group, const Gateway& gateway, std::size_t whole = 0);

tl::expected<StreamedInput, std::string> open_streamed(const InputGroup& group);

/// All of an input that is no longer than `most`; nothing when it is longer, and `input` begins anew.
/// Error: it cannot be read.
tl::expected<std::optional<std::string>, std::string> whole_of(StreamedInput& input, std::size_t most);

/// With as many threads as `jobs` says (0: one a core); more than one work beside the caller's, which takes
/// what they do.
Streaming streaming_with(unsigned jobs, const StreamedInput& input);

}  // namespace cimgate::cli

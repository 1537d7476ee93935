#pragma once
#include <algorithm>
#include <cstring>
#include <string>

#include "cimgate/gateway.hpp"

namespace cimgate::test {

/// Hands out a text some bytes at a time. The text has to live as long.
inline Pull pull_from(const std::string& text, std::size_t most = 1000) {
  return [&text, most, done = std::size_t{0}](
             char* to, std::size_t room) mutable -> tl::expected<std::size_t, std::string> {
    const std::size_t count = std::min({room, most, text.size() - done});
    std::memcpy(to, text.data() + done, count);
    done += count;
    return count;
  };
}

}  // namespace cimgate::test

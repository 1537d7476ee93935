#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace cimgate::work {

/// Bodies that are too large for a broker, in a folder that sender and receiver see. A body is known by its
/// digest: the same is kept once, and what is read is what was sent.
class Claims {
 public:
  struct Missing {
    std::string why;
    bool for_good = false;  ///< it makes no sense to try again
  };

  /// `most_bytes`: read of a body.
  Claims(std::filesystem::path folder, std::size_t most_bytes);

  /// What stands in the message instead of the body: "sha256:" and the digest.
  tl::expected<std::string, std::string> keep(std::string_view body) const;
  /// `claim`: from anybody. One byte more than the limit when the body is larger.
  tl::expected<std::string, Missing> read(std::string_view claim) const;

 private:
  std::filesystem::path folder_;
  std::size_t most_bytes_;
};

}  // namespace cimgate::work

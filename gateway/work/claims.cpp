#include "gateway/work/claims.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "gateway/security/keys/hash.hpp"
#include "gateway/work/folder_files.hpp"

namespace cimgate::work {
namespace {

constexpr std::string_view scheme = "sha256:";
constexpr std::size_t digits = 64;

bool is_digest(std::string_view text) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

Claims::Claims(std::filesystem::path folder, std::size_t most_bytes)
    : folder_(std::move(folder)), most_bytes_(most_bytes) {}

tl::expected<std::string, std::string> Claims::keep(std::string_view body) const {
  const auto digest = keys::hex_digest(body);
  const auto path = folder_ / digest;
  auto claim = std::string(scheme) + digest;
  std::error_code error;
  if (std::filesystem::exists(path, error)) return claim;
  const auto half = folder_ / fmt::format(".{}-{}.part", digest, new_name());
  if (auto written = write_flushed(half, body); !written) return tl::make_unexpected(written.error());
  std::filesystem::rename(half, path, error);
  if (error) return failed(path, error);
  if (auto flushed = flush_folder(folder_); !flushed) return tl::make_unexpected(flushed.error());
  return claim;
}

tl::expected<std::string, Claims::Missing> Claims::read(std::string_view claim) const {
  const auto missing = [](std::string why, bool for_good) {
    return tl::make_unexpected(Missing{std::move(why), for_good});
  };
  if (!claim.starts_with(scheme) || !is_digest(claim.substr(scheme.size())))
    return missing("its claim is not sha256: and 64 digits", true);
  const auto digest = claim.substr(scheme.size());
  const auto path = folder_ / digest;
  std::error_code error;
  if (!std::filesystem::is_directory(folder_, error))
    return missing("'" + folder_.string() + "': the folder of claims is not there", false);
  const Handle file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (!file && (errno == ENOENT || errno == ELOOP)) return missing("its body is not among the claims", true);
  struct stat about {};
  if (!file || ::fstat(*file, &about) != 0)
    return missing("'" + path.string() + "': " + std::strerror(errno), false);
  if (!S_ISREG(about.st_mode)) return missing("its body is not among the claims", true);
  std::string body;
  std::array<char, 65536> buffer{};
  while (body.size() <= most_bytes_) {
    const auto count = ::read(*file, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return missing("'" + path.string() + "': " + std::strerror(errno), false);
    if (count == 0) break;
    body.append(buffer.data(), static_cast<std::size_t>(count));
  }
  if (body.size() > most_bytes_) {
    body.resize(most_bytes_ + 1);
    return body;
  }
  if (keys::hex_digest(body) != digest) return missing("its body is not what was sent", true);
  return body;
}

}  // namespace cimgate::work

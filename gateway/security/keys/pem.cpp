#include "gateway/security/keys/pem.hpp"

#include <fstream>

namespace cimgate::keys {
namespace {

constexpr std::string_view begins = "-----BEGIN ";
constexpr std::string_view ends = "-----END ";
constexpr std::string_view dashes = "-----";
constexpr std::size_t most = 1024 * 1024;

std::string_view without_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
    line.remove_suffix(1);
  return line;
}

}  // namespace

tl::expected<std::vector<PemBlock>, Problem> pem_blocks(const std::string& file, std::string_view text) {
  std::vector<PemBlock> blocks;
  bool open = false;
  std::size_t begin = 0;
  std::uint32_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = without_end(text.substr(at, end - at));
    ++number;
    if (!open && line.starts_with(begins) && line.ends_with(dashes)) {
      open = true;
      begin = at;
      blocks.push_back({line.substr(begins.size(), line.size() - begins.size() - dashes.size()), {}, number});
    } else if (open && line.starts_with(ends)) {
      open = false;
      blocks.back().text = text.substr(begin, std::min(end + 1, text.size()) - begin);
    }
    at = end + 1;
  }
  if (open)
    return tl::make_unexpected(Problem{file, blocks.back().line, "this block has no end (-----END …-----)"});
  return blocks;
}

tl::expected<std::string, Problem> read_key_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text(most + 1, '\0');
  if (!in || (!in.read(text.data(), static_cast<std::streamsize>(text.size())) && in.bad()))
    return tl::make_unexpected(Problem{file, 0, "this file cannot be read"});
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > most) return tl::make_unexpected(Problem{file, 0, "this file is larger than 1 MB"});
  if (text.empty()) return tl::make_unexpected(Problem{file, 0, "this file is empty"});
  return text;
}

}  // namespace cimgate::keys

#include "gateway/check/fingerprints.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <map>

namespace cimgate::check {
namespace {

std::string without_positions(std::string_view xpath) {
  std::string path;
  bool inside = false;
  for (const char c : xpath) {
    if (c == '[') inside = true;
    if (!inside) path += c;
    if (c == ']') inside = false;
  }
  return path;
}

/// FNV-1a, 64 bits: the same on every machine, and nobody has to be kept from finding collisions.
std::uint64_t hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325U;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return h;
}

}  // namespace

std::string identity_of(const Finding& finding) {
  const auto& context = finding.context;
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", finding.rule, finding.code ? finding.code->value : "",
                     without_positions(finding.xpath), context.metering_point, context.series,
                     context.position ? std::to_string(*context.position) : "");
}

void number_fingerprints(JudgedFile& file) {
  std::map<std::uint64_t, std::size_t> seen;
  for (auto& judged : file.findings) {
    const auto key = hash(identity_of(judged.finding));
    judged.fingerprint = fmt::format("{:016x}:{}", key, ++seen[key]);
  }
}

}  // namespace cimgate::check

#include "gateway/http/target.hpp"

#include "gateway/text/percent.hpp"

namespace cimgate::http {
namespace {

/// Without scheme and authority; empty when it is no target that a server is asked for.
std::string_view origin_form(std::string_view target) {
  if (target.starts_with('/')) return target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto slash = target.find('/', scheme.size());
    return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  return {};
}

bool is_safe(std::string_view raw, std::string_view decoded) {
  if (decoded.find('\0') != std::string_view::npos) return false;
  // An escaped '/' would look like the end of a segment.
  for (std::size_t at = raw.find('%'); at != std::string_view::npos; at = raw.find('%', at + 1))
    if (raw.substr(at, 3) == "%2F" || raw.substr(at, 3) == "%2f") return false;
  for (std::size_t from = 0; from <= decoded.size();) {
    const auto to = std::min(decoded.find('/', from), decoded.size());
    if (decoded.substr(from, to - from) == "..") return false;
    from = to + 1;
  }
  return true;
}

bool add_query(std::string_view text, Fields& query) {
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = text::percent_decoded(pair.substr(0, equals), text::Plus::blank);
    auto value = text::percent_decoded(pair.substr(std::min(equals + 1, pair.size())), text::Plus::blank);
    if (!name || !value) return false;
    query.add(std::move(*name), std::move(*value));
  }
  return true;
}

}  // namespace

std::optional<Target> parse_target(std::string_view target) {
  target = origin_form(target);
  target = target.substr(0, target.find('#'));
  if (target.empty()) return std::nullopt;
  const auto mark = target.find('?');
  const auto raw = target.substr(0, mark);
  auto path = text::percent_decoded(raw);
  if (!path || !is_safe(raw, *path)) return std::nullopt;
  Target parsed;
  parsed.path = std::move(*path);
  if (mark != std::string_view::npos) {
    parsed.has_query = true;
    if (!add_query(target.substr(mark + 1), parsed.query)) return std::nullopt;
  }
  return parsed;
}

}  // namespace cimgate::http

#include "gateway/api/page.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "gateway/gzip/inflater.hpp"
#include "gateway/http/negotiation.hpp"

namespace cimgate::api {
namespace {

/// The page's own files and nothing else: it works offline, and what a message holds stays where it is.
constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

std::string type_of(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 11> types = {{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
  }};
  for (const auto& [ending, type] : types)
    if (path.ends_with(ending)) return std::string(type);
  return "application/octet-stream";
}

/// A name for these very bytes (FNV-1a).
std::string tag_of(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return fmt::format("\"{:016x}-{:x}\"", hash, bytes.size());
}

constexpr std::string_view packed_ending = ".gz";

struct Asset {
  std::string_view bytes;
  bool packed = false;  ///< the bytes are packed with gzip
  std::string name;     ///< its path when it is not packed
  std::string type;
  std::string tag;
};

Asset asset_of(const resources::Resource& file) {
  Asset asset;
  asset.bytes = {file.begin, static_cast<std::size_t>(file.end - file.begin)};
  std::string_view name = file.path;
  asset.packed = name.ends_with(packed_ending);
  if (asset.packed) name.remove_suffix(packed_ending.size());
  asset.name = name;
  asset.type = type_of(name);
  asset.tag = tag_of(asset.bytes);
  return asset;
}

/// For the few who do not take gzip. The bytes are our own: only their size is watched.
std::string unpacked(std::string_view bytes) {
  constexpr std::size_t most = std::size_t{64} * 1024 * 1024;
  gzip::Inflater inflater({.ratio = most, .members = 1, .free = most});
  std::string out;
  inflater.put(bytes, out, most);
  return out;
}

http::Answer answer_of(const Asset& asset, const http::Request& request) {
  http::Answer answer;
  answer.headers.add("ETag", asset.tag);
  // Always asked for anew, and answered with 304 as long as the binary is the same.
  answer.headers.add("Cache-Control", "no-cache");
  if (asset.packed) answer.headers.add("Vary", "Accept-Encoding");
  const auto known = request.headers.get("If-None-Match");
  if (known == "*" || known.find(asset.tag) != std::string_view::npos) {
    answer.status = 304;
    return answer;
  }
  answer.content_type = asset.type;
  answer.headers.add("Content-Security-Policy", policy);
  answer.headers.add("Referrer-Policy", "no-referrer");
  answer.headers.add("Cross-Origin-Resource-Policy", "same-origin");
  const bool as_it_is = !asset.packed || http::accepts_gzip(request.headers.get("Accept-Encoding"));
  if (asset.packed && as_it_is) answer.headers.add("Content-Encoding", "gzip");
  answer.body = as_it_is ? std::string(asset.bytes) : unpacked(asset.bytes);
  return answer;
}

http::Route route_of(std::string pattern, std::string operation, std::shared_ptr<const Asset> asset) {
  http::Route route;
  route.method = "GET";
  route.pattern = std::move(pattern);
  route.operation = std::move(operation);
  route.runs = http::Runs::at_once;
  route.handle = [asset = std::move(asset)](const http::Request& request, const http::Reply& reply) {
    reply(answer_of(*asset, request));
  };
  return route;
}

}  // namespace

http::Part page_part(Page page, std::span<const resources::Resource> files) {
  const std::string_view first = page == Page::hub ? "index.html" : "bridge.html";
  http::Part part;
  for (const auto& file : files) {
    auto asset = std::make_shared<const Asset>(asset_of(file));
    if (asset->name.ends_with(".html") && asset->name != first && asset->name != "docs.html") continue;
    if (asset->name == first) {
      part.openapi = {"gateway/api/openapi/page.yaml"};
      part.routes.push_back(route_of("/", "page", asset));
    }
    if (asset->name == "docs.html") part.routes.push_back(route_of("/docs", "", asset));
    part.routes.push_back(route_of("/" + asset->name, "", asset));
  }
  return part;
}

http::Part page_part(Page page) {
  return page_part(page, resources::embedded_page());
}

}  // namespace cimgate::api

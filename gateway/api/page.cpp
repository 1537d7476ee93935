#include "gateway/api/page.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <utility>

#include "gateway/gzip/deflater.hpp"
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

struct Asset {
  std::string_view bytes;
  std::string packed;  ///< with gzip; "" when that is not smaller
  std::string type;
  std::string tag;
};

Asset asset_of(const resources::Resource& file) {
  Asset asset{{file.begin, static_cast<std::size_t>(file.end - file.begin)}, {}, type_of(file.path), {}};
  asset.tag = tag_of(asset.bytes);
  const bool image = asset.type.starts_with("image/") && !asset.type.ends_with("+xml");
  if (!image && !asset.type.starts_with("font/")) asset.packed = gzip::gzipped(asset.bytes);
  if (asset.packed.size() >= asset.bytes.size()) asset.packed.clear();
  return asset;
}

http::Answer answer_of(const Asset& asset, const http::Request& request) {
  http::Answer answer;
  answer.headers.add("ETag", asset.tag);
  // Always asked for anew, and answered with 304 as long as the binary is the same.
  answer.headers.add("Cache-Control", "no-cache");
  if (!asset.packed.empty()) answer.headers.add("Vary", "Accept-Encoding");
  const auto known = request.headers.get("If-None-Match");
  if (known == "*" || known.find(asset.tag) != std::string_view::npos) {
    answer.status = 304;
    return answer;
  }
  answer.content_type = asset.type;
  answer.headers.add("Content-Security-Policy", policy);
  answer.headers.add("Referrer-Policy", "no-referrer");
  answer.headers.add("Cross-Origin-Resource-Policy", "same-origin");
  const bool gzip = !asset.packed.empty() && http::accepts_gzip(request.headers.get("Accept-Encoding"));
  if (gzip) answer.headers.add("Content-Encoding", "gzip");
  answer.body = gzip ? asset.packed : std::string(asset.bytes);
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

/// The part of the page that shows /openapi.json, at the address that people try.
http::Route docs_route() {
  http::Route route;
  route.method = "GET";
  route.pattern = "/docs";
  route.runs = http::Runs::at_once;
  route.handle = [](const http::Request& /*request*/, const http::Reply& reply) {
    http::Answer answer;
    answer.status = 307;
    answer.headers.add("Location", "./#/api");
    answer.content_type = "text/plain; charset=utf-8";
    answer.body = "/#/api\n";
    reply(std::move(answer));
  };
  return route;
}

}  // namespace

http::Part page_part(std::span<const resources::Resource> files) {
  http::Part part;
  for (const auto& file : files) {
    auto asset = std::make_shared<const Asset>(asset_of(file));
    if (file.path == "index.html") {
      part.openapi = {"gateway/api/openapi/page.yaml"};
      part.routes.push_back(route_of("/", "page", asset));
      part.routes.push_back(docs_route());
    }
    part.routes.push_back(route_of("/" + std::string(file.path), "", std::move(asset)));
  }
  return part;
}

http::Part page_part() {
  return page_part(resources::embedded_page());
}

}  // namespace cimgate::api

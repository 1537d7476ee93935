#include <fmt/format.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <optional>

#include "gateway/scenario/exchange.hpp"

namespace cimgate::scenario {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::chrono::seconds patience{60};
constexpr std::uint64_t largest_answer = std::uint64_t{200} * 1024 * 1024;

class HttpExchange final : public Exchange {
 public:
  HttpExchange(std::string host, std::string port, std::string path)
      : host_(std::move(host)), port_(std::move(port)), path_(std::move(path)) {}

  tl::expected<Reply, std::string> send(const Call& call) override {
    if (call.only_once) stream_.reset();
    const bool kept = stream_.has_value();
    auto reply = try_send(call);
    // A connection that was kept may have been closed meanwhile; the same message twice is harmless by its
    // id.
    if (!reply && kept) reply = try_send(call);
    return reply;
  }

 private:
  tl::expected<Reply, std::string> try_send(const Call& call) {
    http::request<http::string_body> request;
    request.method_string(call.method);
    request.target(path_ + call.target);
    request.version(11);
    request.set(http::field::host, port_ == "80" ? host_ : host_ + ":" + port_);
    request.set(http::field::user_agent, "cimgate rehearse");
    // As a page of the system does: forms from elsewhere are refused.
    request.set(http::field::origin, "http://" + std::string(request[http::field::host]));
    for (const auto& [name, value] : call.headers) request.set(name, value);
    request.body() = call.body;
    request.prepare_payload();
    beast::error_code error;
    if (!stream_) connect(error);
    http::response_parser<http::string_body> parser;
    parser.body_limit(largest_answer);
    if (!error) step([&](auto done) { http::async_write(*stream_, request, done); }, error);
    if (!error) step([&](auto done) { http::async_read(*stream_, buffer_, parser, done); }, error);
    if (error) {
      stream_.reset();
      buffer_.clear();
      return tl::make_unexpected(fmt::format("{}:{}: {}", host_, port_, error.message()));
    }
    const auto& answer = parser.get();
    Reply reply;
    reply.status = answer.result_int();
    reply.content_type = std::string(answer[http::field::content_type]);
    reply.body = answer.body();
    if (!answer.keep_alive()) stream_.reset();
    return reply;
  }

  void connect(beast::error_code& error) {
    asio::ip::tcp::resolver resolver(context_);
    const auto found = resolver.resolve(host_, port_, error);
    if (error) return;
    stream_.emplace(context_);
    buffer_.clear();
    stream_->expires_after(patience);
    bool done = false;
    stream_->async_connect(found, [&](beast::error_code result, const auto&) {
      error = result;
      done = true;
    });
    run(done);
    if (error) stream_.reset();
  }

  /// Waits for one operation, within the patience.
  template <class Start>
  void step(Start start, beast::error_code& error) {
    stream_->expires_after(patience);
    bool done = false;
    start([&](beast::error_code result, std::size_t) {
      error = result;
      done = true;
    });
    run(done);
  }
  void run(const bool& done) {
    context_.restart();
    while (!done && context_.run_one() > 0) {
    }
  }

  std::string host_, port_, path_;
  asio::io_context context_;
  std::optional<beast::tcp_stream> stream_;
  beast::flat_buffer buffer_;
};

}  // namespace

tl::expected<std::unique_ptr<Exchange>, std::string> http_exchange(const std::string& url) {
  if (url.starts_with("https://"))
    return tl::make_unexpected(
        fmt::format("'{}': https is not supported; put a proxy in front that speaks it", url));
  constexpr std::string_view scheme = "http://";
  if (!url.starts_with(scheme))
    return tl::make_unexpected(fmt::format("'{}' is not a URL such as http://127.0.0.1:8080", url));
  std::string rest = url.substr(scheme.size());
  std::string path;
  if (const auto slash = rest.find('/'); slash != std::string::npos) {
    path = rest.substr(slash);
    rest = rest.substr(0, slash);
  }
  while (path.ends_with('/')) path.pop_back();
  std::string port = "80";
  const auto colon = rest.rfind(':');
  if (colon != std::string::npos && !rest.ends_with(']')) {
    port = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
  }
  if (rest.starts_with('[') && rest.ends_with(']')) rest = rest.substr(1, rest.size() - 2);
  if (rest.empty() || port.empty()) return tl::make_unexpected(fmt::format("'{}' names no host", url));
  return std::make_unique<HttpExchange>(rest, port, path);
}

}  // namespace cimgate::scenario

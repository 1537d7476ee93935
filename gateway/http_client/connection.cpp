#include "gateway/http_client/connection.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <optional>

namespace cimgate::http_client {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds glance{100};
constexpr std::size_t read_size = 32UL * 1024;

bool is_address(const std::string& host) {
  beast::error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

std::string host_field(const Address& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  const bool usual = address.port == (address.tls ? 443 : 80);
  const auto host = v6 ? "[" + address.host + "]" : address.host;
  return usual ? host : fmt::format("{}:{}", host, address.port);
}

}  // namespace

/// Bytes to and from the other end, encrypted or not, each step within its time.
class Connection::Stream {
 public:
  Stream(const Patience& patience, std::shared_ptr<const std::atomic<bool>> given_up)
      : patience_(patience), given_up_(std::move(given_up)), socket_(context_) {}

  bool open(const Address& address, tls::Client* tls, std::string& why) {
    beast::error_code error;
    asio::ip::tcp::resolver resolver(context_);
    asio::ip::tcp::resolver::results_type found;
    if (is_address(address.host)) {
      found = asio::ip::tcp::resolver::results_type::create(
          asio::ip::tcp::endpoint(asio::ip::make_address(address.host), address.port), address.host, "");
    } else if (!wait(patience_.connect, error, [&](auto done) {
                 resolver.async_resolve(address.host, std::to_string(address.port),
                                        [&found, done](beast::error_code result, const auto& all) {
                                          found = all;
                                          done(result, 0);
                                        });
               })) {
      resolver.cancel();
      why = "the name of the host could not be looked up";
      return false;
    }
    if (!wait(patience_.connect, error, [&](auto done) {
          asio::async_connect(socket_, found,
                              [done](beast::error_code result, const auto&) { done(result, 0); });
        })) {
      why = error ? error.message() : "no connection in time";
      return false;
    }
    socket_.set_option(asio::ip::tcp::no_delay(true), error);
    if (tls == nullptr) return true;
    session_ = tls->begin(address.host);
    while (!session_->handshake_done()) {
      char none = 0;
      const auto outcome = session_->read(&none, 0);
      if (!flush()) break;
      if (session_->handshake_done()) return true;
      if (outcome.state == tls::Session::State::broken || !receive_for_tls()) break;
    }
    if (session_->handshake_done()) return true;
    why = "no TLS with a certificate that is trusted for this host";
    return false;
  }

  bool write(std::string_view bytes) {
    if (!session_) return send(bytes);
    while (!bytes.empty()) {
      const auto outcome = session_->write(bytes);
      if (outcome.state == tls::Session::State::done) bytes.remove_prefix(outcome.size);
      if (!flush()) return false;
      if (outcome.state == tls::Session::State::wants && !receive_for_tls()) return false;
      if (outcome.state == tls::Session::State::broken || outcome.state == tls::Session::State::closed)
        return false;
    }
    return true;
  }

  /// 0: nothing more comes; `clean` when the other end has said so.
  std::size_t read(char* to, std::size_t size, bool& clean) {
    clean = false;
    if (!session_) return receive(to, size, clean);
    while (true) {
      const auto outcome = session_->read(to, size);
      if (!flush()) return 0;
      if (outcome.state == tls::Session::State::done) return outcome.size;
      if (outcome.state == tls::Session::State::closed) clean = true;
      if (outcome.state != tls::Session::State::wants || !receive_for_tls()) return 0;
    }
  }

  /// Whether the other end has closed while nothing was asked, or says what nobody asked for.
  bool is_stale() {
    char one = 0;
    return ::recv(socket_.native_handle(), &one, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
  }

  beast::flat_buffer buffer;  ///< what came and was not used

 private:
  /// True when it was done in time, and well.
  template <class Start>
  bool wait(std::chrono::milliseconds most, beast::error_code& error, Start start) {
    struct State {
      bool done = false;
      beast::error_code error;
      std::size_t size = 0;
    };
    const auto state = std::make_shared<State>();
    start([state](beast::error_code result, std::size_t size) {
      state->done = true;
      state->error = result;
      state->size = size;
    });
    const auto until = Clock::now() + most;
    context_.restart();
    while (!state->done && Clock::now() < until && !*given_up_) context_.run_one_for(glance);
    if (!state->done) {
      beast::error_code ignored;
      socket_.close(ignored);
      context_.restart();
      context_.poll();
      error = asio::error::timed_out;
      return false;
    }
    error = state->error;
    moved_ = state->size;
    return !error;
  }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      beast::error_code error;
      if (!wait(patience_.answer, error,
                [&](auto done) { socket_.async_write_some(asio::buffer(bytes.data(), bytes.size()), done); }))
        return false;
      bytes.remove_prefix(moved_);
    }
    return true;
  }

  std::size_t receive(char* to, std::size_t size, bool& ended) {
    beast::error_code error;
    if (wait(patience_.answer, error,
             [&](auto done) { socket_.async_read_some(asio::buffer(to, size), done); }))
      return moved_;
    ended = error == asio::error::eof;
    return 0;
  }

  bool flush() {
    const std::string out(session_->output());
    session_->sent();
    return out.empty() || send(out);
  }

  bool receive_for_tls() {
    std::string came(read_size, '\0');
    bool ended = false;
    const auto size = receive(came.data(), came.size(), ended);
    session_->take(std::string_view(came).substr(0, size));
    return size > 0;
  }

  Patience patience_;
  std::shared_ptr<const std::atomic<bool>> given_up_;
  asio::io_context context_;
  asio::ip::tcp::socket socket_;
  std::optional<tls::Session> session_;
  std::size_t moved_ = 0;
};

Connection::Connection(Address address, std::shared_ptr<tls::Client> tls, const Patience& patience,
                       std::shared_ptr<const std::atomic<bool>> given_up)
    : address_(std::move(address)),
      tls_(std::move(tls)),
      patience_(patience),
      given_up_(std::move(given_up)) {}

Connection::~Connection() = default;

tl::expected<Answer, Failure> Connection::ask(const Request& request) {
  const auto failed = [&](bool before, std::string text) {
    stream_.reset();
    return tl::make_unexpected(Failure{before, fmt::format("{}:{}: {}", address_.host, address_.port, text)});
  };
  if (address_.tls && !tls_) return failed(true, "TLS is not set up");
  if (stream_ && stream_->is_stale()) stream_.reset();
  if (!stream_) {
    stream_ = std::make_unique<Stream>(patience_, given_up_);
    std::string why;
    if (!stream_->open(address_, address_.tls ? tls_.get() : nullptr, why)) return failed(true, why);
  }
  auto text = fmt::format("{} {}{} HTTP/1.1\r\nHost: {}\r\nUser-Agent: cimgate\r\n", request.method,
                          address_.path, request.target, host_field(address_));
  for (const auto& [name, value] : request.headers) text += fmt::format("{}: {}\r\n", name, value);
  text += fmt::format("Content-Length: {}\r\n\r\n", request.body.size());
  text += request.body;
  if (!stream_->write(text)) return failed(false, "the connection broke while the request was sent");

  http::response_parser<http::string_body> parser;
  parser.body_limit(patience_.most_bytes);
  parser.eager(true);
  auto& buffer = stream_->buffer;
  beast::error_code error;
  while (!parser.is_done()) {
    if (buffer.size() > 0) {
      const auto used = parser.put(buffer.data(), error);
      buffer.consume(used);
      if (error && error != http::error::need_more) return failed(false, "the answer is not HTTP");
      if (parser.is_done()) break;
      if (used > 0 && !error) continue;
    }
    bool clean = false;
    const auto room = buffer.prepare(read_size);
    const auto size = stream_->read(static_cast<char*>(room.data()), room.size(), clean);
    buffer.commit(size);
    if (size > 0) continue;
    if (clean && parser.is_header_done()) {
      parser.put_eof(error);
      if (!error) break;
    }
    return failed(false, "the connection ended before the answer was whole");
  }
  const auto& message = parser.get();
  Answer answer;
  answer.status = message.result_int();
  answer.content_type = std::string(message[http::field::content_type]);
  answer.body = message.body();
  // What comes behind an answer answers nothing that was asked.
  if (!message.keep_alive() || buffer.size() > 0) stream_.reset();
  return answer;
}

}  // namespace cimgate::http_client

#pragma once
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "gateway/http/body_sink.hpp"
#include "gateway/http/core.hpp"

namespace cimgate::http {

using HeadParser = boost::beast::http::request_parser<boost::beast::http::empty_body>;

/// The bytes of one connection: reads heads and bodies of requests, writes what goes back. Each wait has its
/// end, which Connections::sweep watches. With TLS all of it goes through a session of that; who reads and
/// writes here does not know.
class Wire {
 public:
  Wire(Core& core, Socket socket);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  enum class Begin : std::uint8_t { request, end };
  /// Waits for the first byte of a request; `end` when none comes.
  Awaitable<Begin> await_request();

  /// Reads the head. What was read of a head that is not good stays in raw_head().
  Awaitable<std::optional<TransportError>> read_head(HeadParser& parser);
  std::string_view raw_head() const;

  /// Asks for the body when it has not come by itself.
  Awaitable<void> send_continue();
  Awaitable<std::optional<TransportError>> read_body(std::uint64_t length, BodySink& sink);
  Awaitable<std::optional<TransportError>> read_chunked(HeadParser&& head, BodySink& sink);

  /// False when the other end does not take it.
  Awaitable<bool> send(std::string_view head, std::string_view body);
  /// Says, with TLS, that nothing more comes: an end that nobody else can make.
  Awaitable<void> finish();
  /// Lets the other end read our answer before the connection goes, though it may still be sending.
  Awaitable<void> linger();

  void wait_for_handler() { connection_.wait_for_handler(); }
  std::string peer() const;
  /// Gives memory back that a large request has used.
  void settle();

 private:
  Awaitable<std::size_t> read_some(asio::mutable_buffer room);
  Awaitable<std::size_t> read_raw(asio::mutable_buffer room);
  Awaitable<std::size_t> read_tls(asio::mutable_buffer room);
  Awaitable<bool> send_raw(std::string_view head, std::string_view body);
  Awaitable<bool> send_tls(std::string_view head, std::string_view body);
  Awaitable<bool> flush_tls();
  Awaitable<bool> more_for_tls();
  Awaitable<bool> fill();
  void skip_empty_lines();
  std::string_view raw_in_buffer() const;
  std::optional<TransportError> ended_body() const;
  bool too_slow(std::uint64_t came, std::uint64_t announced) const;
  void wait(Connection::Waits what, std::uint64_t seconds);

  Core& core_;
  Socket socket_;
  Connection connection_;
  std::optional<tls::Session> tls_;
  boost::beast::flat_buffer buffer_;
  std::string begun_;  ///< what the parser has taken of a head that is not whole
  Connection::Clock::time_point until_;
  Connection::Clock::time_point body_began_;
};

/// What a sink has come to, as an error; nothing when it is good.
std::optional<TransportError> error_of(BodySink::State state, std::size_t limit, const Limits& limits);

}  // namespace cimgate::http

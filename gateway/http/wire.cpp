#include "gateway/http/wire.hpp"

#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>

#include "gateway/http/sink_body.hpp"
#include "gateway/http/transport_errors.hpp"

namespace cimgate::http {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t least_read = 2048;
constexpr std::size_t most_read = 64 * 1024;
/// Room in the buffer beside the head: a body or the next request may already follow.
constexpr std::size_t beside_head = 128 * 1024;
constexpr std::uint64_t linger_seconds = 2;
/// A record and a bit.
constexpr std::size_t most_of_tls = 20UL * 1024;

/// Whoever speaks something else, TLS most likely, need not wait for the end of a head.
bool begins_like_a_request(std::string_view raw) {
  return raw.empty() || (raw.front() >= 'A' && raw.front() <= 'Z') ||
         (raw.front() >= 'a' && raw.front() <= 'z');
}

bool is_long_target(std::string_view raw, const Limits& limits) {
  const auto line = raw.substr(0, raw.find('\n'));
  return line.size() > limits.max_target;
}

TransportError error_of(http::error error, std::string_view raw, const Limits& limits) {
  switch (error) {
    case http::error::header_limit:
    case http::error::buffer_overflow:
      return is_long_target(raw, limits) ? errors::target_too_long(limits) : errors::header_too_large(limits);
    case http::error::bad_version:
      return errors::bad_version();
    case http::error::bad_target:
      return errors::bad_request("The path holds characters that must be escaped.");
    case http::error::bad_method:
      return errors::bad_request("The method cannot be read.");
    case http::error::bad_field:
    case http::error::bad_value:
    case http::error::bad_obs_fold:
      return errors::bad_request("A header field cannot be read.");
    case http::error::bad_content_length:
    case http::error::multiple_content_length:
    case http::error::bad_transfer_encoding:
      return errors::bad_request("Content-Length and Transfer-Encoding do not say how long the body is.");
    case http::error::bad_chunk:
    case http::error::bad_chunk_extension:
      return errors::bad_request("The chunks of the body cannot be read.");
    default:
      return errors::bad_request("It cannot be read.");
  }
}

TransportError error_of(const error_code& error, std::string_view raw, const Limits& limits) {
  return error_of(static_cast<http::error>(error.value()), raw, limits);
}

}  // namespace

std::optional<TransportError> error_of(BodySink::State state, std::size_t limit, const Limits& limits) {
  switch (state) {
    case BodySink::State::too_large:
      return errors::too_large(limit);
    case BodySink::State::broken_gzip:
      return errors::bad_gzip();
    case BodySink::State::dense_gzip:
      return errors::dense_gzip(limits);
    case BodySink::State::no_budget:
      return errors::busy_memory();
    case BodySink::State::good:
      break;
  }
  return std::nullopt;
}

Wire::Wire(Core& core, Socket socket)
    : core_(core),
      socket_(std::move(socket)),
      connection_(socket_.native_handle()),
      buffer_(core.limits.max_header + beside_head) {
  if (core_.tls) tls_ = core_.tls->begin();
  core_.connections.add(connection_);
}

Wire::~Wire() {
  core_.connections.remove(connection_);
}

void Wire::wait(Connection::Waits what, std::uint64_t seconds) {
  until_ = Connection::Clock::now() + std::chrono::seconds(seconds);
  connection_.wait(what, until_);
}

std::string Wire::peer() const {
  error_code error;
  const auto end = socket_.remote_endpoint(error);
  return error ? std::string() : end.address().to_string();
}

std::string_view Wire::raw_head() const {
  return begun_.empty() ? raw_in_buffer() : std::string_view(begun_);
}

std::string_view Wire::raw_in_buffer() const {
  return {static_cast<const char*>(buffer_.cdata().data()), buffer_.size()};
}

void Wire::settle() {
  if (buffer_.size() == 0 && buffer_.capacity() > least_read) {
    buffer_.clear();
    buffer_.shrink_to_fit();
  }
}

/// 0 at the end of the stream, and when it broke.
Awaitable<std::size_t> Wire::read_some(asio::mutable_buffer room) {
  if (tls_) co_return co_await read_tls(room);
  co_return co_await read_raw(room);
}

Awaitable<std::size_t> Wire::read_raw(asio::mutable_buffer room) {
  error_code error;
  const auto size = co_await socket_.async_read_some(room, asio::redirect_error(use_awaitable, error));
  co_return error ? 0 : size;
}

/// False when nothing more comes.
Awaitable<bool> Wire::more_for_tls() {
  std::string came(most_of_tls, '\0');
  const auto size = co_await read_raw(asio::buffer(came));
  tls_->take(std::string_view(came).substr(0, size));
  co_return size > 0;
}

Awaitable<bool> Wire::flush_tls() {
  const std::string out(tls_->output());
  tls_->sent();
  if (out.empty()) co_return true;
  co_return co_await send_raw(out, {});
}

Awaitable<std::size_t> Wire::read_tls(asio::mutable_buffer room) {
  while (true) {
    const auto outcome = tls_->read(static_cast<char*>(room.data()), room.size());
    // Of the handshake, and alerts.
    const bool sent = co_await flush_tls();
    if (outcome.state == tls::Session::State::done) co_return outcome.size;
    if (!sent || outcome.state != tls::Session::State::wants) co_return 0;
    const bool more = co_await more_for_tls();
    if (!more) co_return 0;
  }
}

Awaitable<bool> Wire::send_tls(std::string_view head, std::string_view body) {
  while (!head.empty() || !body.empty()) {
    auto& now = head.empty() ? body : head;
    const auto outcome = tls_->write(now);
    if (outcome.state == tls::Session::State::done) now.remove_prefix(outcome.size);
    if (now.empty() && !body.empty()) continue;  // a head and the beginning of its body go together
    wait(Connection::Waits::for_output, core_.limits.write_timeout);
    const bool sent = co_await flush_tls();
    if (!sent || outcome.state == tls::Session::State::broken || outcome.state == tls::Session::State::closed)
      co_return false;
    if (outcome.state == tls::Session::State::wants) {
      const bool more = co_await more_for_tls();
      if (!more) co_return false;
    }
  }
  co_return true;
}

Awaitable<void> Wire::finish() {
  if (!tls_) co_return;
  tls_->close();
  wait(Connection::Waits::for_output, linger_seconds);
  co_await flush_tls();
}

/// Reads what has come into the buffer. False at the end of the stream, and when the time is over.
Awaitable<bool> Wire::fill() {
  const auto free = buffer_.capacity() - buffer_.size();
  const auto size = std::min(std::clamp(free, least_read, most_read), buffer_.max_size() - buffer_.size());
  const auto read = co_await read_some(buffer_.prepare(size));
  buffer_.commit(read);
  co_return read > 0 && !(connection_.timed_out() && Connection::Clock::now() >= until_);
}

Awaitable<Wire::Begin> Wire::await_request() {
  if (buffer_.size() > 0) co_return Begin::request;
  if (tls_ && !tls_->handshake_done())
    wait(Connection::Waits::for_input, core_.limits.header_timeout);
  else
    wait(Connection::Waits::for_request, core_.limits.keep_alive);
  if (core_.stopping) co_return Begin::end;
  const bool came = co_await fill();
  co_return came ? Begin::request : Begin::end;
}

/// Some clients send one after a body (RFC 9112, section 2.2).
void Wire::skip_empty_lines() {
  if (!begun_.empty()) return;
  const auto first = raw_in_buffer().find_first_not_of("\r\n");
  buffer_.consume(std::min(first, buffer_.size()));
}

Awaitable<std::optional<TransportError>> Wire::read_head(HeadParser& parser) {
  parser.header_limit(static_cast<std::uint32_t>(core_.limits.max_header));
  parser.body_limit(boost::none);
  begun_.clear();
  wait(Connection::Waits::for_input, core_.limits.header_timeout);
  while (true) {
    skip_empty_lines();
    if (!begins_like_a_request(raw_head())) co_return errors::bad_request("It does not begin with a method.");
    error_code error;
    const auto used = parser.put(buffer_.data(), error);
    if (error && error != http::error::need_more) co_return error_of(error, raw_head(), core_.limits);
    if (parser.is_header_done()) {
      buffer_.consume(used);
      co_return std::nullopt;
    }
    if (buffer_.size() >= core_.limits.max_header)
      co_return error_of(http::error::header_limit, raw_head(), core_.limits);
    // The parser takes the first line as soon as it is there; errors want to know it.
    begun_.append(raw_in_buffer().substr(0, used));
    buffer_.consume(used);
    const bool came = co_await fill();
    if (!came) co_return connection_.timed_out() ? errors::slow_header(core_.limits) : errors::incomplete();
  }
}

Awaitable<void> Wire::send_continue() {
  if (buffer_.size() == 0) co_await send("HTTP/1.1 100 Continue\r\n\r\n", {});
}

/// Whoever announces much has to send as fast as that needs, and whoever sends much has to come to an end.
bool Wire::too_slow(std::uint64_t came, std::uint64_t announced) const {
  const auto& limits = core_.limits;
  const auto passed =
      std::chrono::duration_cast<std::chrono::seconds>(Connection::Clock::now() - body_began_).count();
  const auto seconds = static_cast<std::uint64_t>(passed);
  const auto wanted = std::max(limits.min_body_rate, std::max(came, announced) / limits.max_body_time);
  return seconds > limits.body_timeout && came / seconds < wanted;
}

std::optional<TransportError> Wire::ended_body() const {
  return connection_.timed_out() ? errors::slow_body(core_.limits) : errors::incomplete();
}

Awaitable<std::optional<TransportError>> Wire::read_body(std::uint64_t length, BodySink& sink) {
  body_began_ = Connection::Clock::now();
  std::uint64_t read = std::min<std::uint64_t>(length, buffer_.size());
  auto state = sink.put(raw_in_buffer().substr(0, read));
  buffer_.consume(read);
  // What is still to come goes past the buffer; gzip is taken off from a piece of memory of its own.
  std::string packed;
  while (state == BodySink::State::good && read < length) {
    asio::mutable_buffer room;
    if (sink.inflates()) {
      // No more than has come already, as with bodies that need no unpacking.
      const auto room_size = std::clamp<std::uint64_t>(read, most_read / 4, most_read);
      packed.resize(static_cast<std::size_t>(std::min(length - read, room_size)));
      room = asio::buffer(packed);
    } else {
      const auto next = sink.room(length - read);
      room = asio::buffer(next.at, next.size);
    }
    wait(Connection::Waits::for_input, core_.limits.body_timeout);
    const auto came = co_await read_some(room);
    if (!sink.inflates()) state = sink.came(came, room.size());
    if (came == 0) co_return ended_body();
    read += came;
    if (read < length && too_slow(read, length)) co_return errors::slow_body(core_.limits);
    if (sink.inflates()) state = sink.put(std::string_view(packed).substr(0, came));
  }
  if (state == BodySink::State::good) state = sink.end();
  co_return error_of(state, sink.limit(), core_.limits);
}

Awaitable<std::optional<TransportError>> Wire::read_chunked(HeadParser&& head, BodySink& sink) {
  http::request_parser<SinkBody> parser(std::move(head));
  parser.get().body().sink = &sink;
  parser.eager(true);
  body_began_ = Connection::Clock::now();
  std::uint64_t read = 0;
  while (!parser.is_done()) {
    error_code error;
    const auto used = buffer_.size() > 0 ? parser.put(buffer_.data(), error) : 0;
    buffer_.consume(used);
    read += used;
    if (const auto state = parser.get().body().state; state != BodySink::State::good)
      co_return error_of(state, sink.limit(), core_.limits);
    if (error && error != http::error::need_more) co_return error_of(error, {}, core_.limits);
    if (parser.is_done() || (used > 0 && buffer_.size() > 0 && error != http::error::need_more)) continue;
    if (buffer_.size() >= core_.limits.max_header + least_read)
      co_return errors::bad_request("The chunks of the body cannot be read.");
    wait(Connection::Waits::for_input, core_.limits.body_timeout);
    if (!co_await fill()) co_return ended_body();
    if (too_slow(read + buffer_.size(), 0)) co_return errors::slow_body(core_.limits);
  }
  co_return error_of(sink.end(), sink.limit(), core_.limits);
}

Awaitable<bool> Wire::send(std::string_view head, std::string_view body) {
  if (tls_) co_return co_await send_tls(head, body);
  co_return co_await send_raw(head, body);
}

Awaitable<bool> Wire::send_raw(std::string_view head, std::string_view body) {
  while (!head.empty() || !body.empty()) {
    wait(Connection::Waits::for_output, core_.limits.write_timeout);
    const std::array<asio::const_buffer, 2> pieces = {asio::buffer(head), asio::buffer(body)};
    error_code error;
    const auto sent = co_await socket_.async_write_some(pieces, asio::redirect_error(use_awaitable, error));
    if (error) co_return false;
    const auto of_head = std::min(sent, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(sent - of_head);
  }
  co_return true;
}

Awaitable<void> Wire::linger() {
  co_await finish();
  error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  wait(Connection::Waits::for_input, linger_seconds);
  const auto end = until_;
  std::string rest(most_read / 4, '\0');
  while (!error && Connection::Clock::now() < end && !connection_.timed_out())
    if (co_await read_some(asio::buffer(rest)) == 0) break;
}

}  // namespace cimgate::http

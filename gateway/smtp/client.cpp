#include "gateway/smtp/client.hpp"

#include <fmt/format.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <charconv>
#include <optional>
#include <vector>

#include "gateway/http_client/connection.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/text/mail_address.hpp"

namespace cimgate::smtp {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Error = boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds glance{100};
/// RFC 5321 has lines of 512 bytes at most (4.5.3.1.5); a greeting or EHLO has some dozens of them.
constexpr std::size_t longest_line = 2048;
constexpr std::size_t most_lines = 128;

std::vector<asio::ip::tcp::endpoint> endpoints(const Address& address) {
  std::vector<std::string> hosts{address.host};
  // No name is looked up: nobody else says what localhost is.
  if (address.host == "localhost") hosts = {"127.0.0.1", "::1"};
  std::vector<asio::ip::tcp::endpoint> all;
  for (const auto& host : hosts) {
    Error error;
    const auto ip = asio::ip::make_address(host, error);
    if (!error && ip.is_loopback()) all.emplace_back(ip, address.port);
  }
  return all;
}

}  // namespace

tl::expected<Address, std::string> parse_address(std::string_view text) {
  const auto colon = text.rfind(':');
  Address address;
  unsigned port = 0;
  const auto digits = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  if (digits.empty() || digits.size() > 5 || !text::all_digits(digits) ||
      std::from_chars(digits.data(), digits.data() + digits.size(), port).ec != std::errc() || port == 0 ||
      port > 65535)
    return tl::make_unexpected(fmt::format("'{}': expected HOST:PORT, such as 127.0.0.1:1025", text));
  address.port = static_cast<std::uint16_t>(port);
  auto host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  address.host = std::string(host);
  if (!http_client::is_this_machine(host) || endpoints(address).empty())
    return tl::make_unexpected(fmt::format(
        "'{}' is not this machine: mails go to 127.0.0.1, ::1 or localhost only, for they have personal data",
        host));
  return address;
}

/// Lines to and from the server, each step within its time.
class Client::Stream {
 public:
  explicit Stream(std::shared_ptr<const std::atomic<bool>> given_up)
      : given_up_(std::move(given_up)), socket_(context_) {}

  bool open(const Address& address, std::chrono::milliseconds most) {
    const auto until = Clock::now() + most;
    for (const auto& endpoint : endpoints(address)) {
      Error ignored;
      socket_.close(ignored);
      if (wait(until,
               [&](auto done) { socket_.async_connect(endpoint, [done](Error error) { done(error, 0); }); }))
        return true;
    }
    return false;
  }

  bool write(std::string_view bytes, std::chrono::milliseconds most) {
    const auto until = Clock::now() + most;
    while (!bytes.empty()) {
      if (!wait(until,
                [&](auto done) { socket_.async_write_some(asio::buffer(bytes.data(), bytes.size()), done); }))
        return false;
      bytes.remove_prefix(moved_);
    }
    return true;
  }

  /// The code of a reply, with all its lines; 0: none came, or what came is none.
  int reply(std::chrono::milliseconds most) {
    const auto until = Clock::now() + most;
    int code = 0;
    for (std::size_t lines = 0; lines < most_lines; ++lines) {
      const auto line = read_line(until);
      if (!line || line->size() < 3 || !text::all_digits(std::string_view(*line).substr(0, 3))) return 0;
      const int here = std::stoi(line->substr(0, 3));
      if (here < 200 || here > 599 || (lines > 0 && here != code)) return 0;
      code = here;
      const char next = line->size() > 3 ? (*line)[3] : ' ';
      if (next == ' ') return code;
      if (next != '-') return 0;
    }
    return 0;
  }

  /// Something is there that nobody asked for: answers could no longer be told apart.
  bool has_rest() const { return !buffer_.empty(); }

 private:
  std::optional<std::string> read_line(Clock::time_point until) {
    for (;;) {
      if (const auto end = buffer_.find('\n'); end != std::string::npos) {
        auto line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        return line;
      }
      if (buffer_.size() > longest_line) return std::nullopt;
      char piece[512];
      if (!wait(until, [&](auto done) { socket_.async_read_some(asio::buffer(piece), done); }))
        return std::nullopt;
      buffer_.append(piece, moved_);
    }
  }

  /// True when it was done in time, and well.
  template <class Start>
  bool wait(Clock::time_point until, Start start) {
    struct State {
      bool done = false;
      Error error;
      std::size_t size = 0;
    };
    const auto state = std::make_shared<State>();
    start([state](Error error, std::size_t size) {
      state->done = true;
      state->error = error;
      state->size = size;
    });
    context_.restart();
    while (!state->done && Clock::now() < until && !*given_up_) context_.run_one_for(glance);
    if (!state->done) {
      Error ignored;
      socket_.close(ignored);
      context_.restart();
      context_.poll();
      return false;
    }
    moved_ = state->size;
    return !state->error;
  }

  std::shared_ptr<const std::atomic<bool>> given_up_;
  asio::io_context context_;
  asio::ip::tcp::socket socket_;
  std::string buffer_;
  std::size_t moved_ = 0;
};

Client::Client(Address address, const Patience& patience, std::shared_ptr<const std::atomic<bool>> given_up)
    : address_(std::move(address)), patience_(patience), given_up_(std::move(given_up)) {}

Client::~Client() = default;

int Client::ask(std::string_view command, std::string_view name) {
  const bool written = command.empty() || stream_->write(std::string(command) + "\r\n", patience_.answer);
  const int code = written ? stream_->reply(patience_.answer) : 0;
  why_ = code == 0 ? fmt::format("no answer to {}", name) : fmt::format("{} to {}", code, name);
  return code;
}

bool Client::open() {
  stream_ = std::make_unique<Stream>(given_up_);
  why_ = "no connection";
  if (!stream_->open(address_, patience_.connect)) return false;
  if (ask("", "the connection") != 220) return false;
  return ask("EHLO [127.0.0.1]", "EHLO") == 250 || ask("HELO [127.0.0.1]", "HELO") == 250;
}

Outcome Client::failed(int code) {
  if (code == 0) {
    stream_.reset();
    return Outcome::unreached;
  }
  // The next mail begins anew on the same connection.
  const auto why = why_;
  if (ask("RSET", "RSET") != 250) stream_.reset();
  why_ = why;
  return code >= 500 ? Outcome::refused : Outcome::put_off;
}

Outcome Client::send(const Letter& letter) {
  why_.clear();
  if (!text::is_mail_address(letter.to) || !text::is_mail_address(letter.from)) {
    why_ = "no mail address";
    return Outcome::refused;
  }
  if (stream_ && (stream_->has_rest() || ask("RSET", "RSET") != 250)) stream_.reset();
  if (!stream_ && !open()) {
    stream_.reset();
    return Outcome::unreached;
  }
  // Nothing comes back from a mail that nobody sent (RFC 3834).
  int code = ask("MAIL FROM:<>", "MAIL");
  if (code != 250) return failed(code);
  code = ask(fmt::format("RCPT TO:<{}>", letter.to), "RCPT");
  if (code != 250 && code != 251) return failed(code);
  code = ask("DATA", "DATA");
  if (code != 354) return failed(code);
  code = ask(written(letter) + ".", "the mail");
  if (code == 250) return Outcome::sent;
  return failed(code);
}

void Client::close() {
  if (stream_) ask("QUIT", "QUIT");
  stream_.reset();
}

}  // namespace cimgate::smtp

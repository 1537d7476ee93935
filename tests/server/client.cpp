#include "client.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace cimgate::test {

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval limit{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("cannot connect");
}

Client::~Client() {
  ::close(socket_);
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Client::half_close() {
  ::shutdown(socket_, SHUT_WR);
}

bool Client::fill() {
  char piece[16384];
  const auto size = ::recv(socket_, piece, sizeof piece, 0);
  if (size <= 0) return false;
  buffer_.append(piece, static_cast<std::size_t>(size));
  return true;
}

std::string Client::receive_until(std::string_view text) {
  std::size_t at = 0;
  while ((at = buffer_.find(text)) == std::string::npos)
    if (!fill()) return std::exchange(buffer_, {});
  auto came = buffer_.substr(0, at + text.size());
  buffer_.erase(0, at + text.size());
  return came;
}

bool Client::at_end() {
  return buffer_.empty() && !fill() && buffer_.empty();
}

bool Client::silent_for(int milliseconds) {
  pollfd watched{socket_, POLLIN, 0};
  return buffer_.empty() && ::poll(&watched, 1, milliseconds) == 0;
}

std::optional<Response> Client::receive(bool head_only) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) return std::nullopt;
  Response response;
  std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  response.status = std::atoi(head.c_str() + head.find(' '));
  for (auto from = head.find("\r\n") + 2; from < head.size();) {
    const auto to = head.find("\r\n", from);
    const auto colon = head.find(':', from);
    std::string name = head.substr(from, colon - from);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    const auto value = head.find_first_not_of(' ', colon + 1);
    auto& kept = response.headers[name];
    kept += (kept.empty() ? "" : ", ") + head.substr(value, to - value);
    from = to + 2;
  }
  if (head_only || response.status < 200 || response.status == 204 || response.status == 304) return response;
  const auto length = static_cast<std::size_t>(std::atoll(response.headers["content-length"].c_str()));
  while (buffer_.size() < length)
    if (!fill()) return std::nullopt;
  response.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return response;
}

std::string request_text(const std::string& method, const std::string& target, const std::string& fields,
                         const std::string& body) {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields;
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + body;
}

Response ask(std::uint16_t port, const std::string& method, const std::string& target,
             const std::string& fields, const std::string& body) {
  Client client(port);
  client.send(request_text(method, target, fields, body));
  return client.receive(method == "HEAD").value_or(Response{});
}

}  // namespace cimgate::test

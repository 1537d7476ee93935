#include "tests/bridge/market.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace cimgate::test {

int listen_on_free_port(std::uint16_t& port) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(made, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(made, 64) != 0 ||
      ::getsockname(made, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("cannot listen");
  port = ntohs(address.sin_port);
  return made;
}

int connect_to(std::uint16_t port) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{10, 0};
  ::setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return made;
  ::close(made);
  return -1;
}

std::string read_message(int connection) {
  std::string all;
  std::size_t whole = std::string::npos;
  char piece[16384];
  while (all.size() < whole) {
    const auto size = ::recv(connection, piece, sizeof piece, 0);
    if (size <= 0) return all;
    all.append(piece, static_cast<std::size_t>(size));
    const auto head = all.find("\r\n\r\n");
    if (head == std::string::npos || whole != std::string::npos) continue;
    const auto at = all.find("Content-Length: ");
    whole = head + 4 + (at < head ? static_cast<std::size_t>(std::atoll(all.c_str() + at + 16)) : 0);
  }
  return all;
}

bool send_all(int connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

Market::Market(std::function<Said(const Asked&)> say)
    : say_(std::move(say)), socket_(listen_on_free_port(port_)), thread_([this] { serve(); }) {}

Market::~Market() {
  stopping_ = true;
  thread_.join();
  ::close(socket_);
}

void Market::serve() {
  while (!stopping_) {
    pollfd watched{socket_, POLLIN, 0};
    if (::poll(&watched, 1, 50) != 1) continue;
    const int connection = ::accept(socket_, nullptr, nullptr);
    answer(connection);
    ::close(connection);
  }
}

void Market::answer(int connection) const {
  const timeval limit{5, 0};
  ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  const auto request = read_message(connection);
  const auto head = request.find("\r\n\r\n");
  if (head == std::string::npos) return;
  Asked asked;
  const auto from = request.find(' ') + 1;
  asked.target = request.substr(from, request.find(' ', from) - from);
  if (const auto at = request.find("SOAPAction: \""); at < head)
    asked.action = request.substr(at + 13, request.find('"', at + 13) - at - 13);
  asked.head = request.substr(0, head + 2);
  asked.body = request.substr(head + 4);
  const auto said = say_(asked);
  auto text = "HTTP/1.1 " + std::to_string(said.status) +
              " X\r\nContent-Type: text/xml; charset=utf-8\r\nConnection: close\r\nContent-Length: " +
              std::to_string(said.body.size()) + "\r\n\r\n" + said.body;
  if (said.cut) text.resize(text.size() - said.body.size() / 2 - 1);
  send_all(connection, text);
}

std::string soap(const std::string& body) {
  return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" + body +
         "</s:Body></s:Envelope>";
}

std::string fault(const std::string& group, const std::string& description, const std::string& text) {
  return soap(
      "<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail><c:ElhubSOAPFault "
      "xmlns:c=\"urn:no:elhub:emif:wsdl:common:v2\"><c:CodeGroup>" +
      group + "</c:CodeGroup><c:Description>" + description +
      "</c:Description><c:ExceptionDateTime>2026-06-01T08:00:00Z</c:ExceptionDateTime>" +
      (text.empty() ? "" : "<c:FaultText>" + text + "</c:FaultText>") +
      "</c:ElhubSOAPFault></detail></s:Fault>");
}

std::string result_set(const std::string& id, const std::vector<std::string>& messages) {
  std::string head = "<p:PollForDataResponse xmlns:p=\"urn:no:elhub:emif:wsdl:polling:marketprocesses:v2\"";
  if (id.empty())
    return soap(head + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>");
  std::string body = head + "><p:Identification>" + id + "</p:Identification><p:ResultDataSet>";
  for (const auto& message : messages) body += message;
  return soap(body + "</p:ResultDataSet></p:PollForDataResponse>");
}

}  // namespace cimgate::test

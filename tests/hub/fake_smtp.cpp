#include "tests/hub/fake_smtp.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

namespace cimgate::test {

std::string FakeSmtp::polite(const std::string& line) {
  if (line.empty()) return "220 ready\r\n";
  if (line.starts_with("EHLO")) return "250-here\r\n250-8BITMIME\r\n250 SIZE 1000000\r\n";
  if (line == "DATA") return "354 go on\r\n";
  if (line == "QUIT") return "221 bye\r\n";
  return "250 ok\r\n";
}

FakeSmtp::FakeSmtp(Answer answer, std::uint16_t port) : answer_(std::move(answer)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);  // NOLINT: as sockets want it
  if (::bind(listener_, plain, size) != 0 || ::listen(listener_, 8) != 0)
    throw std::runtime_error("no port for a mail server");
  ::getsockname(listener_, plain, &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

FakeSmtp::~FakeSmtp() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

std::vector<std::string> FakeSmtp::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

std::vector<std::string> FakeSmtp::mails() const {
  const std::lock_guard lock(mutex_);
  return mails_;
}

bool FakeSmtp::has_taken(std::size_t mails) const {
  for (int i = 0; i < 1000; ++i) {
    if (this->mails().size() >= mails) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

namespace {

bool readable(int socket) {
  pollfd one{socket, POLLIN, 0};
  return ::poll(&one, 1, 50) > 0;
}

}  // namespace

void FakeSmtp::serve() {
  while (!stopping_) {
    if (!readable(listener_)) continue;
    const int socket = ::accept(listener_, nullptr, nullptr);
    if (socket < 0) continue;
    talk(socket);
    ::close(socket);
  }
}

void FakeSmtp::talk(int socket) {
  std::string buffer;
  bool in_data = false;
  const auto say = [&](const std::string& line) {
    const auto text = answer_(line);
    if (text == "close") return false;
    in_data = line == "DATA" && text.starts_with("354");
    return text.empty() || ::send(socket, text.data(), text.size(), MSG_NOSIGNAL) > 0;
  };
  if (!say("")) return;
  while (!stopping_) {
    const std::string end_of = in_data ? "\r\n.\r\n" : "\r\n";
    if (const auto end = buffer.find(end_of); end != std::string::npos) {
      const auto line = buffer.substr(0, end);
      buffer.erase(0, end + end_of.size());
      const bool mail = in_data;
      {
        const std::lock_guard lock(mutex_);
        if (!mail) lines_.push_back(line);
      }
      const auto going_on = say(line);
      if (mail && going_on) {
        const std::lock_guard lock(mutex_);
        mails_.push_back(line);
      }
      if (!going_on) return;
      continue;
    }
    if (!readable(socket)) continue;
    char piece[4096];
    const auto size = ::recv(socket, piece, sizeof piece, 0);
    if (size <= 0) return;
    buffer.append(piece, static_cast<std::size_t>(size));
  }
}

}  // namespace cimgate::test

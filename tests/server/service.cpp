#include "service.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace cimgate::test {
namespace {

constexpr const char* reached = "CIMGATE_MUTANTS_REACHED";

}  // namespace

std::string binary() {
  const char* other = std::getenv("CIMGATE_TEST_BINARY");
  return other == nullptr ? CIMGATE_BINARY : other;
}

Service::Service(std::vector<std::string> options, const std::string& verb) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const int errors = ::open(error_file().c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (std::find(options.begin(), options.end(), "--listen") == options.end())
    options.insert(options.end(), {"--listen", "127.0.0.1:0"});
  const auto program = binary();
  options.insert(options.begin(), {program, verb});
  std::vector<char*> arguments;
  for (auto& option : options) arguments.push_back(option.data());
  arguments.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    // What it came by (tests/mutation/mutant.hpp) goes beside what this process did.
    if (const char* told = std::getenv(reached))
      ::setenv(reached, (std::string(told) + '.' + std::to_string(::getpid())).c_str(), 1);
    ::dup2(pipe[1], 1);
    ::dup2(errors, 2);
    ::execv(program.c_str(), arguments.data());
    ::_exit(127);
  }
  ::close(pipe[1]);
  ::close(errors);
  // The greeting ends with an address that is its last word, or with the process; with -q it is one line.
  const std::string last =
      std::find(options.begin(), options.end(), "-q") != options.end() ? "\n" : "openapi.json";
  pollfd watched{pipe[0], POLLIN, 0};
  while (greeting_.find(last) == std::string::npos && ::poll(&watched, 1, 20000) == 1) {
    char piece[1024];
    const auto size = ::read(pipe[0], piece, sizeof piece);
    if (size <= 0) break;
    greeting_.append(piece, static_cast<std::size_t>(size));
  }
  ::close(pipe[0]);
  const std::string before = "http://127.0.0.1:";
  if (const auto at = greeting_.find(before); at != std::string::npos)
    port_ = static_cast<std::uint16_t>(std::atoi(greeting_.c_str() + at + before.size()));
}

Service::~Service() {
  if (pid_ > 0) {
    // It tells of that at its end.
    if (std::getenv(reached) != nullptr) {
      ::kill(pid_, SIGTERM);
      wait();
    }
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

void Service::signal(int number) const {
  ::kill(pid_, number);
}

int Service::wait() {
  for (int i = 0; i < 6000; ++i) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return -1;
}

std::string Service::errors() const {
  std::ifstream file(error_file());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string example(const std::string& path) {
  std::ifstream file(std::string(CIMGATE_SOURCE_DIR) + "/examples/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace cimgate::test

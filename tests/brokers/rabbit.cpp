#include "rabbit.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "gateway/amqp/proton/proton_peer.hpp"

extern char** environ;

namespace cimgate::test {
namespace {

std::string first_line(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

int broker(const std::string& action, const std::filesystem::path& folder) {
  const auto line = std::string(CIMGATE_SOURCE_DIR) + "/scripts/broker " + action + " " + folder.string();
  const int status = std::system(line.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void must(bool fine, const std::string& what) {
  if (!fine) throw std::runtime_error(what);
}

}  // namespace

std::unique_ptr<Rabbit> Rabbit::start() {
  std::unique_ptr<Rabbit> made(new Rabbit());
  // The broker runs as somebody else.
  std::filesystem::permissions(made->folder_.path(), std::filesystem::perms::owner_all |
                                                         std::filesystem::perms::others_read |
                                                         std::filesystem::perms::others_exec);
  const int status = broker("start", made->folder_.path() / "broker");
  if (status == 3) {
    const char* required = std::getenv("CIMGATE_REQUIRE_BROKER");
    must(required == nullptr || std::string(required) != "1", "RabbitMQ is missing, and required");
    std::cout << "Not tested: RabbitMQ is missing (package rabbitmq-server).\n";
    return nullptr;
  }
  must(status == 0, "the broker did not start");
  made->port_ = static_cast<std::uint16_t>(std::stoul(first_line(made->folder_.path() / "broker/port")));
  return made;
}

Rabbit::~Rabbit() {
  broker("stop", folder_.path() / "broker");
}

void Rabbit::kill() {
  must(broker("kill", folder_.path() / "broker") == 0, "kill");
}

void Rabbit::restart() {
  must(broker("restart", folder_.path() / "broker") == 0, "restart");
}

std::string Rabbit::url(const std::string& address, std::uint16_t port) const {
  return "amqp://127.0.0.1:" + std::to_string(port == 0 ? port_ : port) + "/" + address;
}

std::vector<std::string> Rabbit::access() const {
  return {"--amqp-user", "cimgate", "--amqp-password-file", folder_.path() / "broker/password"};
}

std::unique_ptr<amqp::Peer> Rabbit::connect() const {
  amqp::Broker at;
  at.host = "127.0.0.1";
  at.port = port_;
  at.mechanism = amqp::Broker::Mechanism::plain;
  at.user = "cimgate";
  at.password = first_line(folder_.path() / "broker/password");
  at.container = "test";
  auto peer = std::make_unique<amqp::ProtonPeer>(at);
  const auto opened = peer->open();
  must(opened.has_value(), opened ? "" : opened.error());
  return peer;
}

std::string work_queue(unsigned number) {
  return "/amq/queue/work-" + std::to_string(number);
}

std::vector<amqp::Message> drain(const Rabbit& rabbit, const std::string& queue, std::size_t most) {
  std::vector<amqp::Message> all;
  const auto peer = rabbit.connect();
  const auto receiving = peer->receive_from(queue, 500);
  must(receiving.has_value(), receiving ? "" : receiving.error());
  while (all.size() < most) {
    auto delivery = peer->next(std::chrono::milliseconds(1500));
    must(delivery.has_value(), delivery ? "" : delivery.error());
    if (!*delivery) break;
    peer->accept({(*delivery)->number});
    all.push_back(std::move((*delivery)->message));
  }
  return all;
}

Process::Process(const std::vector<std::string>& arguments, const std::string& output) {
  std::vector<char*> words;
  words.reserve(arguments.size() + 1);
  for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  const int failed = posix_spawn(&id_, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  must(failed == 0, "could not start " + arguments.front());
}

Process::~Process() {
  kill();
}

Process::Process(Process&& other) noexcept : id_(std::exchange(other.id_, -1)) {}

Process& Process::operator=(Process&& other) noexcept {
  if (this != &other) {
    kill();
    id_ = std::exchange(other.id_, -1);
  }
  return *this;
}

void Process::kill() {
  if (id_ <= 0) return;
  ::kill(id_, SIGKILL);
  wait();
}

int Process::wait() {
  if (id_ <= 0) return -1;
  int status = 0;
  while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
  }
  id_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool Process::ended() {
  int status = 0;
  if (id_ > 0 && ::waitpid(id_, &status, WNOHANG) == id_) id_ = -1;
  return id_ <= 0;
}

std::string source_file(const std::string& path) {
  std::ifstream in(std::filesystem::path(CIMGATE_SOURCE_DIR) / path, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

}  // namespace cimgate::test

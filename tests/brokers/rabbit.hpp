#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/amqp/peer.hpp"
#include "tests/temporary_folder.hpp"

namespace cimgate::test {

/// RabbitMQ on loopback (scripts/broker), as long as this lives.
class Rabbit {
 public:
  /// Nothing when RabbitMQ is missing, which is said; with CIMGATE_REQUIRE_BROKER=1 that is an error.
  static std::unique_ptr<Rabbit> start();
  ~Rabbit();
  Rabbit(const Rabbit&) = delete;
  Rabbit& operator=(const Rabbit&) = delete;

  void kill();     ///< as if the machine stopped
  void restart();  ///< with what it has on disk

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& address, std::uint16_t port = 0) const;
  /// Options of `cimgate work`.
  std::vector<std::string> access() const;
  std::unique_ptr<amqp::Peer> connect() const;

 private:
  Rabbit() = default;
  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
};

/// One for all tests: it takes long to start. Nothing as with start().
Rabbit* shared_rabbit();

constexpr const char* in_queue = "/amq/queue/in";
constexpr const char* out_queue = "/amq/queue/out";
constexpr const char* invalid_queue = "/amq/queue/invalid";
constexpr const char* dead_queue = "/amq/queue/dead";
constexpr const char* work_exchange = "/exchange/work";
std::string work_queue(unsigned number);

/// All that is there, accepted; until nothing comes for a while, or `most` came.
std::vector<amqp::Message> drain(const Rabbit& rabbit, const std::string& queue,
                                 std::size_t most = static_cast<std::size_t>(-1));

/// A program that runs beside the test.
class Process {
 public:
  explicit Process(const std::vector<std::string>& arguments, const std::string& output = "/dev/null");
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;

  void kill();   ///< -9
  int wait();    ///< its exit status; -1: by a signal
  bool ended();  ///< without waiting

 private:
  pid_t id_ = -1;
};

std::string source_file(const std::string& path);

/// Of a group, about which it is, too.
inline amqp::Message message(const std::string& id, const std::string& group, const std::string& body) {
  amqp::Message made;
  made.id = id;
  made.group_id = made.subject = group;
  made.body = body;
  return made;
}

}  // namespace cimgate::test

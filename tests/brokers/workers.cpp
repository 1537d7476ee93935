#include "workers.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace cimgate::test {
namespace {

constexpr unsigned partitions = 4;

}  // namespace

void feed(const Rabbit& rabbit, std::size_t from, std::size_t to, const std::string& body) {
  const auto peer = rabbit.connect();
  std::vector<amqp::Sending> batch;
  for (std::size_t i = from; i < to; ++i) {
    amqp::Message message;
    message.id = fmt::format("m-{:07}", i);
    message.group_id = message.subject = fmt::format("7070575{:011}", i % groups);
    message.body = body;
    batch.push_back({work_exchange, std::move(message)});
    if (batch.size() < 500 && i + 1 < to) continue;
    const auto sent = peer->send(batch);
    if (!sent) throw std::runtime_error(sent.error());
    batch.clear();
  }
}

Process Workers::start(std::size_t which, std::size_t of) const {
  std::vector<std::string> words = {
      CIMGATE_BINARY, "work", "-q", "--level", "schema", "--share", fmt::format("{}/{}", which + 1, of)};
  for (unsigned i = 0; i < partitions; ++i) {
    words.emplace_back("--from");
    words.push_back(rabbit.url(work_queue(i), port));
  }
  for (const auto& [option, queue] :
       {std::pair("--to", out_queue), {"--invalid", invalid_queue}, {"--dead-letter", dead_queue}}) {
    words.emplace_back(option);
    words.push_back(rabbit.url(queue, port));
  }
  words.insert(words.end(), options.begin(), options.end());
  const auto access = rabbit.access();
  words.insert(words.end(), access.begin(), access.end());
  return Process(words);
}

void Workers::be(std::size_t count) {
  running.clear();
  for (std::size_t i = 0; i < count; ++i) running.push_back(start(i, count));
}

void Workers::kill(std::size_t which) {
  running[which].kill();
  running[which] = start(which, running.size());
}

}  // namespace cimgate::test

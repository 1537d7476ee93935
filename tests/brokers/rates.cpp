// How many messages a second workers take through a broker: cimgate_work_rates [MESSAGES].
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <stdexcept>

#include "workers.hpp"

using namespace cimgate::test;
using Clock = std::chrono::steady_clock;

namespace {

/// Seconds from the first result to the last.
double seconds_for(const Rabbit& rabbit, std::size_t messages, std::size_t workers,
                   std::vector<std::string> options) {
  const TemporaryFolder folder;
  if (options.front() == "inbox")
    options = {"--inbox", folder.path() / "inbox.db", "--together", options.at(1)};
  if (options.front() == "none") options = {"--together", options.at(1)};
  feed(rabbit, 0, messages, source_file("examples/demo/change-of-supplier.xml"));
  Workers all{rabbit, rabbit.port(), std::move(options)};
  all.be(workers);
  const auto peer = rabbit.connect();
  auto failed = [](const std::string& why) -> std::runtime_error { return std::runtime_error(why); };
  if (const auto open = peer->receive_from(out_queue, 500); !open) throw failed(open.error());
  auto began = Clock::now();
  for (std::size_t got = 0; got < messages; ++got) {
    const auto delivery = peer->next(std::chrono::seconds(30));
    if (!delivery) throw failed(delivery.error());
    if (!*delivery) throw failed("results are missing");
    if (got == 0) began = Clock::now();
    peer->accept({(*delivery)->number});
  }
  return std::chrono::duration<double>(Clock::now() - began).count();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::size_t messages = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 4000;
    const auto rabbit = Rabbit::start();
    if (!rabbit) return 1;
    std::cout << "| workers | inbox | settled together | messages a second |\n|---|---|---|---|\n";
    for (const auto& [workers, kind, together] : {std::tuple(1, "inbox", "1"),
                                                  {1, "inbox", "64"},
                                                  {1, "none", "64"},
                                                  {2, "inbox", "64"},
                                                  {4, "inbox", "64"}}) {
      const auto seconds =
          seconds_for(*rabbit, messages, static_cast<std::size_t>(workers), {kind, together});
      std::cout << fmt::format("| {} | {} | {} | {:.0f} |\n", workers,
                               std::string(kind) == "inbox" ? "SQLite" : "–", together,
                               static_cast<double>(messages) / seconds)
                << std::flush;
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}

#include "measure.hpp"

#include <fmt/format.h>
#include <sys/types.h>
#include <time.h>

#include <algorithm>
#include <fstream>
#include <optional>

#include "../cli/process.hpp"
#include "../server/client.hpp"
#include "../server/service.hpp"

namespace cimgate::test {
namespace {

namespace fs = std::filesystem;

constexpr double most_growth = 2.3;
constexpr std::uint64_t most_memory = 20;  // times the input
constexpr std::uint64_t kilobytes_for_nothing =
    20'480;                                  // threads, what is read at first need, a thousand findings
constexpr double seconds_for_nothing = 0.1;  // what is as cheap as this at twice the size is cheap
constexpr int most_rounds = 20;

std::string status_fault(int exit) {
  if (exit >= 0 && exit <= 4) return {};
  return exit < 0 ? "ended by a signal or after two minutes" : fmt::format("exit status {}", exit);
}

std::uint64_t size_of(const fs::path& folder) {
  std::uint64_t size = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) size += entry.file_size();
  return size;
}

std::uint64_t most_kilobytes(pid_t pid) {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6));
  return 0;
}

double processor_seconds(pid_t pid) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// The less of both: what else the machine does only adds.
void keep_less(std::optional<Spent>& known, Spent now) {
  if (known) {
    now.seconds = std::min(now.seconds, known->seconds);
    now.kilobytes = std::min(now.kilobytes, known->kilobytes);
  }
  known = std::move(now);
}

/// The one in the middle.
double median(std::vector<double> all) {
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  return *middle;
}

}  // namespace

Grown measure(const Dimension& dimension) {
  std::optional<Spent> least, one, two;
  Grown grown;
  std::vector<double> growth;  // in each round: a machine may be fast for one of them only
  for (int round = 0; round < most_rounds; ++round) {
    if (round < 3) keep_less(least, dimension.spend(1));
    const auto now = dimension.spend(dimension.n);
    const auto now_twice = dimension.spend(2 * dimension.n);
    growth.push_back((now_twice.seconds - least->seconds) / std::max(now.seconds - least->seconds, 1e-6));
    keep_less(one, now);
    keep_less(two, now_twice);
    for (const auto* spent : {&least, &one, &two}) grown.fault += (*spent)->fault;
    if (!grown.fault.empty()) return grown;
    grown.seconds = one->seconds - least->seconds;
    grown.seconds_of_twice = two->seconds - least->seconds;
    grown.kilobytes_of_twice = two->kilobytes - std::min(least->kilobytes, two->kilobytes);
    grown.input_of_twice = two->input;
    const bool slow = grown.seconds_of_twice > seconds_for_nothing &&
                      grown.seconds_of_twice > most_growth * grown.seconds && median(growth) > most_growth;
    const bool large = grown.kilobytes_of_twice > kilobytes_for_nothing + most_memory * two->input / 1024;
    if (!slow && !large) return grown;
    // What other work on the machine cannot explain is not measured again; it can explain three rounds of
    // anything that is short.
    const bool long_enough = round >= 2 && grown.seconds_of_twice > 5;
    const bool sure = large || long_enough || (round >= 9 && grown.seconds_of_twice > 3.2 * grown.seconds);
    if (round + 1 == most_rounds || sure) return grown.fault = slow ? "too slow" : "too large", grown;
  }
  return grown;
}

Dimension of_command(std::string name, std::size_t n, Make make) {
  return {
      std::move(name), n, [make = std::move(make)](std::size_t size) {
        const TemporaryFolder folder;
        Command command;
        command.arguments = make(size, folder.path());
        command.folder = folder.path();
        command.output_device = "/dev/null";
        const auto input = size_of(folder.path());
        const auto outcome = run(command);
        return Spent{outcome.processor_seconds, outcome.peak_kilobytes, input, status_fault(outcome.exit)};
      }};
}

Dimension of_server(std::string name, std::size_t n, std::function<std::string(std::size_t)> request) {
  return {std::move(name), n, [request = std::move(request)](std::size_t size) {
            const auto bytes = request(size);
            // What a limit ends early shows nothing of how the cost grows.
            Service service({"--market", (source_folder() / "examples/demo/market.yaml").string(),
                             "--max-gzip-members", "100000000", "--max-gzip-ratio", "1100"});
            // What a first request makes ready is not what this one costs.
            ask(service.port(), "POST", "/v1/validate", "Content-Type: application/xml\r\n", "<a/>");
            const auto before = processor_seconds(service.pid());
            Client client(service.port());
            client.send(bytes);
            Spent spent;
            if (!client.receive()) spent.fault = "no answer in ten seconds";
            spent.seconds = processor_seconds(service.pid()) - before;
            spent.kilobytes = most_kilobytes(service.pid());
            spent.input = bytes.size();
            if (spent.kilobytes == 0) spent.fault = "the server is gone";
            return spent;
          }};
}

std::string repeat(std::size_t n, const std::function<std::string(std::size_t)>& make) {
  std::string text;
  for (std::size_t i = 0; i < n; ++i) text += make(i);
  return text;
}

}  // namespace cimgate::test

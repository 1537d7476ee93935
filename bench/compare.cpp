// Runs commands in turn, several rounds, and compares them: cimgate_bench_compare ROUNDS MEGABYTES < PLAN.
// Lines of the plan, with tabs between: "run NAME COMMAND", and "ratio TEXT A[,A…] B[,B…]", how many times
// faster the B are than the A, by the sum of their times in the same round. Prints medians, and peak memory.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Measured {
  double seconds = 0;
  double processor_seconds = 0;
  long peak_kilobytes = 0;
  int status = 0;
};

Measured measure(const std::string& command) {
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    // exec, so that what is measured is the command and not the shell.
    execl("/bin/bash", "bash", "-c", ("exec " + command).c_str(), nullptr);
    _exit(127);
  }
  Measured measured;
  rusage usage{};
  wait4(child, &measured.status, 0, &usage);
  measured.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  measured.processor_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  measured.peak_kilobytes = usage.ru_maxrss;
  return measured;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, by);) parts.push_back(part);
  return parts;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: cimgate_bench_compare ROUNDS MEGABYTES < PLAN\n");
    return 2;
  }
  const int rounds = std::stoi(argv[1]);
  const double megabytes = std::stod(argv[2]);
  std::vector<std::pair<std::string, std::string>> runs;
  std::vector<std::vector<std::string>> ratios;
  for (std::string line; std::getline(std::cin, line);) {
    const auto parts = split(line, '\t');
    if (parts.size() == 3 && parts[0] == "run") runs.emplace_back(parts[1], parts[2]);
    if (parts.size() == 4 && parts[0] == "ratio") ratios.push_back(parts);
  }
  std::map<std::string, std::vector<Measured>> measured;
  for (int round = 0; round < rounds; ++round)
    for (const auto& [name, command] : runs) {
      measured[name].push_back(measure(command));
      if (measured[name].back().status != 0) {
        fmt::print(stderr, "'{}' failed: {}\n", name, command);
        return 1;
      }
    }
  fmt::print("| {:<44} | {:>10} | {:>10} | {:>8} | {:>9} |\n", "", "wall s", "CPU s", "MB/s", "peak MB");
  fmt::print("|{:-<46}|{:->12}|{:->12}|{:->10}|{:->11}|\n", "", ":", ":", ":", ":");
  for (const auto& [name, command] : runs) {
    std::vector<double> wall, processor, peak;
    for (const auto& one : measured[name]) {
      wall.push_back(one.seconds);
      processor.push_back(one.processor_seconds);
      peak.push_back(static_cast<double>(one.peak_kilobytes) / 1024);
    }
    fmt::print("| {:<44} | {:>10.3f} | {:>10.3f} | {:>8.1f} | {:>9.1f} |\n", name, median(wall),
               median(processor), megabytes / median(wall), median(peak));
  }
  if (!ratios.empty()) fmt::print("\n");
  for (const auto& ratio : ratios) {
    std::vector<double> by_wall, by_processor;
    for (int round = 0; round < rounds; ++round) {
      const auto sum = [&](const std::string& names, auto of) {
        double all = 0;
        for (const auto& name : split(names, ',')) all += of(measured[name][static_cast<std::size_t>(round)]);
        return all;
      };
      by_wall.push_back(sum(ratio[2], [](const Measured& one) { return one.seconds; }) /
                        sum(ratio[3], [](const Measured& one) { return one.seconds; }));
      by_processor.push_back(sum(ratio[2], [](const Measured& one) { return one.processor_seconds; }) /
                             sum(ratio[3], [](const Measured& one) { return one.processor_seconds; }));
    }
    fmt::print("{:<60} {:>6.2f}x by the clock, {:>6.2f}x by processor time\n", ratio[1], median(by_wall),
               median(by_processor));
  }
  return 0;
}

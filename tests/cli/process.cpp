#include "process.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>

namespace cimgate::test {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto longest = std::chrono::minutes(2);

/// The most memory that this process ever held counts as used by what it starts (getrusage): give back what
/// is free, and begin anew (proc(5), clear_refs).
void forget_own_memory() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << 5;
}

/// What the child does between fork and exec. Files stand in for pipes: nothing can block.
class Actions {
 public:
  Actions() { posix_spawn_file_actions_init(&actions_); }
  ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;

  void open(int descriptor, const fs::path& path, int flags) {
    posix_spawn_file_actions_addopen(&actions_, descriptor, path.c_str(), flags, 0600);
  }
  void change_folder(const fs::path& path) { posix_spawn_file_actions_addchdir_np(&actions_, path.c_str()); }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

/// A terminal that collects what is written to it.
class Terminal {
 public:
  Terminal() : reader_(posix_openpt(O_RDWR | O_NOCTTY)) {
    if (reader_ < 0 || grantpt(reader_) != 0 || unlockpt(reader_) != 0)
      throw std::runtime_error("cannot open a terminal");
    path_ = ptsname(reader_);
    // Held open until the end, so that the reader waits for the child.
    writer_ = open(path_.c_str(), O_WRONLY | O_NOCTTY);
    collector_ = std::thread([this] { collect(); });
  }
  ~Terminal() {
    if (collector_.joinable()) static_cast<void>(text());
    close(reader_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  const fs::path& path() const { return path_; }

  /// All that was written; the end of it.
  std::string text() {
    close(writer_);
    collector_.join();
    return text_;
  }

 private:
  void collect() {
    std::array<char, 4096> part{};
    for (ssize_t got = 0; (got = read(reader_, part.data(), part.size())) > 0;)
      text_.append(part.data(), static_cast<std::size_t>(got));
  }

  int reader_;
  int writer_ = -1;
  fs::path path_;
  std::string text_;
  std::thread collector_;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

pid_t start(const Command& command, const Actions& actions) {
  const fs::path binary = CIMGATE_BINARY;
  const fs::path program = command.shell.empty() ? binary : "/bin/sh";
  std::vector<std::string> arguments = {program};
  if (command.shell.empty())
    arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
  else
    arguments.insert(arguments.end(), {"-c", command.shell});
  std::vector<std::string> environment = {"PATH=" + binary.parent_path().string() + ":/usr/bin:/bin"};
  for (const auto& [name, value] : command.environment) environment.push_back(name + "=" + value);
  pid_t child = 0;
  forget_own_memory();
  if (posix_spawn(&child, program.c_str(), actions.get(), nullptr, pointers(arguments).data(),
                  pointers(environment).data()) != 0)
    throw std::runtime_error("cannot run " + program.string());
  return child;
}

void wait_for(pid_t child, Outcome& outcome) {
  const auto begin = Clock::now();
  int status = 0;
  rusage used{};
  bool killed = false;
  while (wait4(child, &status, WNOHANG, &used) == 0) {
    if (!killed && Clock::now() - begin > longest) killed = kill(child, SIGKILL) == 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  outcome.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  outcome.peak_kilobytes = static_cast<std::uint64_t>(used.ru_maxrss);
  outcome.megabytes = outcome.peak_kilobytes / 1024;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  outcome.processor_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  if (WIFEXITED(status)) outcome.exit = WEXITSTATUS(status);
}

}  // namespace

Outcome run(const Command& command) {
  const TemporaryFolder files;
  const auto in = files.path() / "in";
  const auto out = files.path() / "out";
  const auto err = files.path() / "err";
  write_file(in, command.standard_input);
  std::unique_ptr<Terminal> terminal;
  if (command.terminal) terminal = std::make_unique<Terminal>();
  Actions actions;
  actions.open(0, in, O_RDONLY);
  if (terminal != nullptr)
    actions.open(1, terminal->path(), O_WRONLY);
  else
    actions.open(1, command.output_device.empty() ? out : command.output_device, O_WRONLY | O_CREAT);
  actions.open(2, err, O_WRONLY | O_CREAT);
  actions.change_folder(command.folder.empty() ? source_folder() : command.folder);
  Outcome outcome;
  wait_for(start(command, actions), outcome);
  outcome.out = terminal != nullptr ? terminal->text() : read_file(out);
  outcome.err = read_file(err);
  return outcome;
}

void write_file(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace cimgate::test

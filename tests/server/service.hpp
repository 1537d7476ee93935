#pragma once
#include <sys/types.h>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/temporary_folder.hpp"

namespace cimgate::test {

/// The program under test: the one that was built, or CIMGATE_TEST_BINARY.
std::string binary();

/// `cimgate serve`, or another verb that serves, on a free port, as users start it. Ends with the object,
/// whatever happens.
class Service {
 public:
  explicit Service(std::vector<std::string> options = {}, const std::string& verb = "serve");
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  std::uint16_t port() const { return port_; }
  pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// Waits for the end: its exit status, or -1 when it does not come in a minute or a signal ended it.
  int wait();
  /// What it wrote to standard error so far.
  std::string errors() const;
  std::string greeting() const { return greeting_; }

 private:
  std::string error_file() const { return folder_.file("errors"); }

  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
  TemporaryFolder folder_;
  std::string greeting_;
};

/// A file of examples/.
std::string example(const std::string& path);

}  // namespace cimgate::test

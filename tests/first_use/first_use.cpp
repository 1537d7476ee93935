// Whoever is the first to use Xerces-C++ in a process does so beside somebody else. Each round is a process
// of its own.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cimgate/model_xml/reader.hpp>
#include <cstdio>
#include <memory>
#include <thread>
#include <xercesc/util/XMLMsgLoader.hpp>
#include <xercesc/util/XMLString.hpp>

#include "gateway/xml/xerces.hpp"

namespace {

/// What every parser needs.
void use() {
  XMLCh* const text = xercesc::XMLString::transcode("abc");
  xercesc::XMLString::release(const_cast<XMLCh**>(&text));
}

template <class User>
std::thread one_user(std::atomic<int>& waiting, const User& user) {
  return std::thread([&waiting, user] {
    --waiting;
    while (waiting > 0) {
    }
    for (int i = 0; i < 20; ++i) user();
  });
}

void begin_at_once() {
  std::atomic<int> waiting = 2;
  auto engine = one_user(waiting, [] {
    const auto runtime = cimgate::xml::XercesRuntime::get();
    use();
  });
  auto models = one_user(waiting, [] {
    const cimgate::model::XercesGuard guard;
    use();
  });
  engine.join();
  models.join();
}

}  // namespace

int main() {
  constexpr int rounds = 200;
  int failed = 0;
  for (int round = 0; round < rounds; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      begin_at_once();
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) ++failed;
  }
  if (failed > 0) std::fprintf(stderr, "%d of %d processes ended badly\n", failed, rounds);
  return failed == 0 ? 0 : 1;
}

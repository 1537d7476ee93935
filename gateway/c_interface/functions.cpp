#include <algorithm>
#include <memory>
#include <utility>

#include "cimgate/cimgate.h"
#include "gateway/c_interface/calls.hpp"

struct cimgate_gateway {
  explicit cimgate_gateway(cimgate::c_interface::Opened made) : opened(std::move(made)) {}
  cimgate::c_interface::Opened opened;
};

namespace cimgate::c_interface {
namespace {

int number_of(check::Status status) {
  switch (status) {
    case check::Status::fine:
      break;
    case check::Status::found:
      return CIMGATE_FOUND;
    case check::Status::usage:
      return CIMGATE_USAGE;
    case check::Status::undetermined:
      return CIMGATE_UNDETERMINED;
    case check::Status::our_fault:
      return CIMGATE_FAULT;
  }
  return CIMGATE_FINE;
}

int give(const Answer& answer, char** to) {
  if (to != nullptr && !answer.text.empty()) {
    auto text = std::make_unique<char[]>(answer.text.size() + 1);
    std::copy(answer.text.begin(), answer.text.end(), text.get());
    *to = text.release();
  }
  return number_of(answer.status);
}

/// The edge of the library: whatever happens in `work` becomes a status. Xerces-C++ throws what is no
/// std::exception.
template <typename Work>
int guarded(char** answer, Work work) noexcept {
  if (answer != nullptr) *answer = nullptr;
  try {
    return give(work(), answer);
  } catch (...) {
    return CIMGATE_FAULT;
  }
}

int call(Call* work, const cimgate_gateway* gateway, const cimgate_part* parts, std::size_t count,
         const char* text, char** answer) noexcept {
  return guarded(answer, [&] {
    if (gateway == nullptr) return wrong_call("there is no gateway");
    if (parts == nullptr || count == 0) return wrong_call("there is no input");
    Parts input;
    input.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      if (parts[i].bytes == nullptr && parts[i].size > 0) return wrong_call("a part has no bytes");
      if (parts[i].size == 0)
        input.emplace_back();
      else
        input.emplace_back(parts[i].bytes, parts[i].size);
    }
    auto options = Options::read(text);
    return options ? work(gateway->opened, input, *options) : wrong_call(options.error());
  });
}

}  // namespace
}  // namespace cimgate::c_interface

using namespace cimgate::c_interface;

const char* cimgate_version() {
  return CIMGATE_VERSION;
}

int cimgate_open(const char* options, cimgate_gateway** gateway, char** problem) {
  if (gateway != nullptr) *gateway = nullptr;
  return guarded(problem, [&] {
    if (gateway == nullptr) return wrong_call("nowhere to put the gateway");
    auto asked = Options::read(options);
    if (!asked) return wrong_call(asked.error());
    auto opened = open(*asked);
    if (!opened) return wrong_call(opened.error());
    *gateway = std::make_unique<cimgate_gateway>(std::move(*opened)).release();
    return Answer{};
  });
}

void cimgate_close(cimgate_gateway* gateway) {
  delete gateway;
}

int cimgate_validate(const cimgate_gateway* gateway, const cimgate_part* parts, size_t count,
                     const char* options, char** answer) {
  return call(validate, gateway, parts, count, options, answer);
}

int cimgate_translate(const cimgate_gateway* gateway, const cimgate_part* parts, size_t count,
                      const char* options, char** answer) {
  return call(translate, gateway, parts, count, options, answer);
}

int cimgate_explain(const cimgate_gateway* gateway, const cimgate_part* parts, size_t count,
                    const char* options, char** answer) {
  return call(explain, gateway, parts, count, options, answer);
}

int cimgate_round_trip(const cimgate_gateway* gateway, const cimgate_part* parts, size_t count,
                       const char* options, char** answer) {
  return call(round_trip, gateway, parts, count, options, answer);
}

void cimgate_free(char* answer) {
  delete[] answer;
}

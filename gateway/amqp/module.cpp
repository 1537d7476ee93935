#include "gateway/amqp/module.hpp"

#include <dlfcn.h>

#include <cstring>
#include <filesystem>
#include <system_error>

namespace cimgate::amqp {
namespace {

constexpr const char* file_name = "cimgate-amqp.so";

using Module = tl::expected<ConnectFunction, std::string>;

Module load() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  if (error) return tl::make_unexpected("AMQP: " + error.message());
  // Where it was built, and where it is installed; never where somebody happens to stand.
  for (const auto& path : {program / file_name, program / CIMGATE_MODULES_FROM_PROGRAM / file_name}) {
    if (!std::filesystem::exists(path, error)) continue;
    void* const module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr) {
      const char* const why = ::dlerror();
      return tl::make_unexpected(
          std::string("AMQP needs the library Qpid Proton (package libqpid-proton-cpp12): ") +
          (why != nullptr ? why : path.c_str()));
    }
    const auto fits = reinterpret_cast<FitsFunction>(::dlsym(module, fits_function));
    const auto connects = reinterpret_cast<ConnectFunction>(::dlsym(module, connect_function));
    if (fits == nullptr || connects == nullptr || std::strcmp(fits(), CIMGATE_VERSION) != 0)
      return tl::make_unexpected("AMQP: '" + path.string() + "' is of another version of cimgate");
    return connects;
  }
  return tl::make_unexpected(std::string("AMQP: ") + file_name +
                             " is not installed (package cimgate-amqp, which brings libqpid-proton-cpp12)");
}

}  // namespace

Connected connect(const Broker& broker) {
  static const Module module = load();
  if (!module) return tl::make_unexpected(module.error());
  std::string error;
  std::unique_ptr<Peer> peer((*module)(broker, error));
  if (!peer) return tl::make_unexpected(error);
  return peer;
}

}  // namespace cimgate::amqp

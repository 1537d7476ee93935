#include "xerces_use.hpp"

#include <mutex>
#include <xercesc/util/PlatformUtils.hpp>

namespace cimgate::xerces {
namespace {

std::mutex& one_at_a_time() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

void begin_use() {
  const std::lock_guard lock(one_at_a_time());
  xercesc::XMLPlatformUtils::Initialize();
}

void end_use() {
  const std::lock_guard lock(one_at_a_time());
  xercesc::XMLPlatformUtils::Terminate();
}

}  // namespace cimgate::xerces

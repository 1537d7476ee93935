#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <xercesc/util/XercesDefs.hpp>

/// What all uses of Xerces-C++ share.
namespace cimgate::xml {

/// Keeps the library initialised as long as one of these is held.
class XercesRuntime {
 public:
  static std::shared_ptr<const XercesRuntime> get();

  ~XercesRuntime();
  XercesRuntime(const XercesRuntime&) = delete;
  XercesRuntime& operator=(const XercesRuntime&) = delete;

 private:
  XercesRuntime();
};

std::string to_utf8(const XMLCh* text);

}  // namespace cimgate::xml

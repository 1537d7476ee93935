#pragma once

namespace cimgate::model {

/// Keeps Xerces-C++ initialised while one is alive. Any number may be made, in any thread. parse() and
/// serialize() of the model libraries hold one each. Making the first one takes longer than reading a small
/// message, so a program that does much should hold one throughout. A program that calls
/// xercesc::XMLPlatformUtils::Initialize itself must not do so while another thread makes the first of these.
class XercesGuard {
 public:
  XercesGuard();
  ~XercesGuard();
  XercesGuard(const XercesGuard&) = delete;
  XercesGuard& operator=(const XercesGuard&) = delete;
};

}  // namespace cimgate::model

#pragma once
#include <exception>
#include <memory>
#include <string_view>
#include <vector>

#include "gateway/security/wss/events.hpp"

struct _xmlParserCtxt;

namespace cimgate::wss {

/// One pass over XML in UTF-8 that comes piece by piece, in constant memory. No document type declaration, no
/// entities but the five, nothing outside. Names that the handler gets live as long as the pass; values and
/// texts as long as the call.
/// What comes must be within limits already (xml::survey_xml): a parser takes longer with many attributes
/// than they are long.
class Pass {
 public:
  explicit Pass(EventHandler& handler);

  /// False when it is no XML, or stop() was called.
  bool add(std::string_view piece);
  /// False when what came is not one whole, well-formed document.
  bool finish();
  /// The handler has seen enough.
  void stop();
  bool stopped() const { return stopped_; }

 private:
  friend struct PassCalls;
  bool good() const;
  void rethrow() const;

  EventHandler& handler_;
  std::shared_ptr<_xmlParserCtxt> parser_;
  bool stopped_ = false;
  bool refused_ = false;
  std::exception_ptr failed_;  ///< of the handler: nothing is thrown through the parser
  std::vector<Declaration> declared_;
  std::vector<Attribute> attributes_;
};

}  // namespace cimgate::wss

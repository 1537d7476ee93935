#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/security/wss/events.hpp"

namespace cimgate::wss {

/// Exclusive canonical XML of one element and all in it, without comments (W3C Exclusive XML
/// Canonicalization 1.0), while events come; memory as deep as the element is.
/// The strings of names and declarations must live until the last event.
class Canonicaliser final : public EventHandler {
 public:
  using Sink = std::function<void(std::string_view)>;

  /// `inclusive`: prefixes of InclusiveNamespaces; "" is #default. `around`: what is declared around the
  /// element, from the outside in.
  Canonicaliser(Sink sink, std::vector<std::string> inclusive, std::vector<Declaration> around);

  void start(const StartTag& tag) override;
  void end() override;
  void text(std::string_view text) override;
  void instruction(std::string_view target, std::string_view data) override;
  /// Gives what is left to the sink. After the end of the element.
  void finish();

 private:
  struct Open {
    std::size_t name = 0;                   ///< where its name begins in names_
    std::size_t in_scope = 0, written = 0;  ///< how many there were before it
  };
  void write_if_new(std::string_view prefix, std::string_view uri);
  void flush_if_much();

  Sink sink_;
  std::vector<std::string> inclusive_;
  std::vector<Declaration> in_scope_;
  std::vector<Declaration> written_;  ///< declarations that stand in the output around here
  std::vector<Open> open_;
  std::string names_;
  std::vector<Declaration> now_;       ///< to be written at this start tag
  std::vector<Attribute> attributes_;  ///< of this start tag, in order
  std::string out_;
};

}  // namespace cimgate::wss

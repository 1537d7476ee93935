#pragma once
#include <span>
#include <string_view>

/// What a pass over XML tells, piece by piece. Namespaces are resolved, entities are gone, line ends are one
/// character each.
namespace cimgate::wss {

struct Name {
  std::string_view prefix, local, ns;
};
struct Attribute {
  std::string_view prefix, local, ns, value;
};
/// xmlns:prefix="uri"; xmlns="uri" has the prefix "".
struct Declaration {
  std::string_view prefix, uri;
};
struct StartTag {
  Name name;
  std::span<const Declaration> declared;
  std::span<const Attribute> attributes;
};

class EventHandler {
 public:
  EventHandler() = default;
  EventHandler(const EventHandler&) = delete;
  EventHandler& operator=(const EventHandler&) = delete;
  virtual ~EventHandler() = default;

  virtual void start(const StartTag& tag) = 0;
  virtual void end() = 0;
  virtual void text(std::string_view text) = 0;
  virtual void instruction(std::string_view target, std::string_view data) = 0;
};

}  // namespace cimgate::wss

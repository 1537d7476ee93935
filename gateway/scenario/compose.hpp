#pragma once
#include <string>
#include <tl/expected.hpp>

#include "gateway/document/message.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/scenario/scene.hpp"

namespace cimgate::scenario {

/// A message of Elhub's BIM, ready to be sent.
struct Composed {
  std::string name;     ///< "RequestStartOfSupply"
  std::string id;       ///< Header/Identification
  std::string payload;  ///< id of the first payload; "" when it has none
  std::string process;  ///< as it stands in the message
  std::string type;
  std::string sender;   ///< GLN of the juridical sender
  std::string sent_by;  ///< GLN of the physical sender
  std::string xml;
};

/// Why a message cannot be made. `word` is the one whose value is wrong; "" when it is none of them.
struct ComposeError {
  std::string word;
  std::string text;
};

/// Makes messages of small ones in scenarios/messages by setting what a pack says.
class Composer {
 public:
  Composer(const Engine& engine, const Words& words) : engine_(engine), words_(words) {}

  /// `id`: of the message; ids of payloads are made from it.
  tl::expected<Composed, ComposeError> compose(const Scene& scene, const Send& send,
                                               const std::string& id) const;

 private:
  tl::expected<document::Message, ComposeError> base_of(const Scene& scene, const Send& send) const;

  const Engine& engine_;
  const Words& words_;
};

}  // namespace cimgate::scenario

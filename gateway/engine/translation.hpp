#pragma once
#include <optional>
#include <string>
#include <vector>

#include "gateway/engine/input.hpp"
#include "gateway/templates/message_template.hpp"

namespace cimgate {

/// What the options ask for, of a message of this side.
inline Target target_of(const TranslateOptions& options, bool from_bim) {
  if (options.target != Target::other_side) return options.target;
  if (!from_bim) return Target::bim;
  return options.prefer_xml ? Target::cim_xml : Target::cim_json;
}

/// How the input is to be judged beside; nothing when it is not.
std::optional<ValidateOptions> judging_of(const TranslateOptions& options);

/// What one input becomes on the other side: a translation for each BIM message, or one for a bundle of CIM
/// documents.
struct OtherSide {
  bool from_bim = false;
  std::vector<mapping::Translation> translations;
};

/// The input must be valid. `bim`: the set of the BIM message that is made; null = that which the supplement
/// names, else the mapping's own.
OtherSide translate_input(const Engine& engine, const Input& input, const std::string& profile,
                          const std::string& message, const schema::SchemaSet* bim = nullptr,
                          mapping::Tracing tracing = mapping::Tracing::no);

/// The translation of an input with its findings, written.
Translated translate_read(const Engine& engine, const Input& input, const TranslateOptions& options,
                          const templates::Wanted& wanted = {});

/// The profile for BIM → CIM: the one asked for, else the first of the message's dialect; "" when it has
/// none.
std::string profile_for(const document::Message& message, const std::string& asked);

}  // namespace cimgate

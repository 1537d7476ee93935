#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/document/message.hpp"
#include "gateway/engine/engine.hpp"

namespace cimgate {

/// An input that was read and held against its schemas.
struct Input {
  document::ReadResult read;
  std::vector<Finding> findings;      ///< stages wellformed and schema
  std::size_t findings_left_out = 0;  ///< beyond the limit
  std::vector<bool> valid;            ///< for each message
  bool all_valid() const;
};

/// The schema sets that are asked for; "" = chosen.
struct Asked {
  Asked(std::string cim_profile = {}, std::string set = {}, std::string of_day = {})
      : profile(std::move(cim_profile)), schema(std::move(set)), day(std::move(of_day)) {}
  std::string profile;  ///< of CIM documents
  std::string schema;   ///< of whatever is read
  std::string day;      ///< YYYY-MM-DD, whose version counts; "" = that on which the message was created
};

/// `parts`: one input, or documents and supplement of one bundle. Findings about several parts have no place
/// in one source; their xpath says which document is meant.
Input read_input(const Engine& engine, const std::vector<std::string>& parts, const Asked& asked,
                 const InputLimits& limits);

/// For what we wrote ourselves: the other form of an input may be longer or deeper than it was.
InputLimits limits_of_own(const InputLimits& of_input);

/// A part of an input that was read, held against its schemas.
Input check_input(document::ReadResult read, const InputLimits& limits);
/// A whole one, and its supplement held against the message that it names.
Input check_whole(const Engine& engine, document::ReadResult read, const InputLimits& limits);

document::ReadOptions read_options(const Engine& engine, const Asked& asked, const InputLimits& limits);

/// "RequestStartOfSupply", or the documents of a bundle with " + " between them.
std::string names_of(const std::vector<document::Message>& messages);

/// The lines that the findings are about, as they may be shown: personal data are covered.
SourceLines lines_of(const document::ReadResult& read, const std::vector<Finding>& findings);

/// Keeps the `limit` most severe findings; returns how many were left out.
std::size_t cut(std::vector<Finding>& findings, std::size_t limit);

}  // namespace cimgate

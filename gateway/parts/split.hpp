#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/parts/message_text.hpp"
#include "gateway/parts/parts_list.hpp"

/// Cuts a message at its records into messages of their own.
namespace cimgate::parts {

/// Who takes the parts, one after the other.
struct TakeParts {
  std::function<void(const Part&)> begin;  ///< its file and id; what it has is not known yet
  std::function<void(std::string_view)> write;
};

struct Split {
  PartsList list;
  std::string tail;  ///< what every part ends with: known when the last record was read
};

/// Parts of at most `series` records. `name`: how the input is called. Every part is the head of the message,
/// with an id of its own (part_id), some records as they are written, and the tail. What was handed out
/// before an error is worth nothing.
tl::expected<Split, Refusal> split(const Engine& engine, const Pull& pull, const std::string& name,
                                   std::size_t series, const AskedText& asked, const TakeParts& take);

}  // namespace cimgate::parts

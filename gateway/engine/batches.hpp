#pragma once
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/engine/input.hpp"
#include "gateway/reader/cut.hpp"

namespace cimgate {

/// The batches of one input, with what they tell of progress.
class Batches {
 public:
  Batches(const Engine& engine, const Pull& pull, const InputLimits& limits, const Asked& asked,
          const Streaming& streaming);

  tl::expected<std::optional<reader::Batch>, std::string> next();
  // As in reader::MessageStream.
  tl::expected<std::optional<reader::Cut>, std::string> cut() { return stream_.cut(); }
  std::unique_ptr<reader::CutReader> cut_reader() const { return stream_.cut_reader(); }
  bool confirm(const std::optional<reader::ReadCut>& read);
  std::optional<document::ReadResult> take_whole() { return stream_.take_whole(); }
  const std::vector<const schema::SchemaSet*>& may_be_of() const { return stream_.may_be_of(); }
  /// Reads a text again that was read in batches.
  document::ReadResult read_again(std::string_view text) const;

 private:
  const Engine& engine_;
  document::ReadOptions options_;
  const Streaming& streaming_;
  reader::MessageStream stream_;
};

/// The batch, held against its schema; with what its records break together with earlier ones.
Input check_batch(reader::Batch& batch, const InputLimits& limits);

/// Gives back what was read, so that the thread that worked on it has the memory for what it reads next.
void drop(reader::Batch& batch, Input& input);

/// The lines of a batch that was checked.
SourceLines lines_of(reader::Batch& batch, Input& input, const std::vector<Finding>& findings);

/// True when the batch is the beginning of a message of BIM, and more comes.
bool is_beginning(const reader::Batch& batch);

/// A record that turned out to be the only one has no number in paths.
void drop_lone_number(const std::string& record_path, std::vector<Finding>& findings);

/// What all parts of a message had to say about its schema, as a check of the whole has it: in the order of
/// the message, once.
void put_in_order(std::vector<Finding>& findings);

/// Of what is not well-formed nothing else counts, wherever that shows.
void keep_what_is_not_wellformed(std::vector<Finding>& findings, std::size_t& left_out);

/// A message that is not valid in the set of its first batch, and may be so in another, is neither: what its
/// schema has to say about it is said, and was not judged.
void leave_open(const Batches& batches, const std::string& set, std::vector<Finding>& findings);

/// Reads what is left, and puts it together: what a reader of the whole input gives.
tl::expected<document::ReadResult, std::string> whole_of(reader::Batch first, Batches& batches);

}  // namespace cimgate

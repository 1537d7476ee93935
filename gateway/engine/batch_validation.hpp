#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "gateway/engine/batches.hpp"
#include "gateway/engine/validation.hpp"
#include "gateway/validation/kept_findings.hpp"

namespace cimgate {

/// Judges a message that is read in batches; gives what validate_read gives of the whole.
class BatchValidation {
 public:
  /// What one batch gave.
  struct Part {
    Checked checked;
    bool valid = false;
    std::size_t records = 0;
    PartOfMessage of_rules;
  };

  /// `first`: the first batch of an input. Null when the input has to be judged as a whole.
  static std::unique_ptr<BatchValidation> open(const Engine& engine, const reader::Batch& first,
                                               const ValidateOptions& options);

  /// A batch that was checked. In any thread.
  Part judge(reader::Batch& batch, Input& input, bool first) const;
  /// Whether take() looks at what a part was judged of.
  static bool needs_document(const Part& part) { return !part.of_rules.keys.empty(); }
  /// In the order of the message; `batch` and `input` are those that the part was judged of. They may be
  /// empty when they are not needed.
  void take(Part part, reader::Batch& batch, Input& input);
  Checked finish(const Batches& batches);

 private:
  BatchValidation(const Engine& engine, const ValidateOptions& options, const document::Message& message,
                  std::uint32_t place);

  /// Those of a part whose keys records before them have.
  std::vector<rules::RecordKey> repeated_of(std::vector<rules::RecordKey> keys);
  /// Whether none of these will be kept.
  bool is_left_out(const std::vector<Finding>& findings) const;

  const Engine& engine_;
  const ValidateOptions& options_;
  const schema::SchemaSet& set_;
  std::uint32_t place_;  ///< of the records among the children of the root
  std::string message_;
  std::string record_;  ///< path of the records
  Checked all_;
  bool taken_any_ = false;
  bool valid_ = true;
  std::size_t records_ = 0;
  std::map<std::size_t, std::unordered_set<std::string>> keys_;  ///< of all records so far, by rule
  /// Apart, because those of rules count only if the message is valid as a whole, which the last part may
  /// tell.
  validation::KeptFindings before_rules_;
  validation::KeptFindings of_rules_;
};

}  // namespace cimgate

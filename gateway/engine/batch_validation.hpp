#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "gateway/engine/batches.hpp"
#include "gateway/engine/validation.hpp"

namespace cimgate {

/// Judges a message that is read in batches; gives what validate_read gives of the whole.
class BatchValidation {
 public:
  /// What one batch gave.
  struct Part {
    Checked checked;
    bool valid = false;
    std::size_t records = 0;
  };

  /// `first`: the first batch of an input. Null when the input has to be judged as a whole.
  static std::unique_ptr<BatchValidation> open(const Engine& engine, const reader::Batch& first,
                                               const ValidateOptions& options);

  /// A batch that was checked. In any thread.
  Part judge(reader::Batch& batch, Input& input, bool first) const;
  /// In the order of the message.
  void take(Part part);
  Checked finish(const Batches& batches);

 private:
  BatchValidation(const Engine& engine, const ValidateOptions& options, const document::Message& message,
                  std::uint32_t place);

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
};

}  // namespace cimgate

#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/mapping/proof.hpp"
#include "gateway/templates/stream_plan.hpp"

namespace cimgate::templates {

/// What is the same for the whole message.
struct Setting {
  std::shared_ptr<const mapping::Plan> plan;
  const mapping::VariantPlan* variant = nullptr;
  std::shared_ptr<const StreamPlan> stream;
  bool json = true;
  bool json_entries = true;  ///< the supplement, which is JSON when it stands alone
  document::WriteOptions options;
  std::size_t level = 0;        ///< of the documents in what is written
  std::size_t entry_level = 0;  ///< of the entries of the supplement, in JSON
};

/// The first record that went to a document, with the first rows only: rules may look at it.
struct Context {
  std::shared_ptr<const document::Document> document;
  document::NodeId record = 0;
  std::uint32_t number = 0;
};

/// What is known when some records were seen.
struct Known {
  std::shared_ptr<const document::Document> head;  ///< the message without records
  std::vector<Context> contexts;                   ///< in the order of the message
  std::vector<bool> fed;                           ///< documents of the variant that have a context
};

/// Which rows of a record are taken along.
struct RowChoice {
  bool all = false;
  document::NodeId also = document::no_node;  ///< beside the first of each list
};

/// A record run through the mapping as a small message: head, contexts, record.
struct PartRun {
  struct Text {
    std::size_t document = 0;  ///< of the variant
    std::size_t made = 0;      ///< among those that were made
    std::string text;
    document::WriteLog log;
    std::size_t begin = 0, end = 0;  ///< the record, when `fed`
    bool fed = false;
  };

  document::Document bim;
  mapping::RecordNumbers numbers;
  document::NodeId record = document::no_node;
  document::NodeId row = document::no_node;  ///< the row that was taken along
  mapping::Proven proven;
  std::vector<Text> texts;  ///< of the documents, when it is good

  /// Path of the record in the run's own differences, and in the message.
  std::string path_here, path;
};

/// `record` = no_node: head and contexts alone.
PartRun run_part(const Setting& setting, const Known& known, const document::Document& batch,
                 document::NodeId record, std::uint32_t number, const RowChoice& rows);

/// A copy of the message's root without its records.
std::shared_ptr<const document::Document> head_of(const document::Document& batch, std::uint32_t place);

/// A copy of one record with its first rows.
Context context_of(const document::Document& batch, document::NodeId record, std::uint32_t number,
                   const StreamPlan& plan);

}  // namespace cimgate::templates

#pragma once
#include <string>
#include <vector>

#include "gateway/document/document.hpp"
#include "gateway/templates/stream_plan.hpp"

namespace cimgate::templates {

/// A row of a record, or rows of which no nodes are made.
struct PartRow {
  document::NodeId node = document::no_node;
  const document::RowRun* rows = nullptr;  ///< the document's
};

/// A record, or a row of one: its nodes, and what of it decides how it is translated.
struct Part {
  std::vector<document::NodeId> nodes;  ///< in document order, without `rows`
  std::string key;            ///< parts with the same key differ in values that only go where they go
  std::vector<PartRow> rows;  ///< of a record: what follows the first element of each list of rows
  bool plain = true;          ///< false: it has something the schema does not know, or xsi:nil
};

/// A record with the first element of each list of rows.
void look_at_record(const document::Document& document, document::NodeId record, const StreamPlan& plan,
                    Part& part);
void look_at_row(const document::Document& document, document::NodeId row, const StreamPlan& plan,
                 Part& part);
/// A whole message, with everything in it.
void look_at_message(const document::Document& document, const LeafUse& leaves, Part& part);

}  // namespace cimgate::templates

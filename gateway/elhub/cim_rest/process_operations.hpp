#pragma once
#include <string>
#include <vector>

#include "gateway/engine/engine.hpp"

namespace cimgate::cim_rest {

/// A message of a process, and the documents of CIM that it becomes.
struct MessageOfProcess {
  std::string name;                    ///< RequestStartOfSupply
  std::vector<std::string> roles;      ///< of who sends it; empty = any
  std::vector<std::string> documents;  ///< roots, sorted
};

/// What may be sent in a process, and what may come of it.
struct ProcessOperation {
  std::string process;  ///< BRS-NO-101
  std::string title;    ///< English, as the schema of the messages has it; "" = it has none
  std::string id;       ///< operationId: submitBrsNo101
  std::vector<MessageOfProcess> taken, answers;
};

/// The processes in which parties send messages, sorted: as the table `processes` of the rules has them, and
/// with the documents that the mappings say. What no mapping expresses is left out.
std::vector<ProcessOperation> process_operations(const Engine& engine, const schema::SchemaSet& messages);

/// The roots of the documents of these messages, each once.
std::vector<std::string> documents_of(const std::vector<MessageOfProcess>& messages);

}  // namespace cimgate::cim_rest

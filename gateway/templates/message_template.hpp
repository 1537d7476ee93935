#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/mapping/translator.hpp"
#include "gateway/templates/part.hpp"
#include "gateway/templates/part_run.hpp"
#include "gateway/templates/template.hpp"

namespace cimgate::templates {

/// What all messages with the same key become: worked out once by running the mapping on one of them, there
/// and back; then only values are put in.
struct MessageTemplate {
  /// Values of two entries of the supplement that would be told as one if they were equal.
  struct Pair {
    ValueRef first, second;
    bool equal = false;
  };
  struct Told {
    Finding finding;  ///< without line and column, which are those of
    std::uint32_t node = 0;
  };
  struct File {
    std::string name;
    Fragment text;
  };

  Fragment whole;
  std::vector<File> files;
  std::vector<Told> findings;
  std::vector<Pair> pairs;

  std::size_t bytes() const;
};

/// A message that was filled in. The caller has what the template has not: its source.
struct FilledMessage {
  std::string whole;
  std::vector<std::pair<std::string, std::string>> files;  ///< name, text
  std::vector<Finding> findings;
};

/// Which texts of a result are wanted.
struct Wanted {
  bool whole = true;
  bool files = true;
};

/// Null when something in the message depends on more than the key. `setting`: of the message's variant;
/// `part`: the whole message, a plain one.
std::shared_ptr<const MessageTemplate> message_template(const Setting& setting,
                                                        const mapping::Translator& translator,
                                                        const document::Message& bim,
                                                        const std::string& profile, const Part& part);

/// False when a value is one that the mapping must look at.
bool fill(const MessageTemplate& made, const document::Document& bim, const Part& part, const Wanted& wanted,
          FilledMessage& out);

}  // namespace cimgate::templates

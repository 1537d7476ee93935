#pragma once
#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/mapping/translator.hpp"
#include "gateway/templates/entry_folder.hpp"
#include "gateway/templates/record_translator.hpp"

/// BIM to CIM in constant memory. The records of a message are translated one by one, most of them by
/// templates that the mapping itself has made (template.hpp); what comes out is, byte by byte, what
/// translating the whole message at once gives. See docs/performance.md for what is proved when.
namespace cimgate::templates {

struct Output {
  bool json = true;
  bool compact = false;
  Write whole;  ///< everything in one text, as it gets ready; or, when it is empty:
  /// a file for each document and the supplement, at the end. False: it could not be written.
  std::function<bool(const std::string& name, const std::function<bool(const Write&)>& content)> file;
};

struct Finished {
  std::vector<Finding> findings;
  bool fault = false;
  std::size_t filled = 0;  ///< records that were translated by templates
  std::size_t run = 0;     ///< records for which the mapping was run
};

class MessageTranslator {
 public:
  /// `first`: the head of the message, with its first record or some. Error: why the message has to be
  /// translated as a whole.
  static tl::expected<std::unique_ptr<MessageTranslator>, std::string> open(
      const mapping::Translator& translator, const document::Message& first, document::NodeId record,
      const std::string& profile, Output output);
  ~MessageTranslator();

  /// Records from `record` on, all that are left in a batch that is valid, in two steps, of which the first
  /// may be done in several threads, each with a translator of its own; `number` is that of the first,
  /// from 1. `stopped`: the record that the second step has to go on from; when there is none, that step
  /// needs no batch.
  struct Worked {
    Piece piece;
    document::NodeId stopped = document::no_node;
    std::uint32_t number = 0;  ///< of that record, or behind the last
  };
  std::unique_ptr<RecordTranslator> worker() const { return std::make_unique<RecordTranslator>(setting_); }
  std::shared_ptr<const Known> known() const { return known_; }
  Worked work(RecordTranslator& worker, const document::Document& batch, document::NodeId record,
              std::uint32_t number) const;
  void take(Worked&& worked, const document::Document* batch);

  /// The end of the message. What was written is whole only when the findings say of no error.
  Finished finish();

 private:
  struct DocumentText;

  MessageTranslator();
  Piece new_piece() const;
  void merge(Piece&& piece, std::uint32_t last);
  void first_record(const document::Document& batch, document::NodeId record, std::uint32_t number);
  void begin(const PartRun::Text& text);
  void write_records(std::size_t document, std::string_view text);
  bool check_heads(const PartRun& run);
  std::vector<document::SupplementEntry> head_entries(const PartRun& run) const;
  void add_head_policies(const PartRun& run);
  void add_policy_findings();
  void find_record_order();
  std::vector<document::Message> messages_of(PartRun& run) const;
  bool has_entries(const std::vector<document::SupplementEntry>& head);
  bool write_whole(bool with_supplement, const std::vector<document::SupplementEntry>& head);
  bool write_files(bool with_supplement, const std::vector<document::SupplementEntry>& head);
  bool write_entries(const std::vector<document::SupplementEntry>& head, bool& any, const Write& write);
  void tell_fault(const std::string& en, const std::string& nb);
  bool fine() const;

  const mapping::Translator* translator_ = nullptr;
  Setting setting_;
  Output output_;
  std::string message_, schema_, profile_;
  std::shared_ptr<const Known> known_;
  std::unique_ptr<RecordTranslator> own_;
  std::vector<std::unique_ptr<DocumentText>> documents_;  ///< by document of the variant
  std::unique_ptr<EntryFolder> choices_, entries_;
  Spool orders_;
  std::string record_order_;  ///< the entry about the order of the records; or empty
  std::vector<PolicyUse> policies_;
  std::vector<Finding> findings_;
  bool fault_ = false;
  struct Skeleton;
  std::unique_ptr<Skeleton> skeleton_;
};

}  // namespace cimgate::templates

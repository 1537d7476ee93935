#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/templates/fill.hpp"
#include "gateway/templates/part.hpp"
#include "gateway/templates/part_run.hpp"
#include "gateway/templates/piece.hpp"
#include "gateway/templates/row_shape.hpp"
#include "gateway/templates/template.hpp"

namespace cimgate::templates {

/// Translates records one by one: by a template where there is one, else by running the mapping. For one
/// thread.
class RecordTranslator {
 public:
  explicit RecordTranslator(const Setting& setting) : setting_(setting) {}

  /// What was learnt meanwhile; once at least before the first record.
  void know(std::shared_ptr<const Known> known);

  /// Appends to the piece what the record becomes. False, and the piece is as it was, when the record is the
  /// first of a document.
  bool translate(const document::Document& batch, document::NodeId record, std::uint32_t number,
                 Piece& piece);

  /// Runs the mapping on the record with all its rows, and appends all but the texts.
  PartRun run_whole(const document::Document& batch, document::NodeId record, std::uint32_t number,
                    Piece& piece);
  /// What the run of a record gives to the supplement.
  void add_run_entries(const PartRun& run, std::uint32_t number, Piece& piece) const;

  struct Statistics {
    std::size_t filled = 0;  ///< records
    std::size_t run = 0;     ///< records for which the mapping was run
    std::size_t templates = 0;
    std::size_t rows_looked_at = 0;   ///< rows whose key was made; of others the shape was enough
    std::size_t rows_of_columns = 0;  ///< rows that were filled in from columns, of which no nodes were made
    std::size_t rows_as_written = 0;  ///< of those, in one document: all their values stand as they are
  };
  const Statistics& statistics() const { return statistics_; }

 private:
  /// A row, or rows after each other with one template.
  struct Row {
    const Template* made = nullptr;
    std::size_t first_node = 0, end_node = 0;  ///< in row_nodes_; of rows: none
    std::uint32_t number = 0;                  ///< of rows: the first's
    std::uint32_t place = 0;
    const document::RowRun* rows = nullptr;

    std::uint32_t count() const { return rows == nullptr ? 1 : rows->size(); }
  };
  /// Entries of rows after each other that say the same.
  struct Fold {
    const EntryShape* shape = nullptr;
    std::string_view value;
    std::uint32_t first = 0, last = 0;
  };

  void tell(PartRun& run, const document::Document& batch, document::NodeId record, std::uint32_t number,
            Piece& piece) const;
  /// False, and only texts of the piece may have become longer, when the mapping must be run.
  bool fill_record(const document::Document& batch, document::NodeId record, std::uint32_t number,
                   Piece& piece);
  Template* find_template(const document::Document& batch, document::NodeId record, std::uint32_t number);
  const Template* find_row(Template& made, const document::Document& batch, document::NodeId record,
                           std::uint32_t number, document::NodeId row);
  const Template* template_of(const document::RowRun& rows) const;
  bool find_rows(Template& made, const document::Document& batch, document::NodeId record,
                 std::uint32_t number);
  bool fill_text(const Fragment& fragment, const Filling& filling, const document::Document& batch,
                 std::string& out);
  bool fill_row(const Row& row, const Fragment& fragment, const document::Document& batch, std::string& out);
  bool fill_run(const Row& row, const Fragment& fragment, std::string& out);
  std::uint32_t fill_plain_rows(const document::RowRun& rows, const Fragment& fragment, std::uint32_t first,
                                std::string& out);
  bool fill_rows(std::size_t document, std::uint32_t place, const document::Document& batch,
                 std::string& out);
  void fill_entries(const Template& made, std::vector<EntryShape> Template::*which, const Filling& filling,
                    Entries& out);
  void add_fold(const EntryShape& shape, std::string_view value, std::uint32_t number);
  void add_folds(const Row& row, const std::vector<EntryShape>& shapes, const document::Document& batch);
  void write_folds(std::uint32_t record, const std::string& list, Entries& out);
  void add_policies(const Template& made, const Filling& filling, Piece& piece);

  const Setting& setting_;
  std::shared_ptr<const Known> known_;
  std::unordered_map<std::string, std::unique_ptr<Template>> templates_;
  Statistics statistics_;
  Part part_, row_part_;
  std::vector<document::NodeId> row_nodes_;
  std::vector<Row> rows_;
  std::vector<Fold> folds_;
  struct SeenRow {
    RowShape shape;
    const Template* made = nullptr;
  };
  std::vector<SeenRow> seen_rows_;
  const Template* seen_in_ = nullptr;  ///< the record's template that has the rows' ones
  std::vector<std::int32_t> columns_;  ///< of the holes of a fragment
  std::string buffer_;
};

/// An entry as it stands in a list of entries, with what separates it from the one before.
void append_entry(const Setting& setting, const document::SupplementEntry& entry, std::string& out);

}  // namespace cimgate::templates

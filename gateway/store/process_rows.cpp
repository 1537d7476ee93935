#include "gateway/store/process_rows.hpp"

#include "gateway/market/field_values.hpp"
#include "gateway/store/day_columns.hpp"

namespace cimgate::store {

market::Process process_at(const database::Query& row) {
  market::Process found;
  found.id = row->text(0);
  found.process = row->text(1);
  found.metering_point = market::gsrn_text(row->integer(2));
  found.initiator = market::gln_text(row->integer(3));
  found.status = row->text(4);
  found.date = day_at(row, 5);
  found.cancellation_deadline = end_at(row, 6);
  found.stage = row->text(7);
  found.stage_is_told = !found.stage.empty();
  if (!found.stage_is_told) found.stage = market::usual_stage(found.status);
  found.announcement = row->text(8);
  return found;
}

}  // namespace cimgate::store

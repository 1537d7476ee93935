#pragma once
#include <libpq-fe.h>

namespace cimgate::database {

/// The functions of libpq that are used. The library is loaded when they are first asked for, so that who
/// keeps everything in files needs none and waits for none.
struct Libpq {
  decltype(&::PQconnectdbParams) connect;
  decltype(&::PQconninfoParse) parse;
  decltype(&::PQconninfoFree) free_parsed;
  decltype(&::PQfinish) finish;
  decltype(&::PQstatus) status;
  decltype(&::PQerrorMessage) error_message;
  decltype(&::PQtransactionStatus) transaction_status;
  decltype(&::PQsetNoticeProcessor) set_notice_processor;
  decltype(&::PQparameterStatus) parameter;
  decltype(&::PQsocket) socket;
  decltype(&::PQsendQuery) send;
  decltype(&::PQsendQueryParams) send_with_parameters;
  decltype(&::PQsendPrepare) send_prepare;
  decltype(&::PQsendQueryPrepared) send_prepared;
  decltype(&::PQenterPipelineMode) begin_pipeline;
  decltype(&::PQpipelineSync) end_of_journey;
  decltype(&::PQexitPipelineMode) end_pipeline;
  decltype(&::PQisBusy) is_busy;
  decltype(&::PQconsumeInput) take_input;
  decltype(&::PQgetResult) result;
  decltype(&::PQresultStatus) result_status;
  decltype(&::PQresultErrorField) error_field;
  decltype(&::PQntuples) rows;
  decltype(&::PQgetvalue) value;
  decltype(&::PQgetlength) length;
  decltype(&::PQgetisnull) is_null;
  decltype(&::PQcmdTuples) changed_rows;
  decltype(&::PQcmdStatus) command_status;
  decltype(&::PQclear) clear;
  decltype(&::PQfreemem) free_memory;
};

/// Throws Error when the library is not installed.
const Libpq& libpq();

}  // namespace cimgate::database

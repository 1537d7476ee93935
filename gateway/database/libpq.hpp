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
  decltype(&::PQexec) execute;
  decltype(&::PQprepare) prepare;
  decltype(&::PQexecPrepared) execute_prepared;
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

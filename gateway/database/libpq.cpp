#include "gateway/database/libpq.hpp"

#include <dlfcn.h>

#include "gateway/database/error.hpp"

namespace cimgate::database {
namespace {

constexpr const char* library_name = "libpq.so.5";

template <class Function>
void find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  if (function == nullptr) throw Error(std::string(library_name) + " is too old: it has no " + name);
}

Libpq load() {
  void* library = ::dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    throw Error(std::string("PostgreSQL needs ") + library_name +
                ", which is not installed here; on Debian it is in the package libpq5");
  Libpq made{};
  find(library, "PQconnectdbParams", made.connect);
  find(library, "PQconninfoParse", made.parse);
  find(library, "PQconninfoFree", made.free_parsed);
  find(library, "PQfinish", made.finish);
  find(library, "PQstatus", made.status);
  find(library, "PQerrorMessage", made.error_message);
  find(library, "PQtransactionStatus", made.transaction_status);
  find(library, "PQsetNoticeProcessor", made.set_notice_processor);
  find(library, "PQparameterStatus", made.parameter);
  find(library, "PQsocket", made.socket);
  find(library, "PQsendQuery", made.send);
  find(library, "PQsendQueryParams", made.send_with_parameters);
  find(library, "PQsendPrepare", made.send_prepare);
  find(library, "PQsendQueryPrepared", made.send_prepared);
  find(library, "PQenterPipelineMode", made.begin_pipeline);
  find(library, "PQpipelineSync", made.end_of_journey);
  find(library, "PQexitPipelineMode", made.end_pipeline);
  find(library, "PQisBusy", made.is_busy);
  find(library, "PQconsumeInput", made.take_input);
  find(library, "PQgetResult", made.result);
  find(library, "PQresultStatus", made.result_status);
  find(library, "PQresultErrorField", made.error_field);
  find(library, "PQntuples", made.rows);
  find(library, "PQgetvalue", made.value);
  find(library, "PQgetlength", made.length);
  find(library, "PQgetisnull", made.is_null);
  find(library, "PQcmdTuples", made.changed_rows);
  find(library, "PQcmdStatus", made.command_status);
  find(library, "PQclear", made.clear);
  find(library, "PQfreemem", made.free_memory);
  return made;
}

}  // namespace

const Libpq& libpq() {
  static const Libpq loaded = load();  // a library that is missing is looked for again the next time
  return loaded;
}

}  // namespace cimgate::database

/* The C interface without anything behind it: abidw reads from it how the functions and types of the header look to
 * who calls them. */
#include "cimgate/cimgate.h"

struct cimgate_gateway {
  char opaque;
};

#define EVERY_CALL(name)                                                                                     \
  int name(const cimgate_gateway* gateway, const cimgate_part* parts, size_t count, const char* options, char** answer) { \
    return gateway == NULL || parts == NULL || count == 0 || options == NULL || answer == NULL;              \
  }
EVERY_CALL(cimgate_validate)
EVERY_CALL(cimgate_translate)
EVERY_CALL(cimgate_explain)
EVERY_CALL(cimgate_round_trip)

const char* cimgate_version(void) {
  return "";
}

int cimgate_open(const char* options, cimgate_gateway** gateway, char** problem) {
  return options == NULL || gateway == NULL || problem == NULL;
}

void cimgate_close(cimgate_gateway* gateway) {
  (void)gateway;
}

void cimgate_free(char* answer) {
  (void)answer;
}

/* Keeps the statuses, which no function names. */
enum cimgate_status cimgate_keeps_statuses(void) {
  return CIMGATE_FINE;
}

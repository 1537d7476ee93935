/* cimgate for other languages: check, translate, explain and round-trip messages of the electricity market.
 *
 * Options go in and answers come out as JSON, in UTF-8, as the program and its HTTP interface have them; docs/embedding.md
 * lists the members. What is not named here is not part of the interface. Nothing is printed, no clock is read, no signal is
 * handled, and no exception leaves a function.
 *
 * Threads: a gateway is opened once and may be used by several threads at the same time. It must not be closed while one
 * of them still uses it. Answers belong to who asked for them. */
#ifndef CIMGATE_CIMGATE_H
#define CIMGATE_CIMGATE_H

#include <stddef.h>

#if defined(__GNUC__)
#define CIMGATE_EXPORTED __attribute__((visibility("default")))
#else
#define CIMGATE_EXPORTED
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What the functions return: the numbers that the program exits with. */
enum cimgate_status {
  CIMGATE_FINE = 0,
  /* Errors in the message, or a translation that lost or could not place something. */
  CIMGATE_FOUND = 1,
  /* The call was wrong. The answer is {"error": "…"}. */
  CIMGATE_USAGE = 2,
  /* Could not be judged: not the same as fine. */
  CIMGATE_UNDETERMINED = 3,
  /* A fault of cimgate, or no memory; then the answer may be NULL. */
  CIMGATE_FAULT = 70
};

/* Opened once, used by many; immutable. */
typedef struct cimgate_gateway cimgate_gateway;

/* One file of an input: any bytes. Most inputs have one part. A bundle may stand in several: its documents and
 * supplement.json. */
typedef struct cimgate_part {
  const char* bytes;
  size_t size;
} cimgate_part;

/* "0.1.0"; never to be freed. */
CIMGATE_EXPORTED const char* cimgate_version(void);

/* Opens a gateway. `options`: a JSON object, or NULL for the defaults: "data" (a folder instead of what is built in), "market"
 * (a file with the state of the market), "reader" ("fast" or "reference").
 * CIMGATE_FINE: `*gateway` is to be closed. Else it is NULL, and `*problem` (which may be NULL if nobody wants it) is
 * {"error": "…"}, to be freed. */
CIMGATE_EXPORTED int cimgate_open(const char* options, cimgate_gateway** gateway, char** problem);

/* After the last call that uses it has returned. NULL is allowed. */
CIMGATE_EXPORTED void cimgate_close(cimgate_gateway* gateway);

/* Each takes one input of `count` parts and `options`, a JSON object or NULL for the defaults. `*answer` is a text that
 * ends with NUL, to be freed; `answer` may be NULL when only the status matters. A call that is wrong does nothing. */

/* The verdict and the findings: a line of `cimgate validate --format ndjson`. */
CIMGATE_EXPORTED int cimgate_validate(const cimgate_gateway* gateway, const cimgate_part* parts, size_t count,
                                      const char* options, char** answer);
/* The translation and what was found: what POST /v1/translate gives as application/vnd.cimgate.translation+json. */
CIMGATE_EXPORTED int cimgate_translate(const cimgate_gateway* gateway, const cimgate_part* parts, size_t count,
                                       const char* options, char** answer);
/* Where values come from, and why there are none: a file of `cimgate explain --format json`. */
CIMGATE_EXPORTED int cimgate_explain(const cimgate_gateway* gateway, const cimgate_part* parts, size_t count,
                                     const char* options, char** answer);
/* There and back, and what differs: a file of `cimgate roundtrip --format json`. */
CIMGATE_EXPORTED int cimgate_round_trip(const cimgate_gateway* gateway, const cimgate_part* parts, size_t count,
                                        const char* options, char** answer);

/* Frees an answer or a problem. NULL is allowed. */
CIMGATE_EXPORTED void cimgate_free(char* answer);

#ifdef __cplusplus
}
#endif

#endif

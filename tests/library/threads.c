/* The C interface from C: many threads with one gateway get the answers that one gets, and wrong calls are told so.
 * threads FILE… */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cimgate/cimgate.h"

enum { MOST_INPUTS = 64, THREADS = 8, ROUNDS = 3 };

typedef int call(const cimgate_gateway*, const cimgate_part*, size_t, const char*, char**);
static call* const calls[] = {cimgate_validate, cimgate_translate, cimgate_explain, cimgate_round_trip};
enum { CALLS = sizeof calls / sizeof *calls };

struct work {
  const cimgate_gateway* gateway;
  cimgate_part inputs[MOST_INPUTS];
  size_t count;
  char* answers[MOST_INPUTS][CALLS];
  int statuses[MOST_INPUTS][CALLS];
};

static void must(int holds, const char* what) {
  if (holds) return;
  fprintf(stderr, "tests/library/threads: %s\n", what);
  exit(1);
}

static cimgate_part read_file(const char* name) {
  FILE* file = fopen(name, "rb");
  must(file != NULL, name);
  size_t room = 1 << 20;
  char* bytes = malloc(room);
  must(bytes != NULL, "memory");
  cimgate_part part = {bytes, fread(bytes, 1, room, file)};
  fclose(file);
  return part;
}

static void* again(void* given) {
  struct work* work = given;
  size_t different = 0;
  for (int round = 0; round < ROUNDS; ++round)
    for (size_t i = 0; i < work->count; ++i)
      for (size_t c = 0; c < CALLS; ++c) {
        char* answer = NULL;
        const int status = calls[c](work->gateway, &work->inputs[i], 1, NULL, &answer);
        different += status != work->statuses[i][c] || strcmp(answer, work->answers[i][c]) != 0;
        cimgate_free(answer);
      }
  return (void*)different;
}

static void wrong(int status, char** told, const char* because) {
  char* const answer = *told;
  *told = NULL;
  must(status == CIMGATE_USAGE, because);
  must(answer != NULL && strstr(answer, "\"error\": ") != NULL && strstr(answer, because) != NULL, because);
  cimgate_free(answer);
}

static void wrong_calls(const cimgate_gateway* gateway, const cimgate_part* part) {
  char* answer = NULL;
  const cimgate_part nothing = {NULL, 1};
  const cimgate_part empty = {NULL, 0};
  wrong(cimgate_validate(NULL, part, 1, NULL, &answer), &answer, "there is no gateway");
  wrong(cimgate_validate(gateway, NULL, 1, NULL, &answer), &answer, "there is no input");
  wrong(cimgate_validate(gateway, part, 0, NULL, &answer), &answer, "there is no input");
  wrong(cimgate_validate(gateway, &nothing, 1, NULL, &answer), &answer, "a part has no bytes");
  wrong(cimgate_validate(gateway, part, 1, "[]", &answer), &answer, "expected a JSON object");
  wrong(cimgate_validate(gateway, part, 1, "{", &answer), &answer, "Not well-formed JSON");
  wrong(cimgate_validate(gateway, part, 1, "{\"\xff\": 1}", &answer), &answer, "not UTF-8");
  wrong(cimgate_validate(gateway, part, 1, "{\"levle\": \"codes\"}", &answer), &answer, "did you mean 'level'?");
  wrong(cimgate_validate(gateway, part, 1, "{\"level\": \"all\"}", &answer), &answer, "expected one of: auto, schema");
  wrong(cimgate_validate(gateway, part, 1, "{\"level\": 1}", &answer), &answer, "level: expected a string");
  wrong(cimgate_validate(gateway, part, 1, "{\"asOf\": \"2026-02-30\"}", &answer), &answer, "expected a day");
  wrong(cimgate_validate(gateway, part, 1, "{\"maxDepth\": 0}", &answer), &answer, "between 1 and 1000");
  wrong(cimgate_validate(gateway, part, 1, "{\"maxDepth\": 1.5}", &answer), &answer, "between 1 and 1000");
  wrong(cimgate_validate(gateway, part, 1, "{\"emif\": \"9.9\"}", &answer), &answer, "there is no version '9.9'");
  wrong(cimgate_validate(gateway, part, 1, "{\"schema\": \"elhub/9\"}", &answer), &answer, "schema: there is no");
  wrong(cimgate_translate(gateway, part, 1, "{\"to\": \"json\"}", &answer), &answer, "to: there is no 'json'");
  wrong(cimgate_translate(gateway, part, 1, "{\"profile\": \"x\"}", &answer), &answer, "profile: there is no 'x'");
  wrong(cimgate_translate(gateway, part, 1, "{\"message\": \"x\"}", &answer), &answer, "no mapping for 'x'");
  wrong(cimgate_translate(gateway, part, 1, "{\"asOf\": \"2026-02-03\"}", &answer), &answer, "only together with");
  wrong(cimgate_translate(gateway, part, 1, "{\"compact\": \"yes\"}", &answer), &answer, "expected true or false");
  must(cimgate_validate(gateway, &empty, 1, NULL, &answer) == CIMGATE_FOUND, "an empty input is invalid");
  cimgate_free(answer);
  must(cimgate_validate(gateway, part, 1, NULL, NULL) == CIMGATE_FINE, "only the status");
  cimgate_gateway* other = (cimgate_gateway*)&answer;
  wrong(cimgate_open("{\"data\": \"/no/such\"}", &other, &answer), &answer, "/no/such");
  must(other == NULL, "no gateway when it cannot be opened");
  wrong(cimgate_open("{\"market\": \"/no/such.yaml\"}", &other, &answer), &answer, "/no/such.yaml");
  must(cimgate_open(NULL, NULL, NULL) == CIMGATE_USAGE, "nowhere to put it");
  cimgate_free(NULL);
  cimgate_close(NULL);
}

int main(int count, char** names) {
  static struct work work;
  cimgate_gateway* gateway = NULL;
  char* problem = NULL;
  must(cimgate_open(NULL, &gateway, &problem) == CIMGATE_FINE && problem == NULL, "open");
  must(count > 1 && count <= MOST_INPUTS, "files: between 1 and 63");
  work.gateway = gateway;
  work.count = (size_t)count - 1;
  for (size_t i = 0; i < work.count; ++i) work.inputs[i] = read_file(names[i + 1]);
  wrong_calls(gateway, &work.inputs[0]);

  /* The first answers come from another gateway, so that many threads are the first to use this one. */
  cimgate_gateway* first = NULL;
  must(cimgate_open("{}", &first, NULL) == CIMGATE_FINE, "a second gateway");
  size_t seen[CIMGATE_FAULT + 1] = {0};
  for (size_t i = 0; i < work.count; ++i)
    for (size_t c = 0; c < CALLS; ++c) {
      work.statuses[i][c] = calls[c](first, &work.inputs[i], 1, NULL, &work.answers[i][c]);
      ++seen[work.statuses[i][c]];
    }
  cimgate_close(first);
  must(seen[CIMGATE_FINE] > 0 && seen[CIMGATE_FOUND] > 0, "inputs that are valid, and others");

  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; ++i) must(pthread_create(&threads[i], NULL, again, &work) == 0, "a thread");
  for (int i = 0; i < THREADS; ++i) {
    void* different = NULL;
    pthread_join(threads[i], &different);
    must(different == NULL, "a thread got other answers");
  }
  for (size_t i = 0; i < work.count; ++i) {
    free((void*)work.inputs[i].bytes);
    for (size_t c = 0; c < CALLS; ++c) cimgate_free(work.answers[i][c]);
  }
  cimgate_close(gateway);
  printf("%zu inputs, %d calls each, %d threads: the same answers\n", work.count, CALLS, THREADS);
  return 0;
}

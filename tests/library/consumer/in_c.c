#include <cimgate/cimgate.h>
#include <stdio.h>

int main(int count, char** names) {
  static char bytes[1 << 16];
  FILE* file = count > 1 ? fopen(names[1], "rb") : NULL;
  if (file == NULL) return 2;
  const cimgate_part message = {bytes, fread(bytes, 1, sizeof bytes, file)};
  fclose(file);

  cimgate_gateway* gateway;
  char* answer;
  if (cimgate_open(NULL, &gateway, &answer) != CIMGATE_FINE) return 2;
  const int status = cimgate_validate(gateway, &message, 1, NULL, &answer);
  fputs(answer, stdout);
  cimgate_free(answer);
  cimgate_close(gateway);
  return status;
}

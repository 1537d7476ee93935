#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "validators.hpp"

int main(int count, char** arguments) {
  const cimgate::test::Validators validators;
  return doctest::Context(count, arguments).run();
}

// As precompiled.hpp, for the tests.
#include <doctest/doctest.h>

#include "precompiled.hpp"

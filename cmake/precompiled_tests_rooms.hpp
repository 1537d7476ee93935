// As precompiled_tests.hpp, for whoever builds everything once.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "precompiled_rooms.hpp"

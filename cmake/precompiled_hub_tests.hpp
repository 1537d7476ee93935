// What the tests of hub and bridge read most: the generated bindings are long.
#include "cmake/precompiled_tests.hpp"

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "cimgate/ebix_model/message.hpp"

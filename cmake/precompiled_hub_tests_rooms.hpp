// As precompiled_hub_tests.hpp, for whoever builds everything once.
#include "cmake/precompiled_tests_rooms.hpp"

#include <yaml-cpp/yaml.h>

#include "gateway/elhub/hub/hub.hpp"

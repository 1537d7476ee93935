// As precompiled_hub.hpp, for whoever builds everything once.
#include "cmake/precompiled_rooms.hpp"
#include "gateway/elhub/hub/hub.hpp"

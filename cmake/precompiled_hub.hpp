// The generated bindings are long: the sources of gateway/elhub/hub read them once.
#include "cmake/precompiled.hpp"

#include "cimgate/ebix_model/message.hpp"

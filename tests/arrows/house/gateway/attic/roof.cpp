#include "gateway/attic/roof.hpp"

#include "gateway/cellar/wine.hpp"

#include "gateway/kitchen/dish.hpp"

#include <sqlite3.h>

#include "gateway/attic/roof.hpp"
#include "gateway/cellar/wine.hpp"
#include "gateway/kitchen/none.hpp"
#include "tests/unit/effort.hpp"

#pragma once
#include "gateway/attic/roof.hpp"

#pragma once
#include "gateway/kitchen/dish.hpp"

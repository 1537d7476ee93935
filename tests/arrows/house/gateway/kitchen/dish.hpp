#pragma once
#include "gateway/kitchen/recipe.hpp"

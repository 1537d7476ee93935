#pragma once
#include "gateway/cellar/wine.hpp"

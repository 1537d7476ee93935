// As precompiled.hpp, for the command line.
#include <CLI/CLI.hpp>

#include "precompiled.hpp"

#pragma once
#include <vector>

#include "gateway/json/out.hpp"
#include "gateway/yaml/file.hpp"

namespace cimgate::cli {

/// The member "problems" of an object: what is wrong in files that people write, and where.
void append_problems(const std::vector<yaml::Mistake>& mistakes, json::JsonOut& out);

}  // namespace cimgate::cli

#pragma once
#include <string>
#include <vector>

namespace cimgate::cli {

/// What makes two paths one file: where it lies when "." and ".." and all symbolic links are followed. A hard
/// link is a file of its own, as it is in every copy of the folder. "-" is standard input, whatever lies
/// beside it.
std::string identity_of(const std::string& path);

/// The paths without those that name a file which one before them named.
std::vector<std::string> each_once(const std::vector<std::string>& paths);

}  // namespace cimgate::cli

#pragma once
#include <string>
#include <string_view>

namespace cimgate::check {

/// Whether a path fits a pattern: ? is one character and * any number of them, neither goes over a '/';
/// ** is any number of folders, none too. A pattern without wildcards that names a folder fits all below it.
bool fits(std::string_view pattern, std::string_view path);

/// The same for one name: * may stand for any characters.
bool fits_name(std::string_view pattern, std::string_view name);

/// A path as patterns and baselines see it: from `folder` on, with '/' and without "./" and "x/../".
std::string relative_to(const std::string& folder, const std::string& path);

}  // namespace cimgate::check

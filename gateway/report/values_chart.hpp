#pragma once
#include <string>

#include "gateway/values/curves.hpp"

/// Metering values drawn for the HTML report: an SVG without script, in the colours of the page.
namespace cimgate::report::html {

/// The chart of one curve with its axes, what it says in words, and a table of all its values. `id` is one of
/// the page; the SVG's own title and description are in one language.
std::string curve_html(const values::Curve& curve, const values::Values& of, std::string_view id,
                       bool norwegian);

/// What the marks of all charts are filled with: once a page that has a chart.
std::string chart_patterns();

}  // namespace cimgate::report::html

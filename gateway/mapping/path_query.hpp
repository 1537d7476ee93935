#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace cimgate::mapping {

/// A place as people write it: "/Root/Record[2]/mRID", "Record/mRID" (anywhere), "//mRID", "Header"
/// (everything in it), "…/@codingScheme". Prefixes of namespaces do not matter, `*` stands for any name.
class PathQuery {
 public:
  explicit PathQuery(std::string_view text);

  /// True when the value at this path, as Document::path writes it, is at or below the place.
  bool matches(std::string_view path) const;
  /// The same, and nothing below the place.
  bool is(std::string_view path) const;
  /// As `is`, for paths without numbers: numbers of the query do not count.
  bool is_schema_path(std::string_view path) const;
  /// True when the place is below this path without numbers.
  bool is_below_schema_path(std::string_view path) const;

 private:
  struct Step {
    std::string name;
    std::string number;  ///< "" = any
  };
  static std::vector<Step> steps_of(std::string_view path);
  static bool fits(const Step& wanted, const Step& found, bool numbers);
  bool match(std::string_view path, bool below, bool numbers) const;

  bool from_root_ = false;
  std::vector<Step> steps_;
};

}  // namespace cimgate::mapping

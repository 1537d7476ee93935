#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/document/document.hpp"

namespace cimgate {

/// Which names of a message may be shown with their values: those whose type is a code, a date, a number or
/// an identifier of fixed form. Free text (names, addresses, telephone numbers, customer ids) may not.
class Showable {
 public:
  void add(const document::Document& document) {
    roots_.push_back(document.root().element);
    dialect_ = &document.dialect();
  }

  /// A source line (XML or JSON) as a report may show it: values that may be personal data are covered with
  /// dots, one for each character, so that columns stay.
  std::string line(std::string_view source) const;

  /// As much of a line as is shown around a place.
  struct Part {
    std::size_t begin = 0, end = 0;  ///< bytes of the line
    std::string text;
  };
  /// The same of a line that may be long, or be the whole message: XML of more than 4 kB is cut at tags
  /// around the byte `at`, some hundred bytes before and behind it.
  Part part(std::string_view source, std::size_t at) const;

 private:
  std::string xml_line(std::string_view source) const;
  std::string json_line(std::string_view source) const;
  void show_tag(std::string_view tag, std::string& out) const;
  void show_bare(std::string_view name, std::string_view text, std::string& out) const;
  bool may_show(std::string_view name, std::string_view value) const;

  bool is_open(std::string_view name) const;

  std::vector<const schema::Element*> roots_;
  const dialect::Dialect* dialect_ = dialect::none().get();
  mutable std::map<std::string, bool, std::less<>> open_;  ///< names that were asked about
};

}  // namespace cimgate

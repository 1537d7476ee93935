#pragma once
#include <string>
#include <string_view>

/// Texts as they may stand in reports, terminals and markup. Each takes any bytes: what is not UTF-8 becomes
/// U+FFFD.
namespace cimgate::text {

/// For a terminal: control characters (C0 but for line breaks and tabs, DEL, C1) and those of bidirectional
/// text are spelt out, as <U+001B>, so that what comes from a message or the name of a file is only seen.
std::string terminal_text(std::string_view text);
/// The same for what stands in a line: a name, a path, a value.
std::string terminal_line(std::string_view text);
/// A line that columns are counted in: a control character is '.', a tab ' '.
std::string one_column_each(std::string_view text);

/// JSON whose strings have control characters as escapes: the same values.
std::string json_controls(std::string_view json);

/// For XML 1.0 and HTML, between tags and in attributes. Control characters, and what XML 1.0 cannot hold,
/// become U+FFFD.
std::string xml_text(std::string_view text);

/// For GitHub's Markdown, in a paragraph or a table cell: nothing in it is markup, a link or a mention.
std::string markdown_text(std::string_view text);
/// The same as code.
std::string markdown_code(std::string_view text);

/// For workflow commands of GitHub Actions: the message, and a property such as file or title.
std::string command_data(std::string_view text);
std::string command_property(std::string_view text);

/// A path as a relative or file: URI.
std::string uri_of(std::string_view path);

}  // namespace cimgate::text

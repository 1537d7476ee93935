#include "gateway/text/escape.hpp"

#include <doctest/doctest.h>

#include "gateway/json/quoted.hpp"
#include "gateway/text/characters.hpp"

using namespace cimgate::text;
using cimgate::json::quoted;

TEST_SUITE("text: escapes") {
  TEST_CASE("what is not UTF-8 becomes the replacement character, a byte at a time") {
    CHECK(utf8("målepunkt €😀") == "målepunkt €😀");
    CHECK(utf8("a\xFF"
               "b") ==
          "a\xEF\xBF\xBD"
          "b");
    CHECK(utf8("\xC3") == "\xEF\xBF\xBD");
    CHECK(utf8("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");                       // overlong
    CHECK(utf8("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");       // surrogate
    CHECK(utf8("\xF4\x90\x80\x80").size() == 12);                                // beyond U+10FFFF
    CHECK(utf8(std::string_view("\xE2\x82", 2)) == "\xEF\xBF\xBD\xEF\xBF\xBD");  // cut off
  }

  TEST_CASE("a terminal: what is not a character to be seen is spelt out") {
    CHECK(terminal_text("målepunkt €😀\n\t") == "målepunkt €😀\n\t");
    CHECK(terminal_text(std::string_view("\0\x1B[2J\r\x7F", 7)) == "<U+0000><U+001B>[2J<U+000D><U+007F>");
    CHECK(terminal_text("\xC2\x80\xC2\x9F\xC2\xA0") == "<U+0080><U+009F>\xC2\xA0");
    CHECK(terminal_text("\u061C\u200E\u200F\u202A\u202E\u2066\u2069") ==
          "<U+061C><U+200E><U+200F><U+202A><U+202E><U+2066><U+2069>");
    CHECK(terminal_text("\u200D\u2029\u202F\u2065\u206A") == "\u200D\u2029\u202F\u2065\u206A");
    CHECK(terminal_text("\x9B") == "\xEF\xBF\xBD");
    CHECK(terminal_line("a\nb\tc") == "a<U+000A>b<U+0009>c");
    CHECK(one_column_each("a\tb\x1B\u202Eå") == "a b..å");
    CHECK(xml_text("\u009B\u202E") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(markdown_text("\u009B\u202E") == "  ");
    CHECK(command_data("\u009B\u202E") == "  ");
    CHECK(quoted("\u009B\u202Eå") == "\"\\u009b\\u202eå\"");
  }

  TEST_CASE("XML and HTML: markup is text, and there are no characters that XML cannot hold") {
    CHECK(xml_text("<a b=\"c\" d='e'>&amp;") == "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
    CHECK(xml_text(std::string_view("a\0b\x1B[31m\x7F", 9)) ==
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD[31m\xEF\xBF\xBD");
    CHECK(xml_text("\xEF\xBF\xBE") == "\xEF\xBF\xBD");
    CHECK(xml_text("a\n\tb") == "a\n\tb");
    CHECK(xml_text("]]>") == "]]&gt;");
  }

  TEST_CASE("JSON") {
    CHECK(quoted("a\"\\\n\x01\xFF\x7F") == "\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBD\\u007f\"");
  }

  TEST_CASE("Markdown: no markup, mentions, issue links or broken tables") {
    CHECK(markdown_text("a|b\n*c* @you #1 <img> [x](y) `z`") ==
          "a\\|b \\*c\\* &#64;you &#35;1 &lt;img&gt; \\[x\\](y) \\`z\\`");
    CHECK(markdown_code("a|b") == "`a\\|b`");
    CHECK(markdown_code("a`b``c") == "``` a`b``c ```");
    CHECK(markdown_code("") == "");
  }

  TEST_CASE("workflow commands: nothing in a text can begin another command or property") {
    CHECK(command_data("50 %\r\n::error::x") == "50 %25%0D%0A::error::x");
    CHECK(command_property("a:b,c%\n") == "a%3Ab%2Cc%25%0A");
  }

  TEST_CASE("URIs") {
    CHECK(uri_of("a b/æ#%.xml") == "a%20b/%C3%A6%23%25.xml");
    CHECK(uri_of("/tmp/x.xml") == "file:///tmp/x.xml");
    CHECK(uri_of("./x.xml") == "x.xml");
    CHECK(uri_of("<stdin>") == "%3Cstdin%3E");
    CHECK(uri_of("c:x") == "c%3Ax");
  }
}

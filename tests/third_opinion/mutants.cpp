#include "mutants.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace cimgate::test {
namespace {

/// A start tag of a message that is well-formed, without comments and the like.
struct Tag {
  std::size_t begin = 0;  ///< of "<"
  std::size_t end = 0;    ///< behind ">"
  std::string name;
  bool empty = false;
  std::size_t close = 0;  ///< of "</"; the same as `end` of an empty one
  std::size_t after = 0;  ///< behind the whole element
  bool leaf = false;
};

std::vector<Tag> tags_of(const std::string& xml) {
  std::vector<Tag> tags;
  std::vector<std::size_t> open;
  for (auto at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    if (xml[at + 1] == '?' || xml[at + 1] == '!') continue;
    const auto end = xml.find('>', at) + 1;
    if (xml[at + 1] == '/') {
      auto& tag = tags[open.back()];
      tag.close = at;
      tag.after = end;
      tag.leaf = open.back() + 1 == tags.size();
      open.pop_back();
      continue;
    }
    Tag tag;
    tag.begin = at;
    tag.end = end;
    tag.name = xml.substr(at + 1, xml.find_first_of(" \n\t/>", at) - at - 1);
    tag.empty = xml[end - 2] == '/';
    tag.close = tag.after = end;
    tag.leaf = tag.empty;
    tags.push_back(tag);
    if (!tag.empty) open.push_back(tags.size() - 1);
  }
  return tags;
}

std::string replaced(const std::string& text, std::size_t from, std::size_t to, std::string_view by) {
  return text.substr(0, from) + std::string(by) + text.substr(to);
}

std::string everywhere(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// UTF-16 of UTF-8 that is good.
std::string utf_16(const std::string& text, bool big_endian, bool mark) {
  std::string out;
  const auto unit = [&](std::uint32_t value) {
    const auto high = static_cast<char>(value >> 8U);
    const auto low = static_cast<char>(value & 0xffU);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  };
  if (mark) unit(0xfeff);
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    std::uint32_t point = size == 1 ? first : first & (0xffU >> (size + 1));
    for (std::size_t k = 1; k < size; ++k)
      point = point << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
    i += size;
    if (point < 0x10000) {
      unit(point);
      continue;
    }
    unit(0xd800 + ((point - 0x10000) >> 10U));
    unit(0xdc00 + ((point - 0x10000) & 0x3ffU));
  }
  return out;
}

std::string latin_1(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80)
      out += text[i];
    else if (c < 0xe0 && i + 1 < text.size())
      out += static_cast<char>((c & 0x3U) << 6U | (static_cast<unsigned char>(text[++i]) & 0x3fU));
    else
      return {};
  }
  return out;
}

constexpr std::array values = {"",
                               " ",
                               "x",
                               "0",
                               "1",
                               "-0",
                               "+1",
                               "007",
                               "1.0",
                               "1.",
                               ".5",
                               "-1",
                               "1e5",
                               "1E+2",
                               "NaN",
                               "INF",
                               "true",
                               "false",
                               "TRUE",
                               " true ",
                               "\n1\t",
                               "12345678901234567890123456789.123",
                               "0.0000000001",
                               "99999",
                               "-99999.5",
                               "+0.10",
                               "2026-01-01T00:00:00+01:00",
                               "2026-01-01T00:00:00",
                               "2026-01-01T24:00:00Z",
                               "2026-01-01T24:00:01Z",
                               "2026-02-29T00:00:00Z",
                               "2024-02-29T00:00:00Z",
                               "2026-06-30T23:59:60Z",
                               "2026-01-01T00:00:00.Z",
                               "2026-01-01T00:00:00.000Z",
                               "2026-01-01T00:00:00.1234567890123Z",
                               "2026-01-01T00:00:00+14:00",
                               "2026-01-01T00:00:00+14:01",
                               "2026-01-01T00:00:00-00:00",
                               "2026-01-01t00:00:00z",
                               " 2026-01-01T00:00:00Z",
                               "0000-01-01T00:00:00Z",
                               "0999-01-01T00:00:00Z",
                               "-0044-01-01T00:00:00Z",
                               "10000-01-01T00:00:00Z",
                               "02026-01-01T00:00:00Z",
                               "9999-12-31T23:59:59-05:00",
                               "2026-1-1T00:00:00Z",
                               "2026-01-01",
                               "2026-01-01Z",
                               "--02-29",
                               "--02-30",
                               "--2-3",
                               "--12-31Z",
                               "--01-01+14:01",
                               "2026-01",
                               "2026-01-01T00:00Z",
                               "PT1H",
                               "PT60M",
                               "PT3600S",
                               "P1Y2M3DT4H5M6.7S",
                               "P",
                               "PT",
                               "P1D",
                               "PT1.5H",
                               "PT0.S",
                               "-PT1H",
                               "P1M",
                               "PT15M",
                               "PT99999999999H",
                               "pt1h",
                               "E17",
                               "e17",
                               " E17",
                               "E17 ",
                               "BRS-NO-101",
                               "DDQ",
                               "707057500000000017",
                               "70705750000000001",
                               "NO",
                               "no",
                               "89e1f0d0-8e9b-4f0a-9f3e-1b2c3d4e5f60",
                               "89E1F0D0-8E9B-4F0A-9F3E-1B2C3D4E5F60",
                               "&amp;",
                               "&lt;b&gt;",
                               "&#x41;",
                               "&#65;",
                               "&#x10FFFF;",
                               "&#xFFFE;",
                               "&#0;",
                               "&#x1F;",
                               "&#xD800;",
                               "&#x20;",
                               "&#10;",
                               "&#x85;",
                               "&#;",
                               "&#x;",
                               "&nope;",
                               "&",
                               "]]>",
                               "]]&gt;",
                               "<![CDATA[x]]>",
                               "<![CDATA[]]>",
                               "<![CDATA[]]]]>",
                               "<!-- c -->",
                               "<!--->",
                               "<!-- -- -->",
                               "<?p i?>",
                               "<?xml v?>",
                               "<?p?>",
                               "<? p?>",
                               "<x/>",
                               "<x xmlns=''/>",
                               "\xc3\xa6\xc3\xb8\xc3\xa5",
                               "\xf0\x9f\x98\x80",
                               "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80",
                               "e\xcc\x81",
                               "\xc2\xa0",
                               "\xe2\x80\xa8",
                               "\xef\xbf\xbd",
                               "\xef\xbf\xbe",
                               "\xef\xbf\xbf",
                               "\xef\xbb\xbf",
                               "\x01",
                               "\x7f",
                               "\xc2\x85",
                               "\xc0\x80",
                               "\xed\xa0\x80",
                               "\xff",
                               "\r\n",
                               "\r",
                               "\t"};

/// Put in behind the name of a start tag.
constexpr std::array attributes = {
    " p='1'",
    " xml:lang='nb'",
    " xml:lang=''",
    " xml:space='preserve'",
    " xml:space='nope'",
    " xml:nope='1'",
    " xml:base='x'",
    " xml:id='a'",
    " xmlns:q='urn:q' q:p='1'",
    " q:p='1'",
    " xmlns:q=''",
    " xmlns:q='urn:q'",
    " xmlns=''",
    " xmlns='urn:q'",
    " xmlns:xml='http://www.w3.org/XML/1998/namespace'",
    " xmlns:xml='urn:x'",
    " xmlns:xmlns='urn:x'",
    " xmlns:q='http://www.w3.org/2000/xmlns/'",
    " xmlns:q='http://www.w3.org/XML/1998/namespace'",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='false'",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='x'",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='x'",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:xs='http://www.w3.org/2001/XMLSchema' "
    "xsi:type='xs:string'",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nope='x'",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation=''",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='urn:a'",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='urn:a b.xsd'",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation=' urn:a b.xsd urn:c '",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation='a.xsd'",
    " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation=''",
    " p='1' p='2'",
    " xmlns:q='urn:q' xmlns:r='urn:q' q:p='1' r:p='2'",
    " p=1",
    " p",
    " p=",
    " p='<'",
    " p='&lt;'",
    " p='&'",
    " p='a\nb'",
    " p=\"'\"",
    " 1p='1'",
    " p:='1'",
    " :p='1'",
    " a:b:c='1'",
    " \xc3\xb8='1'",
    "\n",
    " \t\r\n",
    "  ",
    "p='1'"};

/// Put between elements.
constexpr std::array between = {" ",
                                "\n\n",
                                "\r\n",
                                "\t",
                                "x",
                                "&#x20;",
                                "&#x41;",
                                "<![CDATA[ ]]>",
                                "<![CDATA[]]>",
                                "<!-- c -->",
                                "<!-- -- -->",
                                "<?p i?>",
                                "<?xml version='1.0'?>",
                                "<x/>",
                                "<x xmlns='urn:x'/>",
                                "<",
                                ">",
                                "&amp;",
                                "]]>",
                                "\xc2\xa0",
                                "\xef\xbb\xbf",
                                "<!DOCTYPE a>",
                                "<!x>",
                                "</x>",
                                "<x>",
                                "<xml/>",
                                "<:a/>",
                                "<a:/>",
                                "<1/>",
                                "<a b:c='d'/>",
                                "\x0c"};

/// In place of the XML declaration.
constexpr std::array declarations = {"",
                                     "\n",
                                     " <?xml version=\"1.0\"?>",
                                     "<?xml version=\"1.0\"?>",
                                     "<?xml version='1.0' encoding='utf-8'?>",
                                     "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>",
                                     "<?xml version='1.0' encoding='UTF-8' standalone='no' ?>",
                                     "<?xml version='1.0' encoding='UTF-8' standalone='YES'?>",
                                     "<?xml version='1.0' standalone='yes' encoding='UTF-8'?>",
                                     "<?xml encoding='UTF-8'?>",
                                     "<?xml version='1.1'?>",
                                     "<?xml version='1.2'?>",
                                     "<?xml version='2.0'?>",
                                     "<?xml version='1.0' encoding='ISO-8859-1'?>",
                                     "<?xml version='1.0' encoding='US-ASCII'?>",
                                     "<?xml version='1.0' encoding='UTF-16'?>",
                                     "<?xml version='1.0' encoding='nope'?>",
                                     "<?xml version='1.0' encoding=''?>",
                                     "<?xml version='1.0' encoding=' UTF-8'?>",
                                     "<?xml version='1.0'encoding='UTF-8'?>",
                                     "<?XML version='1.0'?>",
                                     "<?xml version = '1.0' ?>",
                                     "<?xml version='1.0'>",
                                     "<?xml?>",
                                     "\xef\xbb\xbf",
                                     "\xef\xbb\xbf<?xml version='1.0'?>",
                                     "\xef\xbb\xbf<?xml version='1.0' encoding='ISO-8859-1'?>",
                                     "<!-- c -->",
                                     "<?p i?>",
                                     "<?xml version='1.0'?><!-- c --><?p i?>",
                                     "<!DOCTYPE a>",
                                     "<?xml-stylesheet href='a'?>",
                                     "x",
                                     "\xef\xbb\xbf\xef\xbb\xbf"};

}  // namespace

void mutants_of(const std::string& xml,
                const std::function<void(const std::string& what, const std::string& mutant)>& use) {
  const auto tags = tags_of(xml);
  if (tags.empty()) return;
  const auto prolog = tags.front().begin;
  const auto number = [](const char* what, std::size_t i) {
    return std::string(what) + ' ' + std::to_string(i);
  };

  for (std::size_t i = 0; i < declarations.size(); ++i)
    use(number("declaration", i), replaced(xml, 0, prolog, declarations[i]));
  const auto rest = xml.substr(prolog);
  const auto declared = [&](const char* encoding) {
    return std::string("<?xml version='1.0' encoding='") + encoding + "'?>\n" + rest;
  };
  use("UTF-16LE with mark", utf_16(declared("UTF-16"), false, true));
  use("UTF-16BE with mark", utf_16(declared("UTF-16"), true, true));
  use("UTF-16 without mark", utf_16(declared("UTF-16"), true, false));
  use("UTF-16LE by name", utf_16(declared("UTF-16LE"), false, false));
  use("UTF-16BE by name", utf_16(declared("UTF-16BE"), true, false));
  use("UTF-16 without declaration", utf_16(rest, false, true));
  use("UTF-16 that says it is UTF-8", utf_16(declared("UTF-8"), false, true));
  use("UTF-16 of odd length", utf_16(rest, false, true) + "x");
  if (const auto latin = latin_1(declared("ISO-8859-1")); !latin.empty()) {
    use("ISO-8859-1", latin);
    use("ISO-8859-1, small", everywhere(latin, "ISO-8859-1", "iso-8859-1"));
    use("ISO-8859-1 that says it is UTF-8", latin_1(declared("UTF-8")));
  }
  use("a second root", xml + "<a/>");
  use("text at the end", xml + "x");
  use("white space and a comment at the end", xml + "\n<!-- c -->\n<?p i?>\n");
  use("NUL at the end", xml + std::string(1, '\0'));
  use("CR for LF", everywhere(xml, "\n", "\r"));
  use("CR LF", everywhere(xml, "\n", "\r\n"));
  use("apostrophes", everywhere(xml, "\"", "'"));
  for (std::size_t part = 1; part < 8; ++part) use("cut off", xml.substr(0, xml.size() * part / 8));
  for (const auto& [from, to] : {std::pair("abie:", "a:"),
                                 {"rsm:", "r\xc3\xb8:"},
                                 {"abie:", "xml:"},
                                 {"rsm:", "_:"},
                                 {"xmlns:abie", "xmlns:abi"},
                                 {"xmlns:rsm", "xmlns:abie"},
                                 {":v2", ":v3"},
                                 {":0:1", ":0:2"}})
    use(std::string("all ") + from + " as " + to,
        everywhere(everywhere(xml, from, to), std::string("xmlns:") + from, std::string("xmlns:") + to));

  for (std::size_t i = 0; i < tags.size(); ++i) {
    const auto& tag = tags[i];
    const auto name_end = tag.begin + 1 + tag.name.size();
    const auto element = xml.substr(tag.begin, tag.after - tag.begin);
    for (std::size_t k = 0; k < attributes.size(); ++k)
      use(number("attribute", k), replaced(xml, name_end, name_end, attributes[k]));
    if (tag.leaf && !tag.empty) {
      const auto old = xml.substr(tag.end, tag.close - tag.end);
      for (std::size_t k = 0; k < values.size(); ++k) {
        use(number("value", k), replaced(xml, tag.end, tag.close, values[k]));
        if (k % 4 == i % 4) use(number("value behind", k), replaced(xml, tag.close, tag.close, values[k]));
      }
      use("an empty element", replaced(xml, tag.end - 1, tag.after, "/>"));
      use("white space around", replaced(xml, tag.end, tag.close, "\n " + old + "\t"));
      use("CDATA", replaced(xml, tag.end, tag.close, "<![CDATA[" + old + "]]>"));
      use("a value and a comment", replaced(xml, tag.end, tag.close, old + "<!--c-->"));
      use("a comment within a value",
          replaced(xml, tag.end + (old.empty() ? 0 : 1), tag.end + (old.empty() ? 0 : 1), "<!--c-->"));
      if (!old.empty() && static_cast<unsigned char>(old[0]) < 0x80 && old[0] != '&')
        use("a reference",
            replaced(xml, tag.end, tag.end + 1, "&#" + std::to_string(static_cast<int>(old[0])) + ";"));
      for (const std::size_t length : {1U, 10U, 40U, 41U, 300U, 1000U})
        use(number("long", length), replaced(xml, tag.end, tag.close, std::string(length, 'x')));
      for (const std::size_t length : {20U, 40U, 41U}) {
        std::string text;
        for (std::size_t k = 0; k < length; ++k) text += "\xf0\x9d\x94\xb8";
        use(number("characters above U+FFFF", length), replaced(xml, tag.end, tag.close, text));
      }
    }
    for (std::size_t k = 0; k < between.size(); ++k) {
      if (k % 3 == i % 3) use(number("before", k), replaced(xml, tag.begin, tag.begin, between[k]));
      if (k % 3 == (i + 1) % 3 && !tag.leaf)
        use(number("within", k), replaced(xml, tag.close, tag.close, between[k]));
    }
    if (i == 0) continue;
    use("gone", replaced(xml, tag.begin, tag.after, ""));
    use("twice", replaced(xml, tag.after, tag.after, element));
    use("another name", replaced(xml, tag.begin, tag.after, everywhere(element, tag.name, tag.name + "x")));
    use("an end of another name",
        tag.empty ? xml + "<" : replaced(xml, tag.close, tag.after, "</" + tag.name + "x>"));
    use("an end with white space", tag.empty ? xml : replaced(xml, tag.after - 1, tag.after, " \n>"));
    use("no end", tag.empty ? xml : replaced(xml, tag.close, tag.after, ""));
    // With the element behind it.
    for (std::size_t k = i + 1; k < tags.size(); ++k) {
      if (tags[k].begin < tag.after) continue;
      if (xml.find_first_not_of(" \t\r\n", tag.after) != tags[k].begin) break;
      const auto next = xml.substr(tags[k].begin, tags[k].after - tags[k].begin);
      use("in another order",
          replaced(replaced(xml, tags[k].begin, tags[k].after, element), tag.begin, tag.after, next));
      break;
    }
    // Values of attributes that are there.
    for (auto quote = xml.find("=\"", tag.begin); quote < tag.end; quote = xml.find("=\"", quote + 2)) {
      const auto end = xml.find('"', quote + 2);
      for (std::size_t k = i % 5; k < values.size(); k += 5)
        use(number("value of an attribute", k), replaced(xml, quote + 2, end, values[k]));
      use("an attribute with blanks", replaced(xml, quote, quote + 1, " = "));
      const auto begin = xml.find_last_of(" \n\t", quote);
      use("an attribute that is gone", replaced(xml, begin, end + 1, ""));
    }
  }
}

}  // namespace cimgate::test

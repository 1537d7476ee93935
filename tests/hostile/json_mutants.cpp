#include "json_mutants.hpp"

#include <algorithm>
#include <array>
#include <random>

namespace cimgate::test {
namespace {

/// Names and texts that a reader of JSON may stumble over, as they are written between quotes.
constexpr std::array odd_texts = {" ",
                                  ".",
                                  "..",
                                  "/",
                                  "[1]",
                                  "[0]",
                                  "[4294967296]",
                                  "@",
                                  "@codingScheme",
                                  "#text",
                                  "$",
                                  "*",
                                  "%s%n",
                                  "{}",
                                  R"(\u0000)",
                                  R"(\u0000x)",
                                  R"(\ud800)",
                                  R"(\udc00)",
                                  R"(\udc00\ud800)",
                                  R"(\ud83d\ude00)",
                                  R"(\u)",
                                  R"(\u12)",
                                  R"(\x41)",
                                  R"(\)",
                                  R"(\")",
                                  R"(\\)",
                                  R"(\/)",
                                  R"(\b\f\n\r\t)",
                                  "\t",
                                  "\n",
                                  "\x01",
                                  "\x7f",
                                  "\xc2\x9b",
                                  "\xff",
                                  "\xc0\x80",
                                  "\xed\xa0\x80",
                                  "\xf4\x90\x80\x80",
                                  "\xe2\x82",
                                  "\xef\xbf\xbf",
                                  "\xef\xbb\xbf",
                                  "__proto__",
                                  "value",
                                  "documents",
                                  "supplement",
                                  "entries",
                                  "mRID",
                                  "MRID",
                                  "mRID ",
                                  "mrid",
                                  "xsi:nil",
                                  "xmlns",
                                  "true",
                                  "null",
                                  "0",
                                  "-1",
                                  "P99999999999999999999D",
                                  "PT99999999999H",
                                  "PT30M",
                                  "-P1D",
                                  "P",
                                  "PT",
                                  "P1Y2M3DT4H5M6.7S",
                                  "0000-01-01T00:00:00Z",
                                  "9999-12-31T23:59:59-14:00",
                                  "0001-01-01T00:00:00+14:00",
                                  "-0044-03-15T00:00:00Z",
                                  "10000-01-01T00:00:00Z",
                                  "2026-02-30T00:00:00Z",
                                  "2026-06-30T23:59:60Z",
                                  "2026-01-01T24:00:00Z",
                                  "99999999999999999999999-01-01T00:00:00Z",
                                  "1e999999999",
                                  "NaN",
                                  "INF",
                                  "+1",
                                  "-0",
                                  "707057500000000017",
                                  "PT1H",
                                  "RequestChangeOfSupplier_MarketDocument",
                                  "Series[1..99999999999]",
                                  "PayloadMPEvent[0]",
                                  "PayloadMPEvent//x",
                                  "nmeg/0.1",
                                  "elhub/9.9"};

constexpr std::array odd_literals = {"null",
                                     "true",
                                     "false",
                                     "0",
                                     "-0",
                                     "-1",
                                     "1.0",
                                     "1e5",
                                     "1E+2",
                                     "1e-05",
                                     "1e999999999",
                                     "1e-999999999",
                                     "1E99999999999999999999",
                                     "-1e99999",
                                     "0.1e1",
                                     "00",
                                     "01",
                                     "+1",
                                     ".5",
                                     "1.",
                                     "1.e1",
                                     "1e",
                                     "-",
                                     "NaN",
                                     "Infinity",
                                     "0x10",
                                     "18446744073709551616",
                                     "-9223372036854775809",
                                     "0.000000000000000000000000000000000000001",
                                     "12345678901234567890123456789012345678901234567890.5",
                                     "nul",
                                     "True",
                                     "undefined",
                                     "''",
                                     "1 2",
                                     "[1,]",
                                     "{,}",
                                     "{\"a\"}",
                                     "{\"a\":}",
                                     "[,1]",
                                     "// comment",
                                     "/* comment */ 1",
                                     "\"",
                                     "[",
                                     "{",
                                     "]",
                                     "}",
                                     ":",
                                     ","};

class Mutation {
 public:
  explicit Mutation(std::uint64_t seed) : random_(seed) {}

  std::string apply(JsonValue document) {
    for (auto times = 1 + below(4); times > 0; --times) change(document);
    auto text = write_json(document);
    if (below(8) == 0) disturb(text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }
  std::string text() {
    if (below(40) == 0) return std::string(1 + below(70'000), 'a');
    if (below(10) == 0) return {};
    return odd_texts[below(odd_texts.size())];
  }

  static void gather(JsonValue& value, std::vector<JsonValue*>& all) {
    all.push_back(&value);
    for (auto& [name, member] : value.members) gather(member, all);
    for (auto& item : value.items) gather(item, all);
  }

  JsonValue nested(JsonValue inner) {
    constexpr std::array depths = {1, 2, 30, 62, 63, 64, 65, 66, 200, 3000};
    const bool arrays = below(2) == 0;
    const auto name = text();
    for (auto depth = depths[below(depths.size())]; depth > 0; --depth) {
      JsonValue outer;
      outer.kind = arrays ? JsonValue::Kind::array : JsonValue::Kind::object;
      if (arrays)
        outer.items.push_back(std::move(inner));
      else
        outer.members.emplace_back(name.size() > 20 ? "a" : name, std::move(inner));
      inner = std::move(outer);
    }
    return inner;
  }

  JsonValue some_value(const std::vector<JsonValue*>& all) {
    JsonValue empty;
    switch (below(7)) {
      case 0:
        return string_value(text());
      case 1:
        empty.kind = JsonValue::Kind::array;
        return empty;
      case 2:
        empty.kind = JsonValue::Kind::object;
        return empty;
      case 3:
        empty.kind = JsonValue::Kind::object;
        empty.members.emplace_back(text(), literal("1"));
        return empty;
      case 4:
        return *all[below(all.size())];
      default:
        return literal(odd_literals[below(odd_literals.size())]);
    }
  }

  void change(JsonValue& document) {
    std::vector<JsonValue*> all;
    gather(document, all);
    if (all.size() > 20'000) return;
    auto& value = *all[below(all.size())];
    auto& members = value.members;
    switch (below(12)) {
      case 0:
        value = some_value(all);
        break;
      case 1: {  // what is there once, as a list; what is a list, once
        JsonValue other;
        if (value.kind == JsonValue::Kind::array && !value.items.empty()) {
          other = value.items.front();
        } else {
          other.kind = JsonValue::Kind::array;
          other.items.assign(below(4), value);
        }
        value = std::move(other);
        break;
      }
      case 2: {
        auto inner = value;
        value = nested(std::move(inner));
        break;
      }
      case 3:
        if (!members.empty()) members[below(members.size())].first = text();
        break;
      case 4:  // a name with a letter less, more, or another
        if (!members.empty()) {
          auto& name = members[below(members.size())].first;
          if (name.empty()) break;
          const auto at = below(name.size());
          if (const auto how = below(3); how == 0)
            name.erase(at, 1);
          else if (how == 1)
            name.insert(at, 1, 'e');
          else
            name[at] = static_cast<char>(name[at] ^ 0x20);
        }
        break;
      case 5:
        if (!members.empty()) members.push_back(members[below(members.size())]);
        break;
      case 6:
        if (!members.empty()) std::rotate(members.begin(), members.begin() + 1, members.end());
        break;
      case 7:
        if (!members.empty())
          members.erase(members.begin() + static_cast<std::ptrdiff_t>(below(members.size())));
        break;
      case 8:
        value.members.emplace_back(text(), some_value(all));
        break;
      case 9:
        if (value.kind == JsonValue::Kind::string) value.text = text();
        break;
      case 10:
        if (value.kind == JsonValue::Kind::string) value = literal(std::string(value.text));
        break;
      default: {  // another part of the document in this place, or the document in a bundle
        if (&value != &document) {
          auto other = *all[below(all.size())];
          value = std::move(other);
          break;
        }
        JsonValue bundle;
        bundle.kind = JsonValue::Kind::object;
        bundle.members.emplace_back("documents", below(2) == 0 ? document : nested(document));
        if (below(2) == 0) bundle.members.emplace_back("supplement", some_value(all));
        document = std::move(bundle);
      }
    }
  }

  /// Changes that know nothing of JSON.
  void disturb(std::string& text) {
    const auto at = text.empty() ? 0 : below(text.size());
    switch (below(5)) {
      case 0:
        text.resize(at);
        break;
      case 1:
        text.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 2:
        text.erase(at, 1 + below(20));
        break;
      case 3:
        text.insert(0, below(2) == 0 ? "\xef\xbb\xbf" : "\xff\xfe");
        break;
      default:
        text += text.substr(at);
    }
  }

  std::mt19937_64 random_;
};

}  // namespace

std::string mutant_of(const JsonValue& document, std::uint64_t seed) {
  return Mutation(seed).apply(document);
}

}  // namespace cimgate::test

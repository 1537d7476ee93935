#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/reader/structure.hpp"
#include "gateway/reader/tables.hpp"
#include "gateway/sample/sample.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/document/snippets.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/reader/agreed_answer.hpp"
#include "tests/unit/xml/fixture.hpp"

using namespace cimgate;
using reader::Answer;

namespace {

using test::agreed_answer;

std::string changed(std::string_view from, std::string_view to) {
  return test::replaced(test::start_of_supply(), from, to);
}

std::string sample_of(const schema::SchemaSet& set, const schema::MessageKind& kind, std::uint64_t seed) {
  const auto schema = test::catalog().schema(set, kind);
  REQUIRE(schema);
  const document::Message message = {&set, &kind, sample::sample(*schema, *(*schema)->root(kind.root), seed)};
  return xml::to_xml(message, {});
}

/// One byte, or a short piece, another.
std::string with_bytes_changed(std::string text, std::mt19937& random) {
  static constexpr std::array<std::string_view, 24> pieces = {"<",
                                                              ">",
                                                              "&",
                                                              "\"",
                                                              "'",
                                                              "/",
                                                              "]]>",
                                                              "<!-- - -->",
                                                              "<![CDATA[ ]]>",
                                                              "<?pi ?>",
                                                              "&amp;",
                                                              "&#65;",
                                                              "&#x0;",
                                                              "\r\n",
                                                              "\r",
                                                              "\t",
                                                              " ",
                                                              "\xC3\xA5",
                                                              "\xE2\x82",
                                                              "\xEF\xBF\xBF",
                                                              "xmlns=\"\"",
                                                              ":",
                                                              "=",
                                                              "-->"};
  const auto at = random() % text.size();
  switch (random() % 4) {
    case 0:
      text.insert(at, pieces[random() % pieces.size()]);
      break;
    case 1:
      text.erase(at, 1 + random() % 12);
      break;
    case 2:
      text[at] = static_cast<char>(random() % 256);
      break;
    default:
      text.insert(random() % text.size(), text.substr(at, random() % 80));
      break;
  }
  return text;
}

}  // namespace

TEST_SUITE("Fast reader") {
  TEST_CASE("every schema has tables") {
    for (const auto& set : test::catalog().sets())
      for (const auto& kind : set.messages) {
        CAPTURE(kind.file);
        CHECK(test::catalog().extension<reader::ReaderTables>().of(set, kind).tables != nullptr);
      }
  }

  TEST_CASE("all instruction sets find the same structure") {
    std::mt19937 random(1);
    std::string text(64 * 50, ' ');
    for (int round = 0; round < 50; ++round) {
      for (auto& c : text) c = static_cast<char>(random() % 3 == 0 ? random() % 256 : 0x20 + random() % 0x60);
      std::vector<reader::Structure> expected(50);
      reader::structure_finder(reader::Instructions::scalar)(text.data(), expected);
      for (const auto instructions : {reader::Instructions::sse2, reader::Instructions::avx2}) {
        if (instructions > reader::best_instructions()) continue;
        std::vector<reader::Structure> found(50);
        reader::structure_finder(instructions)(text.data(), found);
        for (std::size_t i = 0; i < found.size(); ++i) {
          CHECK(found[i].special == expected[i].special);
          CHECK(found[i].not_blank == expected[i].not_blank);
        }
      }
    }
  }

  TEST_CASE("the examples: what is valid is accepted, and all is as the reference reader has it") {
    std::size_t accepted = 0;
    for (const auto* folder : {"examples", "tests/golden"})
      for (const auto& file : test::xml_files(folder)) {
        CAPTURE(file.string());
        if (agreed_answer(test::file_text(file)) == Answer::accepted) ++accepted;
      }
    CHECK(accepted > 200);
  }

  TEST_CASE("samples of every message, and changes of them") {
    const std::uint64_t samples = test::effort(6);
    std::mt19937 random(7);
    for (const auto& set : test::catalog().sets())
      for (const auto& kind : set.messages)
        for (std::uint64_t seed = 0; seed < samples; ++seed) {
          CAPTURE(kind.root.local);
          CAPTURE(seed);
          document::ReadOptions options;
          options.ask_for(set);
          const auto text = sample_of(set, kind, seed);
          CHECK(agreed_answer(text, options) == Answer::accepted);
          if (text.size() > 60'000) continue;
          agreed_answer(test::mutated_xml(text, random), options);
          for (int i = 0; i < 4; ++i) agreed_answer(with_bytes_changed(text, random), options);
        }
  }

  TEST_CASE("what may stand in a valid message") {
    const auto accepts = [](std::string_view from, std::string_view to) {
      CAPTURE(std::string(to));
      CHECK(agreed_answer(changed(from, to)) == Answer::accepted);
    };
    const std::string header = "<rsm:Header>";
    CHECK(agreed_answer(test::start_of_supply()) == Answer::accepted);
    CHECK(agreed_answer("\xEF\xBB\xBF" + test::start_of_supply()) == Answer::accepted);
    for (const auto* declaration :
         {"<?xml version='1.0'?>", "<?xml version=\"1.0\" encoding=\"utf-8\" standalone='yes' ?>\r\n",
          "<?xml\tversion = \"1.0\"\nencoding='UTF8'?>\n<!-- a -->\n<?pi?>\n"})
      CHECK(agreed_answer(declaration + test::start_of_supply()) == Answer::accepted);
    CHECK(agreed_answer(test::start_of_supply() + "\n<!-- end --><?done?>\r\n ") == Answer::accepted);
    accepts(header, "<!-- a > comment & 'more' --><?pi a ?><rsm:Header >");
    accepts(header, header + "\r\n\t \r");
    accepts("</rsm:Header>", "</rsm:Header\n>");
    accepts(">DDQ<", "><![CDATA[DDQ]]><");
    accepts(">DDQ<", ">D<!-- in -->DQ<");
    accepts(">DDQ<", ">D&#68;&#x51;<");
    accepts(">DDQ<", ">D<?pi?>D<![CDATA[]]>Q<");
  }

  TEST_CASE("line ends and letters beyond ASCII do not move places") {
    std::string text = test::start_of_supply();
    std::string other;
    for (const char c : text)  // not inside of tags
      other += c != '\n'              ? std::string(1, c)
               : other.ends_with('>') ? "\r\n<!-- \xC3\xA6\xE2\x82\xAC\xF0\x9F\x98\x80 -->"
                                      : "\r\n";
    CHECK(agreed_answer(other) == Answer::accepted);
    std::string returns;
    for (const char c : text) returns += c == '\n' ? '\r' : c;
    CHECK(agreed_answer(returns) == Answer::accepted);
    std::string one_line;
    for (const char c : text)
      if (c != '\n') one_line += c;
    CHECK(agreed_answer(one_line) == Answer::accepted);
  }

  TEST_CASE("prefixes are bound as anybody likes") {
    const std::string abie(test::abie_ns);
    std::string text = test::start_of_supply();
    for (auto at = text.find("abie:"); at != std::string::npos; at = text.find("abie:", at))
      text.replace(at, 5, "x_1:");
    text = test::replaced(text, "xmlns:abie", "xmlns:x_1");
    CHECK(agreed_answer(text) == Answer::accepted);
    // Bound again inside, to the same and to something else.
    CHECK(agreed_answer(changed("<rsm:Header>", "<rsm:Header xmlns:abie=\"" + abie + "\">")) ==
          Answer::accepted);
    CHECK(agreed_answer(changed("<rsm:Header>", "<rsm:Header xmlns:abie=\"urn:other\">")) == Answer::refused);
    CHECK(agreed_answer(changed("<rsm:Header>", "<rsm:Header xmlns=\"urn:other\">")) == Answer::accepted);
    CHECK(agreed_answer(changed("<rsm:Header>", "<other:Header>")) == Answer::refused);
    CHECK(agreed_answer(changed("<rsm:Header>", "<rsm:Header xmlns:a=\"\">")) != Answer::accepted);
  }

  TEST_CASE("attributes") {
    const std::string plain = "schemeAgencyIdentifier=\"9\"";
    const auto with = [&](const std::string& attributes) { return changed(plain, attributes); };
    CHECK(agreed_answer(with("schemeAgencyIdentifier = '9'")) == Answer::accepted);
    CHECK(agreed_answer(with("schemeAgencyIdentifier=\"&#57;\"")) == Answer::accepted);
    CHECK(agreed_answer(with("\n schemeAgencyIdentifier=\" 9\n\"")) != Answer::declined);
    CHECK(agreed_answer(with(plain + " " + plain)) == Answer::refused);
    CHECK(agreed_answer(with(plain + "other=\"1\"")) == Answer::refused);
    CHECK(agreed_answer(with("schemeAgencyIdentifier=\"<\"")) == Answer::refused);
    CHECK(agreed_answer(with("schemeAgencyIdentifier=9")) == Answer::refused);
    CHECK(agreed_answer(with("")) == Answer::refused);
    CHECK(agreed_answer(with(plain + " xml:lang=\"nb\"")) != Answer::accepted);
    const std::string xsi = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    CHECK(agreed_answer(with(plain + xsi + " xsi:schemaLocation=\"urn:a b.xsd\"")) == Answer::accepted);
    CHECK(agreed_answer(with(plain + xsi + " xsi:schemaLocation=\"a b\" xsi:schemaLocation=\"a b\"")) !=
          Answer::accepted);
    CHECK(agreed_answer(with(plain + xsi + " xsi:nil=\"true\"")) != Answer::accepted);
    CHECK(agreed_answer(with(plain + xsi + " xsi:type=\"other\"")) == Answer::declined);
  }

  TEST_CASE("what is not well-formed is refused wherever it stands") {
    const auto text = test::start_of_supply();
    for (std::size_t length = 0; length < text.size(); length += 7) {
      CAPTURE(length);
      CHECK(agreed_answer(std::string_view(text).substr(0, length)) != Answer::accepted);
    }
    for (const std::string_view bad : {"]]>", "&", "&none;", "&#0;", "&#xD800;", "&#xFFFE;", "\x01", "\xFF",
                                       "\xEF\xBF\xBE", "\xC3", "<!-- -- -->", "<![CDATA[", "<?xml ?>",
                                       "<!DOCTYPE a>", "</x>", "<", "&#;", "&#x;", "&#99999999999;"}) {
      CAPTURE(std::string(bad));
      CHECK(agreed_answer(changed(">DDQ<", ">DDQ" + std::string(bad) + "<")) != Answer::accepted);
      CHECK(agreed_answer(changed("<rsm:Header>", std::string(bad) + "<rsm:Header>")) != Answer::accepted);
      CHECK(agreed_answer(test::start_of_supply() + std::string(bad)) != Answer::accepted);
      CHECK(agreed_answer(std::string(bad) + test::start_of_supply()) != Answer::accepted);
    }
  }

  TEST_CASE("limits are the same") {
    document::ReadOptions options;
    options.limits.text = 40;
    CHECK(agreed_answer(changed("<rsm:Header>", "<rsm:Header>" + std::string(50, ' ')), options) ==
          Answer::declined);
    options = {};
    options.limits.depth = 3;
    CHECK(agreed_answer(test::start_of_supply(), options) == Answer::declined);
    options = {};
    options.limits.bytes = 100;
    CHECK(agreed_answer(test::start_of_supply(), options) == Answer::declined);
    options = {};
    options.limits.elements = 5;
    CHECK(agreed_answer(test::start_of_supply(), options) == Answer::declined);
  }

  TEST_CASE("another profile is tried when the first does not fit") {
    CHECK(agreed_answer(test::change_of_supplier()) == Answer::accepted);
    CHECK(agreed_answer(test::change_of_supplier("BRS-NO-101")) == Answer::accepted);
    document::ReadOptions options;
    options.profile = "nmeg/0.1";
    CHECK(agreed_answer(test::change_of_supplier("BRS-NO-101"), options) == Answer::refused);
    CHECK(agreed_answer(test::change_of_supplier("nothing")) == Answer::refused);
  }
}

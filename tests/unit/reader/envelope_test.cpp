// SOAP envelopes, operations of EMIF and results of polls: both readers have to agree about all of them.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/reader/message_stream.hpp"
#include "gateway/reader/reference.hpp"
#include "gateway/sample/sample.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/document/snippets.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/reader/agreed_answer.hpp"
#include "tests/unit/reader/envelopes.hpp"

using namespace cimgate;
using reader::Answer;
using test::in_envelope;

namespace {

using test::agreed_answer;

std::string operation(std::string_view name, std::string_view service, std::string_view content) {
  return fmt::format("<w:{0} xmlns:w=\"urn:no:elhub:emif:wsdl:{1}:v2\">{2}</w:{0}>", name, service, content);
}

std::string request() {
  return in_envelope(operation("RequestStartOfSupplyRequest", "marketprocesses", test::start_of_supply()));
}

std::string changed(std::string_view from, std::string_view to) {
  return test::replaced(request(), from, to);
}

std::string poll_result(std::string_view messages) {
  return in_envelope(
      operation("PollForDataResponse", "polling:marketprocesses",
                fmt::format("<w:Identification>0b9a6f5e-1111-4222-8333-9d2f6f7d1234</w:Identification>\n"
                            "<w:ResultDataSet>{}</w:ResultDataSet>",
                            messages)));
}

std::size_t messages_in(std::string_view text) {
  document::ReadResult result;
  REQUIRE(reader::try_read(test::catalog(), text, {}, reader::Instructions::scalar, result) ==
          Answer::accepted);
  return result.messages.size();
}

document::Message sample_of(const schema::SchemaSet& set, const schema::MessageKind& kind,
                            std::uint64_t seed) {
  const auto schema = test::catalog().schema(set, kind);
  REQUIRE(schema);
  return {&set, &kind, sample::sample(*schema, *(*schema)->root(kind.root), seed)};
}

}  // namespace

TEST_SUITE("Fast reader: envelopes") {
  TEST_CASE("every message in every operation that carries it, and changes of what is around it") {
    static constexpr std::array<std::string_view, 14> pieces = {"<",
                                                                ">",
                                                                "\"",
                                                                "'",
                                                                "/",
                                                                " ",
                                                                "x",
                                                                "<!-- a -->",
                                                                "<?pi?>",
                                                                "<![CDATA[ ]]>",
                                                                "&#32;",
                                                                " a=\"1\"",
                                                                " xmlns:w=\"urn:x\"",
                                                                "<x/>"};
    std::mt19937 random(3);
    const auto& set = *test::catalog().set("elhub/2.4.3");
    std::size_t envelopes = 0;
    for (const auto& kind : set.messages)
      for (std::uint64_t seed = 1; seed < 3; ++seed) {
        CAPTURE(kind.root.local);
        CAPTURE(seed);
        for (const auto& text : test::envelopes_of(test::catalog(), sample_of(set, kind, seed))) {
          if (text.size() > 60'000) continue;
          CHECK(agreed_answer(text) == Answer::accepted);
          ++envelopes;
          const auto start = text.find("Header>\n");
          for (int i = 0; i < 4; ++i) {
            auto other = text;
            const auto near = random() % 400;
            const auto at = random() % 3 != 0 ? std::min(near, start) : text.size() - 1 - near % 200;
            if (random() % 2 == 0)
              other.insert(at, pieces[random() % pieces.size()]);
            else
              other.erase(at, 1 + random() % 10);
            agreed_answer(other);
          }
        }
      }
    CHECK(envelopes > 100);
  }

  TEST_CASE("the examples, in a body") {
    std::size_t accepted = 0;
    for (const auto& file : test::xml_files("examples")) {
      CAPTURE(file.string());
      auto text = test::file_text(file);
      if (text.size() > 100'000) continue;
      if (text.starts_with("<?xml")) text.erase(0, text.find("?>") + 2);
      if (agreed_answer(in_envelope(text)) == Answer::accepted) ++accepted;
    }
    CHECK(accepted > 100);
  }

  TEST_CASE("what may stand in an envelope") {
    CHECK(agreed_answer(request()) == Answer::accepted);
    CHECK(agreed_answer("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- a --><?pi?>" +
                        request() + "<!-- b -->\n") == Answer::accepted);
    CHECK(agreed_answer(in_envelope(test::start_of_supply())) == Answer::accepted);
    CHECK(agreed_answer(operation("RequestStartOfSupplyRequest", "marketprocesses",
                                  test::start_of_supply())) == Answer::accepted);
    const auto accepts = [](std::string_view from, std::string_view to) {
      CAPTURE(std::string(to));
      CHECK(agreed_answer(changed(from, to)) == Answer::accepted);
    };
    const std::string wsse = "xmlns:wsse=\"urn:wsse\" ";
    accepts("<soap:Header/>", "");
    accepts("<soap:Header/>", "<!-- a --><soap:Header\n></soap:Header ><?pi?>");
    accepts("<soap:Header/>", "<soap:Header><!-- a --><wsse:Security " + wsse +
                                  "soap:mustUnderstand='1'>t&amp;\xC3\xA6<a wsse:b='1' b='2'>1</a>"
                                  "<![CDATA[<x>]]>]]\n<wsse:c/></wsse:Security> <d/></soap:Header>");
    accepts("<soap:Body>", "<soap:Body " + wsse + "wsse:Id=\"id-1\" a='&lt;'>\r\n <!-- a -->");
    accepts("</soap:Body>", "\n</soap:Body\t>\r\n<!-- \xC3\xA6 -->");
    accepts("<soap:Envelope ",
            "<soap:Envelope soap:encodingStyle='a' xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
            "xsi:schemaLocation=\"urn:a\n b.xsd\" ");
  }

  TEST_CASE("what stands around a message is told with it, by either reader") {
    const auto told = [](const std::string& text) {
      return reader::read_by_reference(test::catalog(), text, {}).envelope;
    };
    const auto plain = told(request());
    REQUIRE(plain);
    CHECK(plain->root == document::ElementName{"http://schemas.xmlsoap.org/soap/envelope/", "Envelope"});
    CHECK(plain->operation ==
          document::ElementName{"urn:no:elhub:emif:wsdl:marketprocesses:v2", "RequestStartOfSupplyRequest"});
    CHECK(plain->bodies == 1);
    CHECK(plain->body_elements == 1);
    CHECK(plain->must_understand.empty());
    CHECK_FALSE(told(test::start_of_supply()));
    CHECK_FALSE(told(operation("RequestStartOfSupplyRequest", "marketprocesses", test::start_of_supply())));
    const auto with_header =
        changed("<soap:Header/>",
                "<soap:Header><a xmlns='urn:a' soap:mustUnderstand='1' soap:actor='urn:other'><b "
                "soap:mustUnderstand='1'/></a><c xmlns='urn:c' soap:mustUnderstand='0'/><d xmlns='urn:d' "
                "mustUnderstand='1'/></soap:Header>");
    REQUIRE(agreed_answer(with_header) == Answer::accepted);  // the two are held against each other there
    const auto blocks = told(with_header)->must_understand;
    REQUIRE(blocks.size() == 1);
    CHECK(blocks.front().name == document::ElementName{"urn:a", "a"});
    CHECK(blocks.front().actor == "urn:other");
    // What is not valid is told, too.
    CHECK(told(changed("</soap:Body>", "<x/></soap:Body>"))->body_elements == 2);
    CHECK(told(changed("</soap:Body>", "</soap:Body><soap:Body/>"))->bodies == 2);
    CHECK(told(changed("http://schemas.xmlsoap.org/soap/envelope/", "urn:x"))->root.ns == "urn:x");
    CHECK(told(in_envelope("<x/>"))->operation == document::ElementName{"", "x"});
    CHECK(told(in_envelope(""))->body_elements == 0);
    CHECK_FALSE(told(request().substr(0, request().size() - 20)));
  }

  TEST_CASE("prefixes are declared where anybody likes") {
    const std::string rsm = fmt::format(" xmlns:rsm=\"{}\"", test::start_of_supply_ns);
    const std::string abie = fmt::format(" xmlns:abie=\"{}\"", test::abie_ns);
    auto text = test::start_of_supply();
    const auto tag_end = text.find('>');
    text = "<rsm:RequestStartOfSupply" + text.substr(tag_end);
    const auto message = in_envelope(operation("RequestStartOfSupplyRequest", "marketprocesses", text));
    CHECK(agreed_answer(message) == Answer::refused);
    for (const auto* where : {"<soap:Envelope", "<soap:Body", "<w:RequestStartOfSupplyRequest"}) {
      const auto with = test::replaced(message, where, where + rsm + abie);
      CHECK(agreed_answer(with) == Answer::accepted);
      // Bound to something else further inside, and again.
      CHECK(agreed_answer(test::replaced(with, "<w:RequestStart",
                                         "<w:RequestStartOfSupplyRequest xmlns:abie='urn:x'><!--")) !=
            Answer::accepted);
      CHECK(agreed_answer(test::replaced(with, "<rsm:RequestStartOfSupply",
                                         "<rsm:RequestStartOfSupply xmlns:abie='urn:x'")) == Answer::refused);
      CHECK(agreed_answer(test::replaced(with, "<rsm:Header>", "<rsm:Header xmlns:rsm='urn:x'>")) ==
            Answer::refused);
    }
    // What the header declares ends with it.
    CHECK(agreed_answer(test::replaced(message, "<soap:Header/>", "<soap:Header" + rsm + abie + "/>")) ==
          Answer::refused);
    CHECK(agreed_answer(test::replaced(message, "<soap:Header/>",
                                       "<soap:Header" + rsm + abie + "><a/></soap:Header>")) ==
          Answer::refused);
    // SOAP as the default namespace, which is then that of nothing else.
    std::string plain = request();
    for (auto at = plain.find("soap:"); at != std::string::npos; at = plain.find("soap:", at))
      plain.erase(at, 5);
    plain = test::replaced(plain, "xmlns:soap", "xmlns");
    CHECK(agreed_answer(plain) == Answer::accepted);
    CHECK(agreed_answer(test::replaced(plain, "<Header/>", "<Header><x xmlns=''/></Header>")) ==
          Answer::accepted);
    CHECK(agreed_answer(test::replaced(plain, "<Header/>", "<Header><x/></Header>")) != Answer::accepted);
  }

  TEST_CASE("what an envelope may not have is never accepted") {
    const auto rejects = [](std::string_view from, std::string_view to) {
      CAPTURE(std::string(to));
      CHECK(agreed_answer(changed(from, to)) != Answer::accepted);
    };
    rejects("schemas.xmlsoap.org/soap", "www.w3.org/2003/05/soap");
    rejects("<soap:Header/>", "text");
    rejects("<soap:Header/>", "&#32;");
    rejects("<soap:Header/>", "<![CDATA[ ]]>");
    rejects("<soap:Header/>", "<soap:Header/><soap:Header/>");
    rejects("<soap:Header/>", "<soap:Other/>");
    rejects("<soap:Header/>", "<soap:Header>text</soap:Header>");
    rejects("<soap:Header/>", "<soap:Body/>");
    rejects("<soap:Header/>", "<soap:Header><a></b></soap:Header>");
    rejects("<soap:Header/>", "<soap:Header><x:a/></soap:Header>");
    rejects("<soap:Header/>", "<soap:Header><a x:b=''/></soap:Header>");
    rejects("<soap:Header/>", "<soap:Header><a b='' b=''/></soap:Header>");
    rejects("<soap:Header/>", "<soap:Header><a>]]></a></soap:Header>");
    rejects("<soap:Header/>", "<soap:Header><a>&none;</a></soap:Header>");
    rejects("<soap:Header/>", "<soap:Header><a>\xC3</a></soap:Header>");
    rejects("<soap:Header/>",
            "<soap:Header><a xmlns:x='urn:a' xmlns:y='urn:a' x:b='' y:b=''/></soap:Header>");
    rejects("<soap:Header/>", "<soap:Header><soap:Body/></soap:Header>");
    rejects("<soap:Header/>", "<soap:Header><soap:Fault/></soap:Header>");
    rejects("<soap:Header/>",
            "<soap:Header xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
            "xsi:nil='true'/>");
    rejects("<soap:Body>", "<soap:Body a='' a=''>");
    rejects("<soap:Body>", "<soap:Body b:a=''>");
    rejects("<soap:Body>", "<soap:Body>text");
    rejects("<soap:Body>", "<soap:Body><a/>");
    rejects("</soap:Body>", "<soap:Fault/></soap:Body>");
    rejects("</soap:Body>", "</soap:Body><soap:Body/>");
    rejects("</soap:Body>", "</soap:Body><soap:Header/>");
    rejects("</soap:Body>", "");
    rejects("</soap:Envelope>", "");
    rejects("</soap:Envelope>", "</soap:Envelope><a/>");
    rejects("</w:RequestStartOfSupplyRequest>", "<a/></w:RequestStartOfSupplyRequest>");
    rejects("</w:RequestStartOfSupplyRequest>", test::start_of_supply() + "</w:RequestStartOfSupplyRequest>");
    rejects("</w:RequestStartOfSupplyRequest>", "text</w:RequestStartOfSupplyRequest>");
    rejects("<w:RequestStartOfSupplyRequest ", "<w:RequestStartOfSupplyRequest a='' ");
    rejects("<w:RequestStartOfSupplyRequest ", "<w:RequestStartOfSupplyRequest soap:a='' ");
    rejects("marketprocesses:v2", "marketprocesses:v3");
    rejects(">DDQ<", ">DDQQ<");
    CHECK(agreed_answer(in_envelope("")) != Answer::accepted);
    CHECK(agreed_answer(in_envelope(operation("RequestEndOfSupplyRequest", "marketprocesses",
                                              test::start_of_supply()))) == Answer::refused);
    CHECK(agreed_answer(in_envelope(
              operation("UnknownRequest", "marketprocesses", test::start_of_supply()))) != Answer::accepted);
    CHECK(agreed_answer(in_envelope(operation("RequestStartOfSupplyRequest", "marketprocesses", ""))) !=
          Answer::accepted);
    CHECK(agreed_answer(in_envelope(test::change_of_supplier())) != Answer::accepted);
    const auto text = request();
    for (std::size_t length = 0; length < text.size(); length += length < 400 ? 1 : 37) {
      CAPTURE(length);
      CHECK(agreed_answer(std::string_view(text).substr(0, length)) != Answer::accepted);
    }
  }

  TEST_CASE("results of polls have as many messages as there are") {
    const auto start = test::start_of_supply();
    CHECK(messages_in(request()) == 1);
    CHECK(agreed_answer(poll_result(start)) == Answer::accepted);
    CHECK(messages_in(poll_result(start)) == 1);
    const auto many = start + "\n<!-- \xC3\xA6 -->" + start + "\r\n" + start;
    CHECK(agreed_answer(poll_result(many)) == Answer::accepted);
    CHECK(messages_in(poll_result(many)) == 3);
    // Two operations in one body.
    const auto both = operation("RequestStartOfSupplyRequest", "marketprocesses", start);
    CHECK(agreed_answer(in_envelope(both + both)) == Answer::accepted);
    CHECK(messages_in(in_envelope(both + both)) == 2);
    CHECK(agreed_answer(poll_result("")) != Answer::accepted);
    CHECK(agreed_answer(poll_result(start + "text")) == Answer::refused);
    CHECK(agreed_answer(poll_result(start + test::replaced(start, ">DDQ<", ">?<"))) == Answer::refused);
    CHECK(agreed_answer(test::replaced(poll_result(start), "0b9a6f5e-1111-4222-8333-9d2f6f7d1234", "1")) ==
          Answer::refused);
    CHECK(agreed_answer(test::replaced(poll_result(start), "<w:ResultDataSet>", "<w:ResultDataSet/>")) !=
          Answer::accepted);
    CHECK(agreed_answer(in_envelope(
              operation("PollForDataResponse xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                        "xsi:nil='true'",
                        "polling:marketprocesses", ""))) != Answer::accepted);
    CHECK(
        agreed_answer(in_envelope("<w:PollForDataResponse xmlns:w='urn:no:elhub:emif:wsdl:polling:"
                                  "marketprocesses:v2' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                                  "xsi:nil='true'/>")) == Answer::declined);
  }

  TEST_CASE("it does not matter where a window of the text ends") {
    // The first window has at least 4096 bytes; all that a header may have comes to stand at its end.
    const std::string entry =
        "<x:a xmlns:x='urn:x' x:b='&lt;' c=\"d\">e&amp;\xC3\xA6<!-- f --><![CDATA[<g>]]><?h?><i/>\r\n</x:a >";
    const auto text = changed("<soap:Header/>", "<soap:Header>" + std::string(4000, ' ') + entry + entry +
                                                    std::string(900, '\n') + entry + "</soap:Header>");
    REQUIRE(agreed_answer(text) == Answer::accepted);
    const auto is_valid = [](const std::string& bytes, std::size_t window) {
      reader::StreamOptions options;
      options.batch_bytes = window;
      std::size_t done = 0;
      reader::MessageStream stream(
          test::catalog(),
          [&](char* to, std::size_t room) {
            const auto count = std::min(room, bytes.size() - done);
            bytes.copy(to, count, done);
            done += count;
            return tl::expected<std::size_t, std::string>(count);
          },
          options);
      auto batch = stream.next();
      REQUIRE(batch);
      REQUIRE(*batch);
      return (*batch)->read.valid && (*batch)->read.messages.size() == 1;
    };
    for (std::size_t window = 4096; window < 4600; window += 3) {
      CAPTURE(window);
      CHECK(is_valid(text, window));
    }
    CHECK_FALSE(is_valid(test::replaced(text, "<i/>", "<i></j>"), 4100));
  }

  TEST_CASE("limits hold for the whole text") {
    const auto two = poll_result(test::start_of_supply() + test::start_of_supply());
    document::ReadOptions options;
    std::size_t accepted = 0;
    for (options.limits.elements = 1; options.limits.elements < 80; ++options.limits.elements)
      if (agreed_answer(two, options) == Answer::accepted) ++accepted;
    CHECK(accepted == 80 - (2 * 32 + 6));
    options = {};
    for (options.limits.depth = 1; options.limits.depth < 12; ++options.limits.depth) {
      CAPTURE(options.limits.depth);
      agreed_answer(two, options);
      agreed_answer(request(), options);
      agreed_answer(in_envelope(test::start_of_supply()), options);
      agreed_answer(changed("<soap:Header/>", "<soap:Header><a><b><c/></b></a></soap:Header>"), options);
    }
    options = {};
    options.limits.text = 300;
    CHECK(agreed_answer(
              changed("<soap:Header/>", "<soap:Header><a>" + std::string(301, 'x') + "</a></soap:Header>"),
              options) == Answer::declined);
    CHECK(agreed_answer(changed("<soap:Header/>", std::string(301, ' ')), options) == Answer::declined);
  }
}

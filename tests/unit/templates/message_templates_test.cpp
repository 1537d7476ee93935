#include "gateway/templates/message_templates.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <thread>

#include "cimgate/gateway.hpp"
#include "gateway/document/write.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/engine/input.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/templates/harbour_messages.hpp"
#include "tests/unit/templates/samples.hpp"
#include "tests/unit/templates/shares.hpp"

using namespace cimgate;

namespace {

const Gateway& gateway() {
  static const Gateway opened = *Gateway::open();
  return opened;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Another value of the same form: other digits in identifiers, other hours, and what has to be escaped in
/// free text.
std::string changed(std::string_view value, std::mt19937_64& random) {
  std::string text(value);
  if (text.size() >= 16 && text[4] == '-' && text[10] == 'T') {
    text[9] = static_cast<char>('1' + random() % 8);
    text[12] = static_cast<char>('0' + random() % 4);
    return text;
  }
  bool numbers = false;
  for (std::size_t i = 1; i < text.size(); ++i)
    if (text.size() >= 10 && is_digit(text[i])) {
      text[i] = static_cast<char>('0' + random() % 10);
      numbers = true;
    }
  if (!numbers && text.size() > 4) text += random() % 2 == 0 ? " & <æ>\"'" : " x  y";
  return text;
}

/// The same message with other values, still valid; the layout changes, too.
std::string with_other_values(const document::Message& message, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  document::Message copy{message.set, message.kind, message.document.first_part(message.document.size())};
  for (document::NodeId id = 0; id < copy.document.size(); ++id) {
    const auto& node = copy.document[id];
    if (node.element == nullptr || node.element->text == nullptr || node.text.empty()) continue;
    const auto value = changed(node.text, random);
    if (!schema::check_value(*node.element->text, value)) copy.document.set_text(id, value);
  }
  return xml::to_xml(copy, {.indent = seed % 2 == 0});
}

/// A message and some that differ from it in values only.
std::vector<std::string> family(const document::Message& message) {
  std::vector<std::string> all{xml::to_xml(message, {})};
  for (std::uint64_t seed = 1; seed <= 4; ++seed) all.push_back(with_other_values(message, seed));
  return all;
}

bool same(const Finding& a, const Finding& b) {
  return a.rule == b.rule && a.stage == b.stage && a.severity == b.severity && a.outcome == b.outcome &&
         a.line == b.line && a.column == b.column && a.xpath == b.xpath && a.text.en == b.text.en &&
         a.text.nb == b.text.nb && a.advice.en == b.advice.en && a.source.ref == b.source.ref;
}

/// What is not the same; "" when all is.
std::string difference(const Translated& a, const Translated& b) {
  if (a.message != b.message || a.fault != b.fault || a.findings_left_out != b.findings_left_out)
    return "what it is";
  if (a.whole != b.whole) return "the whole text";
  if (a.files.size() != b.files.size()) return "the number of files";
  for (std::size_t i = 0; i < a.files.size(); ++i)
    if (a.files[i].name != b.files[i].name || a.files[i].text != b.files[i].text) return a.files[i].name;
  if (!std::equal(a.findings.begin(), a.findings.end(), b.findings.begin(), b.findings.end(), same))
    return "findings";
  return a.lines == b.lines ? "" : "lines";
}

std::vector<TranslateOptions> all_options() {
  std::vector<TranslateOptions> all;
  for (const char* profile : {"nmeg/0.1", "nmeg-no/0.1"})
    for (const auto target : {Target::cim_json, Target::cim_xml}) {
      TranslateOptions options;
      options.profile = profile;
      options.target = target;
      options.compact = all.size() % 2 == 1;
      all.push_back(options);
    }
  return all;
}

templates::MessageTemplates& kept_templates() {
  return *gateway().engine().templates;
}

/// As the mapping gives it.
Translated translate_anew(const std::string& bytes, const TranslateOptions& options) {
  kept_templates().forget();
  return gateway().translate(bytes, options);
}

void check_family(const std::string& what, const std::vector<std::string>& texts) {
  std::string share;
  for (const auto& options : all_options()) {
    std::vector<Translated> wanted;
    for (const auto& text : texts) wanted.push_back(translate_anew(text, options));
    kept_templates().forget();
    const auto before = kept_templates().statistics();
    for (int round = 0; round < 2; ++round)
      for (std::size_t i = 0; i < texts.size(); ++i) {
        CAPTURE(options.profile);
        CAPTURE(static_cast<int>(options.target));
        CAPTURE(i);
        CHECK(difference(gateway().translate(texts[i], options), wanted[i]) == "");
      }
    const auto now = kept_templates().statistics();
    share += (share.empty() ? "" : ", ") + std::to_string(now.filled - before.filled) + " by " +
             std::to_string(now.templates - before.templates);
  }
  // Of nine in each form, for the first is never filled in; and how many templates there are of it.
  test::hold_share(what + ", message", share);
}

}  // namespace

TEST_SUITE("message templates") {
  TEST_CASE("examples with other values become what the mapping gives") {
    for (const auto& file : test::by_effort(test::xml_files("examples", "/valid/"))) {
      const auto input = read_input(gateway().engine(), {test::file_text(file)}, {}, {});
      if (input.read.messages.empty() ||
          input.read.messages.front().set->side != schema::SchemaSet::Side::bim)
        continue;
      const auto& message = input.read.messages.front();
      CAPTURE(message.kind->root.local);
      check_family(message.kind->root.local + " " + file.stem().string(), family(message));
    }
  }

  TEST_CASE("random messages with other values become what the mapping gives") {
    std::map<std::string, int> numbers;
    test::for_each_sample(gateway().engine(), 3, [&](const document::Message& message) {
      const auto& name = message.kind->root.local;
      check_family(name + " random " + std::to_string(++numbers[name]), family(message));
    });
  }

  TEST_CASE("what stands in for a value comes back as that value, or does not, by how it is written") {
    // A start has at most three decimals of a second; what stands in for one that is missing may have more.
    struct Place {
      const char* file;
      const char* missing;
      const char* stands_in;
    };
    for (const auto& [file, missing, stands_in] :
         {Place{"examples/RequestUpdateMasterDataMeteringPoint/valid/activation.xml", "StartOfOccurrence",
                "Creation"},
          Place{"examples/CollectedData/valid/annual-volume.xml", "Start", "RegistrationDateTime"}}) {
      CAPTURE(file);
      auto text = test::file_text(std::filesystem::path(CIMGATE_SOURCE_DIR) / file);
      const auto remove = "<abie:" + std::string(missing) + '>';
      const auto from = text.find(remove);
      REQUIRE(from != std::string::npos);
      text.erase(from, text.find('>', from + remove.size()) + 1 - from);
      const auto element = "<abie:" + std::string(stands_in) + '>';
      const auto zone = text.find_first_of("Z+-", text.find('T', text.find(element) + element.size()));
      std::vector<std::string> all;
      for (const char* decimals : {".1234567", ".7654321", "", ".5", ".1234", ".125"})
        all.push_back(std::string(text).insert(zone, decimals));
      for (std::size_t first = 0; first < all.size(); ++first) {
        for (const auto& options : all_options()) {
          kept_templates().forget();
          std::vector<std::string> made;
          for (std::size_t i = 0; i < 2 * all.size(); ++i)
            made.push_back(gateway().translate(all[(first + i) % all.size()], options).whole);
          for (std::size_t i = 0; i < made.size(); ++i)
            CHECK(made[i] == translate_anew(all[(first + i) % all.size()], options).whole);
        }
      }
    }
  }

  TEST_CASE("several threads share the templates") {
    struct Task {
      std::string text;
      Translated wanted;
    };
    std::vector<Task> tasks;
    for (const auto& file : test::by_effort(test::xml_files("examples", "/valid/"))) {
      const auto input = read_input(gateway().engine(), {test::file_text(file)}, {}, {});
      if (input.read.messages.empty() ||
          input.read.messages.front().set->side != schema::SchemaSet::Side::bim)
        continue;
      for (auto& text : family(input.read.messages.front())) {
        auto wanted = translate_anew(text, {});
        tasks.push_back({std::move(text), std::move(wanted)});
      }
    }
    kept_templates().forget();
    std::vector<std::size_t> wrong(2);
    {
      std::vector<std::jthread> threads;
      for (std::size_t mine = 0; mine < wrong.size(); ++mine)
        threads.emplace_back([&, mine] {
          for (int round = 0; round < 3; ++round) {
            for (const auto& task : tasks)
              wrong[mine] += difference(gateway().translate(task.text, {}), task.wanted).empty() ? 0U : 1U;
            if (mine == 1) kept_templates().forget();
          }
        });
    }
    CHECK(wrong[0] == 0);
    CHECK(wrong[1] == 0);
  }

  TEST_CASE("a message that came once is only noticed; the third is filled in") {
    const auto bytes = test::file_text(test::xml_files("examples", "/valid/").front());
    kept_templates().forget();
    const auto before = kept_templates().statistics();
    (void)gateway().translate(bytes, {});
    CHECK(kept_templates().statistics().templates == before.templates);
    (void)gateway().translate(bytes, {});
    (void)gateway().translate(bytes, {});
    CHECK(kept_templates().statistics().templates == before.templates + 1);
    CHECK(kept_templates().statistics().filled == before.filled + 2);
    CHECK(kept_templates().statistics().bytes > bytes.size());
  }

  TEST_CASE("messages of up to two thousand elements are kept") {
    auto& kept = *test::harbour().engine().templates;
    const auto message = [](std::size_t lights, std::size_t more) {
      std::string about;
      for (std::size_t i = 0; i < lights; ++i) about += test::two("Light", "Colour", "green", "bow");
      return test::manifest(
          test::ship("1", "load", about),
          std::string(more > 0 ? "<h:Pier>P-1</h:Pier>" : "") + (more > 1 ? "<h:Remark>r</h:Remark>" : ""));
    };
    const auto size_of = [](const std::string& bytes) {
      return reader::read(*test::harbour().engine().catalog, bytes, {}).messages.at(0).document.size();
    };
    std::size_t tried = 0;
    for (std::size_t lights = 660; lights <= 668; ++lights)
      for (std::size_t more = 0; more < 3; ++more) {
        const auto bytes = message(lights, more);
        const auto size = size_of(bytes);
        if (size != 2000 && size != 2001) continue;
        ++tried;
        kept.forget();
        const auto before = kept.statistics();
        for (int times = 0; times < 3; ++times) (void)test::harbour().translate(bytes, {});
        CHECK(kept.statistics().templates == before.templates + (size == 2000 ? 1U : 0U));
        CHECK(kept.statistics().filled == before.filled + (size == 2000 ? 2U : 0U));
        CHECK((kept.statistics().bytes > 0) == (size == 2000));
      }
    CHECK(tried == 2);
  }

  TEST_CASE("what is kept is bounded; then all is forgotten") {
    auto& kept = *test::harbour().engine().templates;
    constexpr std::size_t long_value = 990'000;
    constexpr std::size_t most = 34;  // that are more than 32 MB
    const auto message = [](std::size_t number) {
      return test::manifest(test::ship(
          "1", "load", test::element("First", std::to_string(100 + number) + std::string(long_value, 'x'))));
    };
    kept.forget();
    const auto before = kept.statistics();
    CHECK(before.bytes == 0);
    for (std::size_t number = 0; number < most; ++number) {
      (void)test::harbour().translate(message(number), {});
      const auto bytes = kept.statistics().bytes;
      CHECK(bytes > (number + 1) * (long_value + 100));
      CHECK(bytes < (number + 1) * (long_value + 1000));
    }
    (void)test::harbour().translate(message(most), {});
    CHECK(kept.statistics().bytes < long_value + 1000);
    // Of the first nothing is known any more, of the last that it came; a key is counted once.
    (void)test::harbour().translate(message(0), {});
    CHECK(kept.statistics().templates == before.templates);
    const auto two = kept.statistics().bytes;
    CHECK(two < 2 * (long_value + 1000));
    (void)test::harbour().translate(message(most), {});
    CHECK(kept.statistics().templates == before.templates + 1);
    CHECK(kept.statistics().filled == before.filled + 1);
    CHECK(kept.statistics().bytes > two + long_value);
    (void)test::harbour().translate(message(most), {});
    CHECK(kept.statistics().filled == before.filled + 2);
    CHECK(kept.statistics().templates == before.templates + 1);
    kept.forget();
    CHECK(kept.statistics().bytes == 0);
  }

  TEST_CASE("messages that differ in what is only passed on are filled in by one template") {
    auto text =
        test::file_text(CIMGATE_SOURCE_DIR "/examples/RequestStartOfSupply/valid/change-of-supplier.xml");
    const auto id = text.find("<abie:Identification>") + std::string_view("<abie:Identification>").size();
    kept_templates().forget();
    const auto before = kept_templates().statistics();
    for (char digit = '1'; digit <= '6'; ++digit) {
      text[id] = digit;
      const auto made = gateway().translate(text, {});
      CHECK(made.whole.find(text.substr(id, 36)) != std::string::npos);
    }
    CHECK(kept_templates().statistics().templates == before.templates + 1);
    CHECK(kept_templates().statistics().filled == before.filled + 5);
  }
}

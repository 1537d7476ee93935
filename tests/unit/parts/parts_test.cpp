#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "cimgate/gateway.hpp"
#include "gateway/check/judge.hpp"
#include "gateway/parts/join.hpp"
#include "gateway/parts/join_reports.hpp"
#include "gateway/parts/part_id.hpp"
#include "gateway/parts/split.hpp"
#include "gateway/report/writer.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;
namespace fs = std::filesystem;

namespace {

const Gateway& gateway() {
  static const auto opened = Gateway::open();
  return *opened;
}

/// The parts of a message, in memory.
struct Cut {
  parts::PartsList list;
  std::vector<std::string> texts;
};

tl::expected<Cut, parts::Refusal> cut(const std::string& text, std::size_t series, std::size_t batch_bytes) {
  Cut result;
  parts::AskedText asked;
  asked.batch_bytes = batch_bytes;
  const parts::TakeParts take{[&](const parts::Part&) { result.texts.emplace_back(); },
                              [&](std::string_view more) { result.texts.back() += more; }};
  auto split = parts::split(gateway().engine(), parts::pull_of(text), "whole.xml", series, asked, take);
  if (!split) return tl::make_unexpected(std::move(split.error()));
  for (auto& part : result.texts) part += split->tail;
  // As it is after it was written and read.
  const auto list = parts::parts_list_of(to_json(split->list));
  REQUIRE(list);
  result.list = *list;
  return result;
}

tl::expected<std::string, parts::Refusal> joined(const parts::PartsList& list,
                                                 const std::vector<std::string>& texts) {
  std::vector<parts::Piece> pieces;
  for (std::size_t i = 0; i < texts.size(); ++i)
    pieces.push_back(
        {"piece-" + std::to_string(i), [&texts, i]() -> tl::expected<std::vector<std::string>, std::string> {
           return std::vector<std::string>{texts[i]};
         }});
  std::string kept;
  std::string result;
  const parts::Spool spool{[&](std::string_view text) { kept += text; },
                           [&]() -> tl::expected<Pull, std::string> { return parts::pull_of(kept); }};
  auto done = parts::join(gateway(), list, pieces, {}, spool, [&](std::string_view text) { result += text; });
  if (!done) return tl::make_unexpected(std::move(done.error()));
  return result;
}

bool same(const std::string& first, const std::string& second) {
  return gateway().diff(std::vector<std::string>{first}, std::vector<std::string>{second}).equal;
}

std::string why(const parts::Refusal& refusal) {
  auto text = refusal.file + ": " + refusal.why;
  for (const auto& finding : refusal.findings)
    text += "\n  " + std::to_string(finding.line) + ": " + finding.rule + " " + finding.xpath + " " +
            finding.text.en;
  return text;
}

std::string report_of(const std::vector<std::pair<std::string, std::string>>& files, report::Kind kind) {
  report::Run run;
  run.as_of = "2026-11-21";
  const auto writer = report::make_writer(kind, run);
  std::string text = writer->begin();
  report::RunEnd end;
  for (const auto& [name, bytes] : files) {
    check::JudgeOptions options;
    options.validate.as_of = run.as_of;
    auto judged = check::judge(gateway(), name, {bytes}, options);
    check::settle(judged, check::FailOn::error);
    end.totals.add(judged);
    text += writer->add(judged);
  }
  return text + writer->end(end);
}

/// A report as one line a finding: how lines are broken is not what is compared.
std::string in_one_line(std::string text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\n') out += c;
  return out;
}

/// The messages and documents of the examples that can be cut.
std::vector<fs::path> examples() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(CIMGATE_SOURCE_DIR) / "examples")) {
    const auto& path = entry.path();
    const auto folder = path.parent_path().filename();
    if ((path.extension() == ".xml" || path.extension() == ".json") &&
        (folder == "valid" || folder == "warning" || folder == "refused" || folder == "cim"))
      found.push_back(path);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

TEST_CASE("parts: cut and joined, every message is what it was, and so are its translation and its verdict") {
  std::size_t messages = 0, several = 0, reports = 0, translations = 0;
  for (const auto& path : examples()) {
    const auto text = test::file_text(path);
    CAPTURE(path.string());
    for (const auto series : {std::size_t{1}, std::size_t{2}, std::size_t{5}})
      for (const std::size_t batch : {std::size_t{64}, std::size_t{3000}, std::size_t{512} * 1024}) {
        if (series != 1 && batch == 3000) continue;
        CAPTURE(series);
        CAPTURE(batch);
        auto made = cut(text, series, batch);
        if (!made) continue;
        ++messages;
        const auto& list = made->list;
        REQUIRE(list.parts.size() == made->texts.size());
        std::set<std::string> ids;
        for (std::size_t i = 0; i < made->texts.size(); ++i) {
          const auto checked = gateway().validate(made->texts[i], {.level = Level::schema,
                                                                   .as_of = {},
                                                                   .market = nullptr,
                                                                   .emif = {},
                                                                   .profile = {},
                                                                   .schema = list.schema,
                                                                   .limits = {}});
          CHECK_MESSAGE(checked.verdict == Verdict::valid, made->texts[i]);
          CHECK(ids.insert(list.parts[i].id).second);
          CHECK(list.parts[i].id != list.id);
          CHECK(made->texts[i].find(list.parts[i].id) != std::string::npos);
        }
        const auto whole = joined(list, made->texts);
        REQUIRE_MESSAGE(whole, why(whole.error()));
        CHECK_MESSAGE(same(text, *whole), *whole);
        if (list.parts.size() < 2) continue;
        ++several;

        // The verdict.
        std::vector<std::pair<std::string, std::string>> files;
        for (std::size_t i = 0; i < made->texts.size(); ++i)
          files.emplace_back("a/" + list.parts[i].file, made->texts[i]);
        const auto level = list.judged == parts::JudgedByRecord::codes ? Level::codes : Level::message;
        if (level == Level::message) {
          const auto about_whole = report_of({{"whole.xml", text}}, report::Kind::json);
          for (const auto kind : {report::Kind::json, report::Kind::ndjson}) {
            const auto together =
                parts::join_reports(gateway().engine(), list, {{"r", report_of(files, kind)}}, level);
            REQUIRE_MESSAGE(together, together.error());
            auto expected = in_one_line(about_whole);
            if (kind == report::Kind::ndjson) {
              const std::string as_of = "\"asOf\":\"2026-11-21\",";
              expected.erase(expected.find(as_of), as_of.size());
            }
            CHECK(in_one_line(together->json) == expected);
          }
          ++reports;
        }

        // The translation, the other way and back.
        for (const auto target : {Target::cim_json, Target::cim_xml, Target::bim}) {
          const bool is_bim = list.schema.find("nmeg") == std::string::npos;
          if (is_bim == (target == Target::bim)) continue;
          TranslateOptions options;
          options.target = target;
          options.schema = list.schema;
          const auto of_whole = gateway().translate(text, options);
          if (of_whole.whole.empty() || verdict_of(of_whole.findings) != Verdict::valid) continue;
          std::vector<std::string> translated;
          for (const auto& part : made->texts) translated.push_back(gateway().translate(part, options).whole);
          const auto together = joined(list, translated);
          REQUIRE_MESSAGE(together, why(together.error()));
          CHECK_MESSAGE(same(of_whole.whole, *together), *together);
          ++translations;
        }
      }
  }
  CHECK(messages > 100);
  CHECK(several > 30);
  CHECK(reports > 20);
  CHECK(translations > 20);
}

TEST_CASE("parts: the same cut has the same ids, and another cut has others") {
  using parts::part_id;
  const std::string whole = "7a234aa5-12c4-41ce-8926-7dabaa40c3e3";
  CHECK(part_id(whole, 10, 3) == part_id(whole, 10, 3));
  CHECK(part_id(whole, 10, 3) != part_id(whole, 10, 4));
  CHECK(part_id(whole, 10, 3) != part_id(whole, 20, 3));
  CHECK(part_id(whole, 10, 3) != part_id("7a234aa5-12c4-41ce-8926-7dabaa40c3e4", 10, 3));
  CHECK(part_id(whole, 1, 1).size() == 36);
  CHECK(part_id(whole, 1, 1)[14] == '5');
  CHECK(part_id("7a234aa512c441ce89267dabaa40c3e3", 1, 1).size() == 32);
}

TEST_CASE("parts: what is missing, there twice, foreign or changed is refused by name") {
  const auto text = test::file_text(fs::path(CIMGATE_SOURCE_DIR) /
                                    "examples/CollectedData/valid/consumption-production-reactive.xml");
  const auto other =
      test::file_text(fs::path(CIMGATE_SOURCE_DIR) / "examples/CollectedData/valid/hours-25.xml");
  const auto made = cut(text, 1, 1000);
  REQUIRE(made);
  REQUIRE(made->texts.size() >= 2);
  auto texts = made->texts;

  auto missing = texts;
  missing.pop_back();
  REQUIRE_FALSE(joined(made->list, missing));
  CHECK(joined(made->list, missing).error().why.find("is missing") != std::string::npos);

  auto twice = texts;
  twice.push_back(texts.front());
  REQUIRE_FALSE(joined(made->list, twice));
  CHECK(joined(made->list, twice).error().why.find("the same part as 'piece-0'") != std::string::npos);
  CHECK(joined(made->list, twice).error().file == "piece-" + std::to_string(texts.size()));

  auto foreign = texts;
  foreign.push_back(other);
  REQUIRE_FALSE(joined(made->list, foreign));
  CHECK(joined(made->list, foreign).error().why.find("is that of no part") != std::string::npos);

  auto changed = texts;
  const auto at = changed[1].find("<abie:Creation>2026");
  REQUIRE(at != std::string::npos);
  changed[1][at + 18] = '5';
  REQUIRE_FALSE(joined(made->list, changed));
  CHECK(joined(made->list, changed).error().file == "piece-1");

  auto shuffled = texts;
  std::reverse(shuffled.begin(), shuffled.end());
  const auto whole = joined(made->list, shuffled);
  REQUIRE(whole);
  CHECK(same(text, *whole));
}

TEST_CASE("parts: the envelope is taken off, and what it says of namespaces is kept") {
  const auto text = test::file_text(fs::path(CIMGATE_SOURCE_DIR) /
                                    "examples/CollectedData/valid/consumption-production-reactive.xml");
  auto message = text.substr(text.find("<rsm:CollectedData"));
  const std::string declared =
      "xmlns:abie=\"urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2\"";
  const auto at = message.find(declared);
  REQUIRE(at != std::string::npos);
  message.erase(at, declared.size());
  const std::string envelope = "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" " +
                               declared + "><e:Header/><!-- <x> --><e:Body>" + message +
                               "</e:Body></e:Envelope>";
  const auto made = cut(envelope, 1, 500);
  REQUIRE_MESSAGE(made, why(made.error()));
  CHECK(made->texts.front().find("Envelope") == std::string::npos);
  const auto whole = joined(made->list, made->texts);
  REQUIRE_MESSAGE(whole, why(whole.error()));
  CHECK(same(text, *whole));
}

TEST_CASE("parts: what is not valid is not cut, and says where it is wrong") {
  const auto text =
      test::file_text(fs::path(CIMGATE_SOURCE_DIR) / "examples/CollectedData/invalid/decimal-comma.xml");
  const auto made = cut(text, 1, 64);
  REQUIRE_FALSE(made);
  REQUIRE(made.error().findings.size() == 1);
  CHECK(made.error().findings.front().line == 76);
}

TEST_CASE("parts: a list that was changed by hand is refused") {
  CHECK_FALSE(parts::parts_list_of("{}"));
  CHECK_FALSE(parts::parts_list_of("[1"));
  const auto text = test::file_text(fs::path(CIMGATE_SOURCE_DIR) /
                                    "examples/CollectedData/valid/consumption-production-reactive.xml");
  const auto made = cut(text, 1, 1000);
  REQUIRE(made);
  auto json = parts::to_json(made->list);
  const auto at = json.find("\"first\": 1");
  REQUIRE(at != std::string::npos);
  json[at + 9] = '7';
  const auto list = parts::parts_list_of(json);
  REQUIRE_FALSE(list);
  CHECK(list.error().find("part-0002.xml") != std::string::npos);
}

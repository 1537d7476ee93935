#include "gateway/templates/entry_folder.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <vector>

#include "gateway/templates/leaf_use.hpp"
#include "gateway/templates/record_translator.hpp"
#include "gateway/templates/stream_plan.hpp"
#include "tests/unit/effort.hpp"

using namespace cimgate;
using document::SupplementEntry;

namespace {

struct Said {
  std::uint32_t record = 0;  ///< 0: a text of its own
  SupplementEntry entry;
};

templates::Setting setting_of(bool json) {
  auto stream = std::make_shared<templates::StreamPlan>();
  stream->name = "Record";
  templates::Setting setting;
  setting.stream = stream;
  setting.json = setting.json_entries = json;
  setting.entry_level = 2;
  return setting;
}

/// What is said of records one after the other is one entry, where it was said first.
std::string expected(const templates::Setting& setting, const std::vector<Said>& all) {
  struct Folded {
    SupplementEntry entry;
    std::uint32_t first = 0, last = 0;
  };
  std::vector<Folded> folded;
  for (const auto& one : all) {
    auto same = folded.rbegin();
    const auto is_same = [&](const Folded& known) {
      return known.first != 0 && known.entry.kind == one.entry.kind && known.entry.path == one.entry.path &&
             known.entry.value == one.entry.value && known.entry.reason == one.entry.reason;
    };
    while (same != folded.rend() && !is_same(*same)) ++same;
    if (one.record != 0 && same != folded.rend() && same->last + 1 == one.record)
      same->last = one.record;
    else
      folded.push_back({one.entry, one.record, one.record});
  }
  std::string text;
  for (auto& one : folded) {
    if (one.first == 0) {
      text += one.entry.value;
      continue;
    }
    one.entry.path = one.first == one.last
                         ? fmt::format("Record[{}]{}", one.first, one.entry.path)
                         : fmt::format("Record[{}..{}]{}", one.first, one.last, one.entry.path);
    templates::append_entry(setting, one.entry, text);
  }
  return text;
}

/// `batch`: so many records are handed over at once.
std::string folded(const templates::Setting& setting, const std::vector<Said>& all, std::uint32_t records,
                   std::uint32_t batch) {
  templates::EntryFolder folder(setting);
  for (std::uint32_t first = 1; first <= records; first += batch) {
    const auto last = std::min(records, first + batch - 1);
    templates::Entries entries;
    std::uint32_t now = 1;
    for (const auto& one : all) {
      if (one.record != 0) now = one.record;
      if (now < first || now > last) continue;
      if (one.record == 0)
        entries.text() += one.entry.value;
      else
        entries.add(one.entry, one.record);
    }
    folder.add(std::move(entries), last);
  }
  std::string text;
  CHECK(folder.finish().copy_to([&](std::string_view piece) { text += piece; }));
  return text;
}

SupplementEntry entry(const std::string& path, const std::string& value,
                      SupplementEntry::Kind kind = SupplementEntry::Kind::value) {
  return {kind, path, value, "why"};
}

}  // namespace

TEST_SUITE("templates: entry folder") {
  TEST_CASE("what records after each other say alike is one entry, in the order in which it was said first") {
    const auto setting = setting_of(false);
    const std::vector<Said> all = {{1, entry("/a", "x")}, {1, entry("/b", "x")}, {2, entry("/a", "x")},
                                   {3, entry("/b", "x")}, {3, entry("/a", "y")}, {4, entry("/a", "y")},
                                   {4, entry("/b", "x")}, {6, entry("/b", "x")}};
    for (const std::uint32_t batch : {1U, 2U, 3U, 6U})
      CHECK(folded(setting, all, 6, batch) == expected(setting, all));
    const auto text = expected(setting, all);
    for (const auto* path :
         {"Record[1..2]/a", "Record[1]/b", "Record[3..4]/b", "Record[3..4]/a", "Record[6]/b"})
      CHECK_MESSAGE(text.find(path) != std::string::npos, path);
  }

  TEST_CASE("so also for entries of every kind, with texts between them, and so many that some cannot wait") {
    for (const bool json : {false, true})
      for (const std::size_t size : {std::size_t{1}, std::size_t{60'000}, std::size_t{250'000}})
        for (std::uint64_t seed = 1; seed <= std::max<std::uint64_t>(2, test::effort(6)); ++seed) {
          std::mt19937_64 random(seed);
          constexpr std::uint32_t records = 14;
          std::vector<Said> all;
          for (std::uint32_t record = 1; record <= records; ++record) {
            for (char key = 'a'; key <= 'f'; ++key) {
              // Of some there is one in every record, of others now and then; some change once.
              const bool said = key <= 'b' || random() % 4 != 0;
              const bool other = key == 'c' && record > 7;
              if (said)
                all.push_back({record, entry(std::string("/") + key, std::string(size, other ? 'z' : key),
                                             key == 'd' ? SupplementEntry::Kind::choice
                                                        : SupplementEntry::Kind::value)});
            }
            if (seed % 2 == 0 && random() % 5 == 0)
              all.push_back({0, entry("", fmt::format("<text {}>", record))});
          }
          CAPTURE(json);
          CAPTURE(size);
          CAPTURE(seed);
          const auto setting = setting_of(json);
          const auto wanted = expected(setting, all);
          for (const std::uint32_t batch : {1U, 3U, 14U})
            CHECK((folded(setting, all, records, batch) == wanted));
        }
  }
}

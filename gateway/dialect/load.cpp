#include "gateway/dialect/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gateway/dialect/calendar_file.hpp"
#include "gateway/dialect/file.hpp"

namespace cimgate::dialect {
namespace {

constexpr std::string_view folder = "dialects";

Head read_head(File& file) {
  const auto part = file.part("head", {"id", "creation", "document-type", "process", "role"});
  return {file.optional_texts(part, "id"), file.optional_texts(part, "creation"),
          file.optional_texts(part, "document-type"), file.optional_texts(part, "process"),
          file.optional_texts(part, "role")};
}

/// The places are free: they are those of the documents.
std::vector<Sign> read_signs(File& file) {
  std::vector<Sign> signs;
  const auto part = file.root()["known-by"];
  if (part && !part.is_map()) file.error(part, "expected places, each with a list of values");
  if (part.is_map())
    for (const auto& entry : part)
      signs.push_back({entry.first.text(), file.texts(part, entry.first.text())});
  return signs;
}

std::vector<Mark> read_marks(File& file, const yaml::Node& part, std::string_view key) {
  std::vector<Mark> marks;
  for (const auto& item : file.optional_list(part, key)) {
    file.check_keys(item, {"in", "at"});
    Mark mark{file.optional_text(item, "in"), file.text(item, "at"), false};
    mark.is_attribute = mark.at.starts_with('@');
    if (mark.is_attribute) mark.at.erase(0, 1);
    marks.push_back(std::move(mark));
  }
  return marks;
}

Marks read_about(File& file) {
  const auto part = file.part("about", {"metering-point", "metering-point-digits", "series", "position"});
  Marks marks{read_marks(file, part, "metering-point"), read_marks(file, part, "series"),
              read_marks(file, part, "position"), 0};
  if (const auto digits = part["metering-point-digits"])
    marks.metering_point_digits = static_cast<std::size_t>(file.number(digits, 1, 40));
  else if (!marks.metering_point.empty())
    file.error(part, "'metering-point-digits' is missing");
  return marks;
}

std::vector<std::pair<std::string, std::string>> read_questions(File& file) {
  std::vector<std::pair<std::string, std::string>> questions;
  const auto part =
      file.part("questions", {"metering-point", "on", "grid-area", "supplier", "customer", "sender",
                              "physical-sender", "role", "reference", "payload", "consent", "from", "to",
                              "business-type", "meter", "street", "building-number", "post-code"});
  for (const auto& entry : part)
    for (auto& place : file.optional_texts(part, entry.first.text()))
      questions.emplace_back(entry.first.text(), std::move(place));
  return questions;
}

CodeLists read_code_lists(File& file) {
  CodeLists lists;
  const auto part = file.part("code-lists", {"namespace", "answers"});
  if (!part) return lists;
  lists.ns = file.text(part, "namespace");
  const auto answers = part["answers"];
  for (const auto& entry : answers)
    lists.answers.emplace_back(entry.first.text(), file.optional_text(answers, entry.first.text()));
  return lists;
}

Series read_series(File& file) {
  Series series;
  const auto part = file.part(
      "series", {"message", "record", "id", "metering-point", "direction", "product", "start", "end",
                 "registered", "withdrawn", "reading-end", "reading-reason", "meter-change"});
  if (!part) return series;
  series.message = file.text(part, "message");
  series.record = file.text(part, "record");
  const std::pair<std::string_view, std::string Series::*> places[] = {
      {"id", &Series::id},
      {"metering-point", &Series::metering_point},
      {"direction", &Series::direction},
      {"product", &Series::product},
      {"start", &Series::start},
      {"end", &Series::end},
      {"registered", &Series::registered},
      {"withdrawn", &Series::withdrawn},
      {"reading-end", &Series::reading_end},
      {"meter-change", &Series::meter_change}};
  for (const auto& [key, member] : places) series.*member = file.optional_text(part, key);
  series.reading_reason = file.optional_texts(part, "reading-reason");
  return series;
}

Envelope read_envelope(File& file) {
  const auto part = file.part("envelope", {"namespaces-begin-with", "fault"});
  if (!part) return {};
  return {file.text(part, "namespaces-begin-with"), file.optional_text(part, "fault")};
}

Refusal read_refusal(File& file) {
  const auto part = file.part("refusal", {"reason", "status", "refused", "message", "part"});
  if (!part) return {};
  return {file.text(part, "reason"), file.text(part, "status"), file.texts(part, "refused"),
          file.text(part, "message"), file.optional_text(part, "part")};
}

PersonalNumbers read_personal_numbers(File& file) {
  PersonalNumbers numbers;
  const auto part = file.part("personal-numbers", {"digits"});
  // What is personal is said, so that nobody shows it for having forgotten to.
  if (!file.root()["personal-numbers"]) file.error(file.root(), "'personal-numbers' is missing");
  for (const auto& item : file.optional_list(part, "digits"))
    numbers.digits.push_back(static_cast<std::size_t>(file.number(item, 5, 40)));
  return numbers;
}

std::shared_ptr<const Dialect> read_dialect(File& file) {
  auto dialect = std::make_shared<Dialect>();
  file.check_keys(file.root(), {"dialect", "title", "head", "known-by", "processes", "about", "questions",
                                "code-lists", "series", "envelope", "refusal", "namespaces-begin-with",
                                "personal-numbers", "clock", "holidays", "profiles"});
  dialect->id = file.text(file.root(), "dialect");
  dialect->title = file.sentence(file.root(), "title");
  dialect->head = read_head(file);
  dialect->signs = read_signs(file);
  if (const auto part = file.part("processes", {"begin-with"}))
    dialect->processes_begin_with = file.text(part, "begin-with");
  dialect->marks = read_about(file);
  dialect->questions = read_questions(file);
  dialect->code_lists = read_code_lists(file);
  dialect->series = read_series(file);
  dialect->envelope = read_envelope(file);
  dialect->refusal = read_refusal(file);
  dialect->namespaces_begin_with = file.optional_text(file.root(), "namespaces-begin-with");
  dialect->personal_numbers = read_personal_numbers(file);
  dialect->clock_name = file.sentence(file.root()["clock"], "name");
  dialect->calendar = read_calendar(file);
  dialect->profiles = file.optional_texts(file.root(), "profiles");
  return dialect;
}

}  // namespace

tl::expected<std::shared_ptr<const Dialect>, std::string> read(const std::string& path,
                                                               std::string_view text) {
  File file(path, text);
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  auto dialect = read_dialect(file);
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  return dialect;
}

tl::expected<std::vector<std::shared_ptr<const Dialect>>, std::string> load(const resources::Store& store) {
  std::vector<std::shared_ptr<const Dialect>> all;
  std::string mistakes;
  const auto add = [&](const std::string& text) { mistakes += (mistakes.empty() ? "" : "\n") + text; };
  for (const auto& path : store.list(folder)) {
    if (!path.ends_with(".yaml")) continue;
    auto dialect = store.read(path).and_then([&](std::string_view text) { return read(path, text); });
    if (!dialect)
      add(dialect.error());
    else if (std::any_of(all.begin(), all.end(), [&](const auto& one) { return one->id == (*dialect)->id; }))
      add(fmt::format("{}:1:1: there is another dialect '{}'", path, (*dialect)->id));
    else
      all.push_back(*std::move(dialect));
  }
  if (!mistakes.empty()) return tl::make_unexpected(mistakes);
  return all;
}

}  // namespace cimgate::dialect

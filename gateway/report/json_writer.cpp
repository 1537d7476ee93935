#include "gateway/json/out.hpp"
#include "gateway/report/findings_json.hpp"
#include "gateway/report/most_severe.hpp"
#include "gateway/report/writer.hpp"

namespace cimgate::report {
namespace {

using check::JudgedFile;
using check::JudgedFinding;

using json::JsonOut;

void add(JsonOut& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.member(name, value);
}

const std::string& in(const Text& text, const Run& run) {
  return run.norwegian ? text.nb : text.en;
}

void add_steps(JsonOut& out, const JudgedFile& file, const Run& run) {
  out.begin_array("steps");
  for (const auto& step : file.steps) {
    out.begin_object();
    out.member("step", to_string(step.name));
    out.member("result", to_string(step.result));
    add(out, "note", in(step.note, run));
    out.end_object();
  }
  out.end_array();
}

void add_head(JsonOut& out, const JudgedFile& file, const Run& run) {
  out.member("file", file.file);
  add(out, "message", file.message);
  add(out, "schema", file.schema);
  if (file.schema_choice.by != SchemaChoice::By::only) {
    out.begin_object("schemaChoice");
    out.member("by", to_string(file.schema_choice.by));
    add(out, "day", file.schema_choice.day);
    out.end_object();
  }
  add(out, "process", file.process);
  if (run.as_of.empty()) add(out, "asOf", file.as_of);
  out.member("verdict", to_string(file.verdict));
  if (run.command == "check") add_steps(out, file, run);
  if (file.findings_left_out > 0) out.member("findingsLeftOut", file.findings_left_out);
}

/// What a check knows of a finding beside the finding itself.
void add_check(JsonOut& out, const JudgedFinding& judged) {
  out.member("step", to_string(judged.step));
  out.member("fingerprint", judged.fingerprint);
  if (judged.counts()) return;
  out.begin_object("standing");
  out.member("kind", to_string(judged.standing.kind));
  add(out, "reason", judged.standing.reason);
  add(out, "until", judged.standing.until);
  out.end_object();
}

void append_file(JsonOut& out, const JudgedFile& file, const Run& run, JsonOut::Line line) {
  out.begin_object(line);
  add_head(out, file, run);
  if (line == JsonOut::Line::head) out.wrap();
  out.begin_array("findings");
  for (const auto* judged : errors_first(file))
    append_finding(out, judged->finding, run.norwegian, [&] {
      if (run.command == "check") add_check(out, *judged);
    });
  out.end_array();
  out.end_object();
}

class JsonWriter final : public Writer {
 public:
  explicit JsonWriter(const Run& run) : run_(run) {}

  std::string begin() override {
    out_.begin_object();
    out_.member("asOf", run_.as_of.empty() ? run_.day : run_.as_of);
    out_.begin_array("files");
    return out_.take_piece();
  }

  std::string add(const JudgedFile& file) override {
    append_file(out_, file, run_, JsonOut::Line::head);
    return out_.take_piece();
  }

  std::string end(const RunEnd& end) override {
    const auto& t = end.totals;
    out_.end_array();
    out_.begin_object("summary", JsonOut::Line::airy);
    out_.member("valid", t.verdicts[0]);
    out_.member("invalid", t.verdicts[1]);
    out_.member("undetermined", t.verdicts[2]);
    if (t.left_out > 0) out_.member("findingsLeftOut", t.left_out);
    if (run_.command == "check") {
      out_.member("failed", t.files_failed);
      out_.member("notJudged", t.files_not_judged);
      out_.member("setAside", t.set_aside);
    }
    out_.end_object();
    if (!end.notices.empty()) {
      out_.begin_array("notices");
      for (const auto& notice : end.notices) out_.text(in(notice, run_));
      out_.end_array();
    }
    out_.end_object();
    return std::move(out_).take();
  }

 private:
  const Run& run_;
  JsonOut out_{true};
};

class NdjsonWriter final : public Writer {
 public:
  explicit NdjsonWriter(const Run& run) : run_(run) {}

  std::string add(const JudgedFile& file) override {
    JsonOut out(true);
    append_file(out, file, run_, JsonOut::Line::airy);
    return std::move(out).take();
  }

  std::string end(const RunEnd&) override { return {}; }

 private:
  const Run& run_;
};

}  // namespace

std::unique_ptr<Writer> make_json_writer(const Run& run) {
  return std::make_unique<JsonWriter>(run);
}

std::unique_ptr<Writer> make_ndjson_writer(const Run& run) {
  return std::make_unique<NdjsonWriter>(run);
}

}  // namespace cimgate::report

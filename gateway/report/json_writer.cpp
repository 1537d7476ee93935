#include <fmt/format.h>

#include "gateway/json/quoted.hpp"
#include "gateway/report/findings_json.hpp"
#include "gateway/report/most_severe.hpp"
#include "gateway/report/writer.hpp"

namespace cimgate::report {
namespace {

using check::JudgedFile;
using check::JudgedFinding;

void add(std::string& json, std::string_view name, const std::string& value) {
  if (!value.empty()) json += fmt::format(", \"{}\": {}", name, json::quoted(value));
}

std::string_view in(const Text& text, const Run& run) {
  return run.norwegian ? text.nb : text.en;
}

std::string steps_json(const JudgedFile& file, const Run& run) {
  std::string json;
  for (const auto& step : file.steps) {
    json += fmt::format("{}{{ \"step\": {}, \"result\": {}", json.empty() ? "" : ", ",
                        json::quoted(to_string(step.name)), json::quoted(to_string(step.result)));
    add(json, "note", std::string(in(step.note, run)));
    json += " }";
  }
  return json;
}

std::string head(const JudgedFile& file, const Run& run) {
  std::string json = fmt::format("\"file\": {}", json::quoted(file.file));
  add(json, "message", file.message);
  add(json, "schema", file.schema);
  add(json, "process", file.process);
  if (run.as_of.empty()) add(json, "asOf", file.as_of);
  json += fmt::format(", \"verdict\": {}", json::quoted(to_string(file.verdict)));
  if (run.command == "check") json += fmt::format(", \"steps\": [{}]", steps_json(file, run));
  if (file.findings_left_out > 0) json += fmt::format(", \"findingsLeftOut\": {}", file.findings_left_out);
  return json;
}

std::string finding_of(const JudgedFinding& judged, const Run& run) {
  std::string json = finding_json(judged.finding, run.norwegian);
  if (run.command != "check") return json;
  json.resize(json.size() - 2);
  json += fmt::format(", \"step\": {}, \"fingerprint\": {}", json::quoted(to_string(judged.step)),
                      json::quoted(judged.fingerprint));
  if (!judged.counts()) {
    json += fmt::format(", \"standing\": {{ \"kind\": {}", json::quoted(to_string(judged.standing.kind)));
    add(json, "reason", judged.standing.reason);
    add(json, "until", judged.standing.until);
    json += " }";
  }
  return json + " }";
}

std::string findings_of(const JudgedFile& file, const Run& run, std::string_view before,
                        std::string_view between, std::string_view after) {
  std::string json = "[";
  for (const auto* judged : errors_first(file)) {
    json += json.size() == 1 ? before : between;
    json += finding_of(*judged, run);
  }
  return json + (file.findings.empty() ? "]" : std::string(after) + "]");
}

class JsonWriter final : public Writer {
 public:
  explicit JsonWriter(const Run& run) : run_(run) {}

  std::string begin() override {
    return fmt::format("{{\n  \"asOf\": {},\n  \"files\": [",
                       json::quoted(run_.as_of.empty() ? run_.day : run_.as_of));
  }

  std::string add(const JudgedFile& file) override {
    std::string json =
        fmt::format("{}\n    {{ {},\n      \"findings\": {} }}", first_ ? "" : ",", head(file, run_),
                    findings_of(file, run_, "\n        ", ",\n        ", "\n      "));
    first_ = false;
    return json;
  }

  std::string end(const RunEnd& end) override {
    const auto& t = end.totals;
    std::string json =
        fmt::format("{}],\n  \"summary\": {{ \"valid\": {}, \"invalid\": {}, \"undetermined\": {}",
                    first_ ? "" : "\n  ", t.verdicts[0], t.verdicts[1], t.verdicts[2]);
    if (t.left_out > 0) json += fmt::format(", \"findingsLeftOut\": {}", t.left_out);
    if (run_.command == "check")
      json += fmt::format(", \"failed\": {}, \"notJudged\": {}, \"setAside\": {}", t.files_failed,
                          t.files_not_judged, t.set_aside);
    json += " }";
    if (!end.notices.empty()) {
      json += ",\n  \"notices\": [";
      for (std::size_t i = 0; i < end.notices.size(); ++i)
        json += fmt::format("{}\n    {}", i == 0 ? "" : ",", json::quoted(in(end.notices[i], run_)));
      json += "\n  ]";
    }
    return json + "\n}\n";
  }

 private:
  const Run& run_;
  bool first_ = true;
};

class NdjsonWriter final : public Writer {
 public:
  explicit NdjsonWriter(const Run& run) : run_(run) {}

  std::string add(const JudgedFile& file) override {
    return fmt::format("{{ {}, \"findings\": {} }}\n", head(file, run_),
                       findings_of(file, run_, "", ", ", ""));
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

#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

#include "gateway/cli/inputs.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/elhub/sample/metering_values.hpp"
#include "gateway/json/out.hpp"
#include "gateway/reader/message_stream.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::string file;
  unsigned rounds = 3;
  InputLimits limits;
};

struct Stage {
  std::string id;    ///< for programs
  std::string text;  ///< for people
  double seconds = 0;
  double messages = 1;  ///< worked on in that time
};

using Clock = std::chrono::steady_clock;

Pull pull_from(const std::string& text) {
  return [&text, done = std::size_t{0}](char* to,
                                        std::size_t room) mutable -> tl::expected<std::size_t, std::string> {
    const std::size_t count = std::min(room, text.size() - done);
    std::memcpy(to, text.data() + done, count);
    done += count;
    return count;
  };
}

/// Median of some rounds; a short work is done often enough for the clock.
template <class Work>
Stage measure(const std::string& id, const std::string& text, unsigned rounds, std::size_t bytes,
              const Work& work) {
  const auto times = std::max<std::size_t>(1, 1'000'000 / std::max<std::size_t>(bytes, 1));
  work();  // what is made once and kept
  std::vector<double> seconds;
  for (unsigned round = 0; round < rounds; ++round) {
    const auto start = Clock::now();
    for (std::size_t i = 0; i < times; ++i) work();
    seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::sort(seconds.begin(), seconds.end());
  return {id, text, seconds[seconds.size() / 2], static_cast<double>(times)};
}

void read_all(const Gateway& gateway, const std::string& bytes, const InputLimits& limits) {
  reader::StreamOptions options;
  options.read.limits.bytes = limits.bytes;
  reader::MessageStream stream(*gateway.engine().catalog, pull_from(bytes), options);
  for (auto batch = stream.next(); batch && *batch; batch = stream.next()) {
  }
}

/// False when it cannot be translated.
bool translate_all(const Gateway& gateway, const std::string& bytes, const InputLimits& limits,
                   unsigned threads) {
  TranslateOptions options;
  options.limits = limits;
  StreamedOutput output;
  std::size_t written = 0;
  output.whole = [&](std::string_view text) { written += text.size(); };
  Streaming streaming;
  streaming.threads = threads;
  const auto result = gateway.translate(pull_from(bytes), options, output, streaming);
  return result && (result->delivered || !result->whole.empty());
}

std::string as_json(const std::string& name, std::size_t bytes, const std::vector<Stage>& stages) {
  json::JsonOut out(true);
  out.begin_object(json::JsonOut::Line::head);
  out.member("input", name);
  out.member("bytes", bytes);
  out.wrap();
  out.begin_array("stages");
  for (const auto& stage : stages) {
    out.begin_object(json::JsonOut::Line::airy);
    out.member("stage", stage.id);
    out.member_literal("seconds", fmt::format("{:.6f}", stage.seconds / stage.messages));
    out.member_literal("megabytesPerSecond", fmt::format("{:.1f}", static_cast<double>(bytes) *
                                                                       stage.messages / 1e6 / stage.seconds));
    out.member_literal("messagesPerSecond", fmt::format("{:.1f}", stage.messages / stage.seconds));
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string as_text(const std::string& name, std::size_t bytes, const std::vector<Stage>& stages) {
  std::string text = fmt::format("{}: {:.3f} MB\n", name, static_cast<double>(bytes) / 1e6);
  for (const auto& stage : stages)
    text += fmt::format("{:<44} {:>10.3f} ms {:>9.1f} MB/s {:>11.1f} messages/s\n", stage.text,
                        stage.seconds / stage.messages * 1e3,
                        static_cast<double>(bytes) * stage.messages / 1e6 / stage.seconds,
                        stage.messages / stage.seconds);
  return text;
}

ExitStatus run_bench(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  std::string bytes;
  std::string name = "metering values made up";
  if (options.file.empty()) {
    sample::write_metering_values({.bytes = 10'000'000}, [&](std::string_view piece) { bytes += piece; });
  } else {
    auto read = read_group({options.file, {options.file}}, options.limits.bytes);
    if (!read) {
      tell_error(common, read.error());
      return usage;
    }
    bytes = std::move(read->front());
    name = options.file;
  }
  ValidateOptions validate;
  validate.limits = options.limits;
  if (!translate_all(gateway, bytes, options.limits, 0)) {
    print_error("cimgate: " + name +
                ": only what is valid and can be translated is measured; `cimgate validate` says more\n");
    return found;
  }
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  std::vector<Stage> stages;
  const auto add = [&](const char* id, const std::string& text, const auto& work) {
    stages.push_back(measure(id, text, options.rounds, bytes.size(), work));
  };
  add("read", "read, with the schema checked", [&] { read_all(gateway, bytes, options.limits); });
  for (const auto& [level, id, text] :
       {std::tuple(Level::schema, "validate-schema", "validate, schema"),
        std::tuple(Level::codes, "validate-codes", "validate, schema and codes"),
        std::tuple(Level::message, "validate", "validate, schema, codes and rules")}) {
    validate.level = level;
    add(id, text, [&] { (void)gateway.validate(pull_from(bytes), validate, {}); });
  }
  add("translate", "translate to CIM JSON, with the proof",
      [&] { translate_all(gateway, bytes, options.limits, 0); });
  add("validate-translate", "validate, and translate to CIM JSON", [&] {
    (void)gateway.validate(pull_from(bytes), validate, {});
    translate_all(gateway, bytes, options.limits, 0);
  });
  if (cores > 1)
    add("translate-parallel", fmt::format("translate, {} threads", cores),
        [&] { translate_all(gateway, bytes, options.limits, cores); });
  print_text(common.format == "json" ? as_json(name, bytes.size(), stages)
                                     : as_text(name, bytes.size(), stages));
  return fine;
}

}  // namespace

void add_bench(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("bench", "Measure how fast cimgate is on this machine");
  verb.belongs_to("Set up, and work on cimgate");
  verb.example("cimgate bench", "Each stage, on 10 MB of made-up metering values.");
  verb.example("cimgate bench --rounds 3 examples/RequestStartOfSupply/valid/change-of-supplier.xml",
               "On a message of yours.");
  auto options = std::make_shared<Options>();
  verb.option("FILE", options->file, "A BIM message (default: 10 MB of made-up metering values)");
  verb.option("--rounds", options->rounds, "How many times; the median counts")
      .between(1, 1000)
      .show_default();
  add_limits(verb, options->limits);
  add_format(verb, common, {"text", "json"});
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_bench(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli

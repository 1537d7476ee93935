#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <sstream>

#include "gateway/cli/file_identity.hpp"
#include "gateway/cli/mistakes.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/services/verbs.hpp"
#include "gateway/database/connection.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "gateway/json/out.hpp"
#include "gateway/json/quoted.hpp"
#include "gateway/market/state_view.hpp"
#include "gateway/store/load_market.hpp"
#include "gateway/store/stored_market.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::vector<std::string> names;  ///< files to load; GSRN and GLN to show
  std::string database;
  std::string as_of;
  bool strict = false;
};

void print_loaded(const store::Loaded& loaded, bool json) {
  std::string text;
  json::JsonOut out(true);
  out.begin_object();
  out.key("loaded");
  out.begin_array();
  for (const auto& count : loaded.counts) {
    const auto unchanged = count.stated - count.added - count.changed;
    text += fmt::format("{:<20}{:>9}: {} new, {} changed, {} unchanged\n", count.section, count.stated,
                        count.added, count.changed, unchanged);
    out.begin_object(json::JsonOut::Line::airy);
    out.member("section", count.section);
    out.member("stated", count.stated);
    out.member("new", count.added);
    out.member("changed", count.changed);
    out.member("unchanged", unchanged);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  print_text(json ? std::move(out).take() : text);
}

std::string errors_json(const market::StateErrors& errors, std::size_t more) {
  json::JsonOut out(true);
  out.begin_object();
  append_problems(errors.list(), out);
  out.member("more", more);
  out.end_object();
  return std::move(out).take();
}

void print_errors(const market::StateErrors& errors, bool json) {
  const auto more = errors.count() - errors.list().size();
  if (json) return print_text(errors_json(errors, more));
  std::string text;
  for (const auto& error : errors.list()) text += to_string(error) + "\n";
  print_error(text + (more > 0 ? fmt::format("and {} more\n", more) : ""));
}

void print_doubts(const market::StateErrors& errors) {
  std::string text;
  for (const auto& doubt : errors.doubts())
    text += fmt::format("{}:{}:{}: warning: {}\n", doubt.place.file, doubt.place.line, doubt.place.column,
                        doubt.text);
  if (const auto more = errors.doubt_count() - errors.doubts().size(); more > 0)
    text += fmt::format("and {} more warnings\n", more);
  print_error(text);
}

/// How many records, how fast, how long it will take; in place on a terminal, else a line each time.
std::function<void(std::int64_t, double)> progress_line(bool in_place) {
  const auto start = std::chrono::steady_clock::now();
  return [start, in_place](std::int64_t records, double share) {
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    const double left = share > 0 ? spent.count() * (1 - std::min(share, 1.0)) / share : 0;
    print_error_as_made(fmt::format("{}{} records, {:.0f} a second, {:.0f} s left{}", in_place ? "\r" : "",
                                    records, static_cast<double>(records) / std::max(spent.count(), 0.001),
                                    left, in_place ? "\x1b[K" : "\n"));
  };
}

ExitStatus load(const CommonOptions& common, const Options& options) {
  const bool json = common.format == "json";
  store::LoadOptions how;
  how.strict = options.strict;
  const bool shown = !common.quiet && isatty(fileno(stderr)) != 0;
  if (shown || common.verbose) how.progress = progress_line(shown);
  const auto files = each_once(options.names);
  // A hub that has been at this database does again what was done to it, this load too.
  how.before_commit = [&](database::Connection& connection, const store::Loaded& done) {
    if (!ledger::is_ledger(connection)) return;
    std::vector<std::string> texts;
    for (const auto& name : files) {
      std::ifstream file(name, std::ios::binary);
      texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    hub::note_load(connection, done, files.front(), texts);
  };
  const auto loaded = store::load_market(options.database, files, how);
  if (shown) print_error_as_made("\r\x1b[K");
  if (!loaded) {
    tell_error(common, loaded.error());
    return usage;
  }
  if (!loaded->errors.empty()) {
    print_errors(loaded->errors, json);
    if (!common.quiet) print_doubts(loaded->errors);
    if (!common.quiet)
      print_error(fmt::format("{} {}: nothing was loaded\n", loaded->errors.count(),
                              loaded->errors.count() == 1 ? "mistake" : "mistakes"));
    return usage;
  }
  if (!common.quiet) print_doubts(loaded->errors);
  if (!common.quiet || json) print_loaded(*loaded, json);
  return fine;
}

std::string yaml_value(const std::string& value) {
  const bool bare = value == "null" || value == "true" || value == "false" ||
                    (value.size() == 10 && rules::parse_day(value));
  return bare ? value : json::quoted(value);
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

std::string as_text(const market::StateView& view) {
  std::string text;
  for (const auto& part : view.parts) {
    text += part.section + "\n";
    for (const auto& record : part.records) {
      std::string line;
      for (const auto& [name, value] : record)
        line += fmt::format("{}{} {}", line.empty() ? "  " : " · ", name, value);
      text += line + "\n";
    }
  }
  return text;
}

std::string as_yaml(const market::StateView& view) {
  std::string text;
  for (const auto& part : view.parts) {
    text += part.section + ":\n";
    for (const auto& record : part.records) {
      std::string line;
      for (const auto& [name, value] : record)
        line += fmt::format(
            "{}{}: {}", line.empty() ? "  - { " : ", ", name,
            name == "roles" ? fmt::format("[{}]", fmt::join(words_of(value), ", ")) : yaml_value(value));
      text += line + " }\n";
    }
  }
  return text;
}

std::string as_json(const market::StateView& view, const std::string& as_of) {
  json::JsonOut out(true);
  out.begin_object();
  if (as_of.empty())
    out.member_literal("asOf", "null");
  else
    out.member("asOf", as_of);
  for (const auto& part : view.parts) {
    out.begin_array(part.section);
    for (const auto& record : part.records) {
      out.begin_object(json::JsonOut::Line::airy);
      for (const auto& [name, value] : record) {
        if (name == "roles") {
          out.begin_array(name);
          for (const auto& role : words_of(value)) out.text(role);
          out.end_array();
        } else if (value == "null" || value == "true" || value == "false") {
          out.member_literal(name, value);
        } else {
          out.member(name, value);
        }
      }
      out.end_object();
    }
    out.end_array();
  }
  out.end_object();
  return std::move(out).take();
}

std::string sizes_json(const market::Market& market) {
  json::JsonOut out(true);
  out.begin_object();
  for (const auto& [section, size] : market.sizes()) out.member(section, size);
  out.end_object();
  return std::move(out).take();
}

std::string sizes(const market::Market& market, const std::string& format) {
  if (format == "json") return sizes_json(market);
  std::string text;
  for (const auto& [section, size] : market.sizes())
    text += format == "text" ? fmt::format("{:<20}{:>9}\n", section, size)
                             : fmt::format("{}: {}\n", section, size);
  return text;
}

ExitStatus show(const CommonOptions& common, const Options& options) {
  const auto market = store::open_market(options.database);
  if (!market) {
    tell_error(common, market.error());
    return usage;
  }
  if (options.names.empty()) {
    print_text(sizes(**market, common.format));
    return fine;
  }
  std::optional<market::Day> day;
  if (!options.as_of.empty()) day = rules::parse_day(options.as_of);
  market::StateView all;
  ExitStatus status = fine;
  for (const auto& name : options.names) {
    auto view = market::view_of(**market, name, day);
    if (view.parts.empty()) {
      print_error(fmt::format("{}: nothing is known of it{}\n", name, day ? " on " + options.as_of : ""));
      status = found;
    }
    for (auto& part : view.parts) {
      const auto at = std::find_if(all.parts.begin(), all.parts.end(),
                                   [&](const auto& other) { return other.section == part.section; });
      if (at == all.parts.end())
        all.parts.push_back(std::move(part));
      else
        std::move(part.records.begin(), part.records.end(), std::back_inserter(at->records));
    }
  }
  print_text(common.format == "json"   ? as_json(all, options.as_of)
             : common.format == "yaml" ? as_yaml(all)
                                       : as_text(all));
  return status;
}

}  // namespace

void add_market(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("market", "What you know about the market: metering points, contracts, parties");
  verb.belongs_to("Test your system");
  const auto examples = [](Command& of) {
    of.example("cimgate market load examples/takeover/market.yaml --market market.db",
               "Load a file into a database, which is created if necessary.");
    of.example("cimgate market show --market examples/takeover/market.yaml",
               "What a database or file holds.");
    of.example("cimgate market show --market examples/demo/market.yaml --as-of 2026-07-01 707057599002000386",
               "One metering point on one day.");
  };
  examples(verb);
  verb.needs_verb();
  auto options = std::make_shared<Options>();
  auto loading = verb.verb("load", "Load files of market state: all of them or none");
  examples(loading);
  loading.option("FILE", options->names, "YAML files").required();
  loading.option("--market", options->database, "The database; made if it is not there")
      .required()
      .type("FILE");
  loading.flag("--strict", options->strict, "Treat wrong check digits as errors, not as warnings");
  add_format(loading, common, {"text", "json"});
  auto showing = verb.verb("show", "Show metering points and parties, or how many there are");
  examples(showing);
  showing.option("ID", options->names, "Metering points (18 digits) and parties (GLN, 13 digits)");
  showing.option("--market", options->database, "The database, or a YAML file").required().type("FILE");
  showing.option("--as-of", options->as_of, "On this day (default: all days)").day();
  add_format(showing, common, {"text", "json", "yaml"});
  loading.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway&) { return load(common, *options); };
  });
  showing.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway&) { return show(common, *options); };
  });
}

}  // namespace cimgate::cli

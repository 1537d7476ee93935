#pragma once
#include <cstdio>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/cli/options.hpp"
#include "gateway/report/writer.hpp"

namespace cimgate::cli {

/// --format and --report KIND=PATH.
void add_reports(Command& verb, CommonOptions& common, std::vector<std::string>& reports);
/// --report alone.
void add_report_files(Command& verb, std::vector<std::string>& reports);

/// All reports of a run: the one on the console and those in files. Files are written beside their place
/// and renamed at the end: they are there whole or not at all.
class Reports {
 public:
  /// Opens everything before work starts. `run` must live as long as the reports.
  /// Error: an unknown kind, a path that cannot be written, the same path twice.
  /// `console`: stdout, or stderr where stdout has the data.
  static tl::expected<Reports, std::string> open(const report::Run& run, const std::string& format,
                                                 const std::vector<std::string>& reports,
                                                 std::FILE* console = stdout);

  /// One of them draws metering values, which are read for it alone.
  bool draw_values() const { return draw_values_; }

  void begin();
  void add(const check::JudgedFile& file);
  /// Error: a file that could not be written to the end.
  tl::expected<void, std::string> end(const report::RunEnd& end);

 private:
  class Output;
  std::vector<std::shared_ptr<Output>> outputs_;
  bool draw_values_ = false;
};

/// What reports say about the run; the day and the time are now. The texts of rules are the engine's.
report::Run make_run(const CommonOptions& common, std::string command, const Gateway& gateway);

}  // namespace cimgate::cli

#include "gateway/cli/reports.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <set>

#include "gateway/cli/clock.hpp"
#include "gateway/cli/file_identity.hpp"
#include "gateway/report/file_rules.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {

namespace fs = std::filesystem;

/// A report and where it goes. Without a path: the console.
class Reports::Output {
 public:
  Output(std::unique_ptr<report::Writer> writer, std::string path, std::FILE* console)
      : writer_(std::move(writer)), path_(std::move(path)), console_(console) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() {
    if (file_ != nullptr) {
      std::fclose(file_);
      std::error_code ignored;
      fs::remove(part(), ignored);
    }
  }

  tl::expected<void, std::string> open() {
    if (path_.empty()) return {};
    std::error_code error;
    const fs::path path = path_;
    if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
    if (error) return tl::make_unexpected("'" + path.parent_path().string() + "': " + error.message());
    if (fs::is_directory(path, error)) return tl::make_unexpected("'" + path_ + "': is a folder");
    file_ = std::fopen(part().c_str(), "wb");
    if (file_ == nullptr) return tl::make_unexpected("'" + path_ + "': " + std::strerror(errno));
    return {};
  }

  void begin() { write(writer_->begin()); }
  void add(const check::JudgedFile& file) { write(writer_->add(file)); }

  tl::expected<void, std::string> end(const report::RunEnd& end) {
    write(writer_->end(end));
    if (path_.empty()) return {};
    bool good = std::ferror(file_) == 0 && std::fflush(file_) == 0;
    good = std::fclose(file_) == 0 && good;
    file_ = nullptr;
    std::error_code error;
    if (good) {
      fs::rename(part(), path_, error);
      if (!error) return {};
    }
    const std::string why = error ? error.message() : std::strerror(errno);
    std::error_code ignored;
    fs::remove(part(), ignored);
    return tl::make_unexpected("'" + path_ + "': " + why);
  }

 private:
  std::string part() const { return path_ + ".part"; }
  void write(const std::string& text) {
    if (path_.empty())
      console_ == stdout ? print(text) : print_error_as_made(text);
    else
      std::fwrite(text.data(), 1, text.size(), file_);
  }

  std::unique_ptr<report::Writer> writer_;
  std::string path_;
  std::FILE* console_;
  std::FILE* file_ = nullptr;
};

tl::expected<Reports, std::string> Reports::open(const report::Run& run, const std::string& format,
                                                 const std::vector<std::string>& reports,
                                                 std::FILE* console) {
  Reports made;
  std::set<std::string> paths;
  if (const auto kind = report::kind_of(format)) {
    made.draw_values_ = report::draws_values(*kind);
    made.outputs_.push_back(std::make_shared<Output>(report::make_writer(*kind, run), "", console));
  }
  for (const auto& wanted : reports) {
    const auto equals = wanted.find('=');
    const std::string name = wanted.substr(0, equals);
    const auto kind = report::kind_of(name);
    if (!kind)
      return tl::make_unexpected(fmt::format("--report {}: unknown kind '{}'{} expected one of: {}", wanted,
                                             name, text::did_you_mean(name, report::kind_names()),
                                             fmt::join(report::kind_names(), ", ")));
    made.draw_values_ = made.draw_values_ || report::draws_values(*kind);
    const std::string path = equals == std::string::npos ? "" : wanted.substr(equals + 1);
    if (path.empty())
      return tl::make_unexpected(fmt::format("--report {}: where to? Write {}=PATH", wanted, name));
    if (path != "-" && !paths.insert(identity_of(path)).second)
      return tl::make_unexpected(fmt::format("--report {}: two reports cannot go to the same file", wanted));
    auto output = std::make_shared<Output>(report::make_writer(*kind, run), path == "-" ? "" : path, stdout);
    if (const auto opened = output->open(); !opened)
      return tl::make_unexpected(fmt::format("--report {}: {}", wanted, opened.error()));
    made.outputs_.push_back(std::move(output));
  }
  return made;
}

void Reports::begin() {
  for (const auto& output : outputs_) output->begin();
}

void Reports::add(const check::JudgedFile& file) {
  for (const auto& output : outputs_) output->add(file);
}

tl::expected<void, std::string> Reports::end(const report::RunEnd& end) {
  std::string errors;
  for (const auto& output : outputs_)
    if (const auto written = output->end(end); !written)
      errors += (errors.empty() ? "" : "; ") + written.error();
  if (!errors.empty()) return tl::make_unexpected(errors);
  return {};
}

void add_reports(Command& verb, CommonOptions& common, std::vector<std::string>& reports) {
  add_format(verb, common, report::kind_names());
  add_report_files(verb, reports);
}

void add_report_files(Command& verb, std::vector<std::string>& reports) {
  verb.option("--report", reports, "Write a report to a file, too; KIND as in --format; may be repeated")
      .type("KIND=PATH");
}

report::Run make_run(const CommonOptions& common, std::string command, const Gateway& gateway) {
  report::Run run;
  run.describe = report::file_rules(gateway);
  run.command = std::move(command);
  run.version = CIMGATE_VERSION;
  run.started = now_utc();
  run.day = run.started.substr(0, 10);
  run.norwegian = common.lang == "nb";
  run.color = common.use_color(stdout);
  run.quiet = common.quiet;
  run.verbose = common.verbose;
  return run;
}

}  // namespace cimgate::cli

#pragma once
#include <string>

#include "gateway/check/judge.hpp"
#include "gateway/report/writer.hpp"

/// Judged files for the tests of reports, and reports of them.
namespace cimgate::test {

Finding an_error(std::string rule = "schema.bad-value");
/// An invalid file with the finding.
check::JudgedFile a_file(std::string name, Finding finding);
check::JudgedFile a_valid_file(std::string name);
/// The whole report of the files.
std::string written(report::Kind kind, const report::Run& run, std::vector<check::JudgedFile> files,
                    report::RunEnd end = {});
/// A run of `check` at a fixed time.
report::Run a_run();

}  // namespace cimgate::test

#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "gateway/engine/engine.hpp"
#include "gateway/parts/parts_list.hpp"

/// Puts together what validating the parts of a message found.
namespace cimgate::parts {

struct Report {
  std::string name;
  std::string text;  ///< `validate --format json` or ndjson
};

struct JoinedReport {
  std::string json;  ///< as `validate --format json` writes it of the whole
  Verdict verdict = Verdict::undetermined;
  bool any_errors = false;
};

/// True when the text looks like a report, not like a message.
bool is_report(std::string_view text);

/// The findings get the places and paths that they have in the whole; what the head of the message has wrong
/// counts once. `level`: up to which the reports judged; the rules of the message have to be such that each
/// looks at one record alone. Error: a part that is missing or there twice, a file that is no part, reports
/// of several days or sets.
tl::expected<JoinedReport, std::string> join_reports(const Engine& engine, const PartsList& list,
                                                     const std::vector<Report>& reports, Level level);

}  // namespace cimgate::parts

#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/check/judged_file.hpp"

namespace cimgate::report {

enum class Kind : std::uint8_t { text, json, ndjson, sarif, junit, html, markdown, github };

class Writer;
struct Run;

/// All there is to know of a kind of report. There is one row each, in writer.cpp: the command line, what /v1
/// offers and what its OpenAPI document and the page say of it come from there.
struct KindRow {
  Kind kind;
  std::string_view name;                    ///< in `--report KIND=PATH`
  std::string_view ending;                  ///< of a file, without the dot: "junit.xml"
  std::span<const std::string_view> types;  ///< media types that ask for it; none: not over HTTP
  std::unique_ptr<Writer> (*make)(const Run&);
  bool draws_values = false;  ///< metering values are to be read for it: JudgeOptions::with_values
};

/// In the order of Kind.
std::span<const KindRow> kinds();
std::string_view to_string(Kind kind);
/// Whether it shows metering values.
bool draws_values(Kind kind);
/// The kind of that name; nothing when there is none.
std::optional<Kind> kind_of(std::string_view name);
/// The kind of that media type; nothing when there is none.
std::optional<Kind> kind_of_type(std::string_view media_type);
std::vector<std::string> kind_names();
/// All media types; that of JSON first, which who has no wish gets.
std::vector<std::string> media_types();

/// What a rule is about, whatever it has found.
struct RuleText {
  Text title;
  Text help;
};

/// What a report says about the run. Times are given: writers read no clock.
struct Run {
  std::string command = "validate";  ///< or "check"
  std::string version;               ///< of cimgate
  std::string as_of;                 ///< YYYY-MM-DD; "" = each message's own day
  std::string day;                   ///< YYYY-MM-DD: the day it is
  std::string started;               ///< YYYY-MM-DDThh:mm:ssZ
  check::FailOn fail_on = check::FailOn::error;
  bool norwegian = false;
  bool baseline = false;  ///< there was one: findings are new or known
  bool color = false;
  bool quiet = false;
  bool verbose = false;
  bool by_rule = false;  ///< text: rule by rule, not file by file
  /// Texts about rules that come from rule files; the others are known here.
  std::function<std::optional<RuleText>(std::string_view rule)> describe;
};

struct RunEnd {
  check::Totals totals;
  std::string ended;  ///< as `started`
  int exit_status = 0;
  std::vector<Text> notices;  ///< about the run itself: what has expired or fits nothing any more
};

/// Makes one report of many files. Gives text as early as its format allows; what it has to keep until the
/// end it bounds, saying how much it left out.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual std::string begin() { return {}; }
  virtual std::string add(const check::JudgedFile& file) = 0;
  virtual std::string end(const RunEnd& end) = 0;
};

/// `run` must live as long as the writer.
std::unique_ptr<Writer> make_writer(Kind kind, const Run& run);

std::unique_ptr<Writer> make_text_writer(const Run& run);
std::unique_ptr<Writer> make_json_writer(const Run& run);
std::unique_ptr<Writer> make_ndjson_writer(const Run& run);
std::unique_ptr<Writer> make_sarif_writer(const Run& run);
std::unique_ptr<Writer> make_junit_writer(const Run& run);
std::unique_ptr<Writer> make_html_writer(const Run& run);
std::unique_ptr<Writer> make_markdown_writer(const Run& run);
std::unique_ptr<Writer> make_github_writer(const Run& run);

}  // namespace cimgate::report

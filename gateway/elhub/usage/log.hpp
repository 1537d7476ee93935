#pragma once
#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

/// A log of messages that parties sent, as CSV or NDJSON: docs/usage-611.md.
namespace cimgate::usage {

/// One line of the log.
struct Sent {
  std::int64_t seconds = 0;    ///< since 1970-01-01T00:00:00Z
  std::string party;           ///< GLN of the juridical sender
  std::string process;         ///< BRS-NO-611, BRS-NO-101, …
  std::string metering_point;  ///< GSRN; "" when the message names none
  bool accepted = true;
  std::string purpose;  ///< of a query; "" when it has none
};

/// The mistakes of a log: "file:line: what is wrong", the first 100 of them.
struct LogErrors {
  std::vector<std::string> list;
  std::size_t count = 0;
};

/// Hands every line on, one at a time; lines with a mistake are told and left out.
void read_log(const std::string& name, std::istream& input, const std::function<void(const Sent&)>& use,
              LogErrors& errors);

}  // namespace cimgate::usage

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "gateway/http/metrics.hpp"

namespace cimgate::http {
namespace {

/// Fields of /proc/self/stat after the name of the program, which may hold blanks; the first is the state.
std::vector<std::string> stat_fields() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(line.substr(name_end + 1));
  std::vector<std::string> fields;
  for (std::string field; rest >> field;) fields.push_back(field);
  return fields;
}

/// Seconds since 1970 at which the machine was started.
std::uint64_t boot_time() {
  std::ifstream file("/proc/stat");
  for (std::string word; file >> word;) {
    std::uint64_t value = 0;
    if (word == "btime" && file >> value) return value;
  }
  return 0;
}

}  // namespace

std::string process_metrics() {
  // Places counted from the state, which is field 3 of proc(5).
  constexpr std::size_t user_time = 11, system_time = 12, start_time = 19, pages = 21;
  const auto fields = stat_fields();
  if (fields.size() <= pages) return {};
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  std::error_code error;
  std::size_t files = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
       entry.increment(error))
    ++files;
  return fmt::format(
      "# HELP process_resident_memory_bytes Resident memory.\n# TYPE process_resident_memory_bytes gauge\n"
      "process_resident_memory_bytes {}\n"
      "# HELP process_cpu_seconds_total Processor time used.\n# TYPE process_cpu_seconds_total counter\n"
      "process_cpu_seconds_total {}\n"
      "# HELP process_open_fds Open files and sockets.\n# TYPE process_open_fds gauge\nprocess_open_fds {}\n"
      "# HELP process_start_time_seconds Start of the process.\n# TYPE process_start_time_seconds gauge\n"
      "process_start_time_seconds {:.2f}\n",
      std::stoull(fields[pages]) * page,
      (std::stod(fields[user_time]) + std::stod(fields[system_time])) / ticks, files,
      static_cast<double>(boot_time()) + std::stod(fields[start_time]) / ticks);
}

}  // namespace cimgate::http

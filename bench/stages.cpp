// Times the stages of validating and translating one file: cimgate_bench FILE [RUNS]. Medians, in MB/s of the
// input.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/write.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/json/write.hpp"
#include "gateway/reader/reference.hpp"
#include "gateway/xml/write.hpp"

namespace {

using Clock = std::chrono::steady_clock;

double median_seconds(int runs, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) {
    const auto start = Clock::now();
    work();
    times.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  using namespace cimgate;
  if (argc < 2) {
    fmt::print(stderr, "usage: cimgate_bench FILE [RUNS]\n");
    return 2;
  }
  const int runs = argc > 2 ? std::stoi(argv[2]) : 5;
  std::ifstream in(argv[1], std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto engine = open_engine({});
  if (!engine || bytes.empty()) {
    fmt::print(stderr, "cannot open '{}' or the built-in data\n", argv[1]);
    return 2;
  }
  const double megabytes = static_cast<double>(bytes.size()) / 1e6;
  const auto report = [&](const char* stage, double seconds) {
    fmt::print("{:<36} {:>9.3f} ms {:>9.1f} MB/s\n", stage, seconds * 1e3, megabytes / seconds);
  };
  auto read = reader::read_by_reference(*(*engine)->catalog, bytes, {});
  if (read.messages.size() != 1) {
    fmt::print(stderr, "'{}' is not one readable message\n", argv[1]);
    return 1;
  }
  const auto& message = read.messages.front();
  report("read, with reference validation",
         median_seconds(runs, [&] { reader::read_by_reference(*(*engine)->catalog, bytes, {}); }));
  report("check against the schema",
         median_seconds(runs, [&] { conformance::check_document(message.document, 100); }));
  if (message.set->side == schema::SchemaSet::Side::bim) {
    mapping::Translation made = (*engine)->translator->to_cim(message, "nmeg/0.1");
    report("translate to CIM, with supplement",
           median_seconds(runs, [&] { (*engine)->translator->to_cim(message, "nmeg/0.1"); }));
    const auto* supplement = made.supplement ? &*made.supplement : nullptr;
    report("write as JSON",
           median_seconds(runs, [&] { json::bundle_to_json(made.documents, supplement, {}); }));
    report("write as XML", median_seconds(runs, [&] { xml::bundle_to_xml(made.documents, supplement, {}); }));
  }
  return 0;
}

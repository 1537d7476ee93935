#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "process.hpp"

using namespace cimgate::test;
namespace fs = std::filesystem;

namespace {

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::count_if(fs::directory_iterator(folder), fs::directory_iterator(),
                    [](const fs::directory_entry& entry) { return entry.is_regular_file(); }));
}

}  // namespace

TEST_CASE("work: workers that are killed at any time lose nothing, and double nothing") {
  const TemporaryFolder folder;
  constexpr std::size_t messages = 60;
  const auto message =
      read_file(source_folder() / "examples/RequestStartOfSupply/valid/change-of-supplier.xml");
  for (std::size_t i = 0; i < messages; ++i)
    write_file(folder.path() / "in" / ("p" + std::to_string(i % 5) + "@" + std::to_string(100 + i) + ".xml"),
               message);
  const std::string work = "cimgate work -q --from dir:in --to dir:out --dead-letter dir:dead";
  Command command;
  command.folder = folder.path();
  // Two at a time are killed, as soon as there are more results than before.
  command.shell =
      "mkdir -p out; for K in 1 2 3 4; do N=$(ls out | wc -l); " + work + " & A=$!; " + work +
      " & B=$!; T=0; while [ $(ls out | wc -l) -le $((N + 3)) ] && [ $T -lt 200 ]; do sleep 0.02; "
      "T=$((T + 1)); done; kill -9 $A $B; wait $A $B; done 2> killed; " +
      work + " --once";
  const auto outcome = run(command);
  CHECK(outcome.exit == 0);
  CHECK(files_in(folder.path() / "in") == 0);
  CHECK(files_in(folder.path() / "dead") == 0);
  CHECK(files_in(folder.path() / "out") == messages);
  const auto whole = read_file(folder.path() / "out/p0@100.json");
  CHECK(whole.find("RequestChangeOfSupplier_MarketDocument") != std::string::npos);
  for (const auto& entry : fs::directory_iterator(folder.path() / "out"))
    if (entry.is_regular_file()) CHECK(read_file(entry.path()) == whole);
  // Nothing is left behind but the folders' own.
  for (const auto* name : {"in", "out", "dead"})
    for (const auto& entry : fs::directory_iterator(folder.path() / name / ".cimgate"))
      CHECK(entry.path().filename() == "lock");
}

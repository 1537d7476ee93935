// Feeds both readers of XML the same bytes, and fails on any difference in verdict, tree or place:
// scripts/fuzz. Started with --write-seeds=FOLDER it writes random valid messages and ends.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "gateway/document/write.hpp"
#include "gateway/sample/sample.hpp"
#include "tests/unit/reader/both_engines.hpp"

namespace {

using namespace cimgate;

const schema::Catalog& catalog() {
  static const auto opened = schema::Catalog::open(resources::built_in());
  if (!opened) std::abort();
  return **opened;
}

void write_seeds(const std::string& folder) {
  constexpr std::size_t longest = 16'000;
  for (const auto& set : catalog().sets())
    for (const auto& kind : set.messages) {
      const auto schema = catalog().schema(set, kind);
      if (!schema) std::abort();
      int written = 0;
      for (std::uint64_t seed = 0; seed < 20 && written < 3; ++seed) {
        const auto text =
            document::to_xml({&set, &kind, sample::sample(*schema, *(*schema)->root(kind.root), seed)}, {});
        if (text.size() > longest) continue;
        auto id = set.id;
        for (auto& c : id)
          if (c == '/') c = '-';
        std::ofstream(folder + '/' + id + '-' + kind.root.local + '-' + std::to_string(seed)) << text;
        ++written;
      }
    }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  for (int i = 1; i < *argc; ++i) {
    constexpr std::string_view option = "--write-seeds=";
    const std::string_view word = (*argv)[i];
    if (!word.starts_with(option)) continue;
    write_seeds(std::string(word.substr(option.size())));
    std::exit(0);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto compared = test::compare_engines(catalog(), {reinterpret_cast<const char*>(data), size});
  if (compared.difference.empty()) return 0;
  std::fprintf(stderr, "The readers differ: %s\n", compared.difference.c_str());
  std::abort();
}

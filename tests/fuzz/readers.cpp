// Feeds both readers of XML the same bytes, and fails on any difference in verdict, tree or place, also when
// messages are read in parts: scripts/fuzz. Started with --write-seeds=FOLDER it writes random valid
// messages, for themselves and in SOAP envelopes, and ends.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "gateway/document/write.hpp"
#include "gateway/sample/sample.hpp"
#include "tests/unit/reader/batches.hpp"
#include "tests/unit/reader/both_engines.hpp"
#include "tests/unit/reader/envelopes.hpp"

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
      auto id = set.id;
      for (auto& c : id)
        if (c == '/') c = '-';
      const auto write = [&](const std::string& name, const std::string& text) {
        if (text.size() <= longest)
          std::ofstream(folder + '/' + id + '-' + kind.root.local + '-' + name) << text;
        return text.size() <= longest;
      };
      bool written = false;
      for (std::uint64_t seed = 0; seed < 20 && !written; ++seed) {
        const document::Message message = {&set, &kind,
                                           sample::sample(*schema, *(*schema)->root(kind.root), seed)};
        if (!write(std::to_string(seed), document::to_xml(message, {}))) continue;
        written = true;
        if (set.side != schema::SchemaSet::Side::bim) continue;
        int number = 0;
        for (const auto& text : test::envelopes_of(catalog(), message))
          write("soap-" + std::to_string(++number), text);
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
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto compared = test::compare_engines(catalog(), bytes);
  if (!compared.difference.empty()) {
    std::fprintf(stderr, "The readers differ: %s\n", compared.difference.c_str());
    std::abort();
  }
  // In parts so small that nearly every record is one.
  reader::StreamOptions options;
  options.batch_bytes = 64;
  const auto in_one = test::see(catalog(), bytes, options, test::Way::one_thread);
  if (in_one.batches < 3 || test::see(catalog(), bytes, options, test::Way::cuts).all == in_one.all) return 0;
  std::fputs("The parts read in several threads are not those read in one\n", stderr);
  std::abort();
}

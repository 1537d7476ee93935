// Writes schema files with what any version of their messages has, for types that hold messages of each:
// cimgate_all_versions SET TO FILE…, where each file is named from the folder above that of the set, and is
// written below TO under the same name.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gateway/resources/store.hpp"
#include "gateway/schema/catalog.hpp"

namespace {

using namespace cimgate;

tl::expected<void, std::string> write_if_different(const std::filesystem::path& file,
                                                   const std::string& text) {
  std::ifstream old(file, std::ios::binary);
  if (old && std::string(std::istreambuf_iterator<char>(old), {}) == text) return {};
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << text;
  if (!out.flush()) return tl::make_unexpected(file.string() + ": could not be written");
  return {};
}

tl::expected<void, std::string> write(const resources::Store& store, const schema::Catalog& catalog,
                                      const schema::SchemaSet& set, const std::string& to,
                                      const std::string& file) {
  const auto path = (std::filesystem::path(set.folder).parent_path() / file).string();
  const auto text = store.read(path);
  if (!text) return tl::make_unexpected(text.error());
  return schema::text_of_all_versions(*text, path, *catalog.versions(set), set.id)
      .and_then([&](const std::string& made) {
        return write_if_different(std::filesystem::path(to) / file, made);
      });
}

int fail(const std::string& why) {
  std::fprintf(stderr, "cimgate_all_versions: %s\n", why.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return fail("usage: cimgate_all_versions SET TO FILE…");
  const auto store = resources::built_in();
  const auto catalog = schema::Catalog::open(store);
  if (!catalog) return fail(catalog.error());
  const auto* set = (*catalog)->set(argv[1]);
  if (set == nullptr || (*catalog)->versions(*set) == nullptr) return fail("no set with versions");
  for (int i = 3; i < argc; ++i)
    if (const auto done = write(*store, **catalog, *set, argv[2], argv[i]); !done) return fail(done.error());
  return 0;
}

#include "gateway/yaml/image.hpp"

#include <cstring>
#include <type_traits>

#include "gateway/resources/embedded.hpp"
#include "gateway/yaml/parse.hpp"

namespace cimgate::yaml {
namespace {

/// A file in the image, which starts with their number (16 bytes) and these. Places are bytes from its start.
struct Entry {
  std::uint64_t resource = 0;  ///< its number in resources::embedded()
  std::uint64_t items = 0, item_count = 0;
  std::uint64_t links = 0, link_count = 0;
  std::uint64_t chars = 0, char_count = 0;
  std::uint64_t reserved = 0;
};

constexpr std::size_t header_size = 16;

static_assert(std::is_trivially_copyable_v<Item> && std::is_trivially_copyable_v<Entry>);
static_assert(sizeof(Entry) % 16 == 0);

std::string_view text_of(const resources::Resource& file) {
  return {file.begin, static_cast<std::size_t>(file.end - file.begin)};
}

/// Adds a table; the next is aligned again.
template <class T>
std::uint64_t add(std::string& image, const T* table, std::size_t count) {
  const auto at = image.size();
  image.append(reinterpret_cast<const char*>(table), count * sizeof(T));
  image.resize((image.size() + 15) / 16 * 16);
  return at;
}

/// The entries lie in the image as the table they were written from.
std::span<const Entry> entries_of(std::string_view image) {
  std::uint64_t count = 0;
  std::memcpy(&count, image.data(), sizeof count);
  return {reinterpret_cast<const Entry*>(image.data() + header_size), count};
}

}  // namespace

tl::expected<std::string, std::string> write_image() {
  std::vector<Entry> entries;
  std::vector<OwnTables> trees;
  const auto files = resources::embedded();
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!files[i].path.ends_with(".yaml")) continue;
    auto tree = parse_tables(text_of(files[i]));
    if (!tree) {
      const auto& fault = tree.error();
      return tl::make_unexpected(std::string(files[i].path) + ':' + std::to_string(fault.place.line) + ':' +
                                 std::to_string(fault.place.column) + ": " + fault.text);
    }
    entries.emplace_back().resource = i;
    trees.push_back(*std::move(tree));
  }
  std::string image(header_size + entries.size() * sizeof(Entry), '\0');
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto& entry = entries[i];
    const auto& tree = trees[i];
    entry.items = add(image, tree.items.data(), entry.item_count = tree.items.size());
    entry.links = add(image, tree.links.data(), entry.link_count = tree.links.size());
    entry.chars = add(image, tree.chars.data(), entry.char_count = tree.chars.size());
  }
  const std::uint64_t count = entries.size();
  std::memcpy(image.data(), &count, sizeof count);
  if (count > 0) std::memcpy(image.data() + header_size, entries.data(), count * sizeof(Entry));
  return image;
}

Node find_tree(std::string_view image, std::string_view text) {
  const auto files = resources::embedded();
  for (const auto& entry : entries_of(image)) {
    if (text_of(files[entry.resource]) != text) continue;
    const auto at = [&](std::uint64_t place) { return image.data() + place; };
    return Node(std::make_shared<const Tables>(
        Tables{{reinterpret_cast<const Item*>(at(entry.items)), entry.item_count},
               {reinterpret_cast<const std::uint32_t*>(at(entry.links)), entry.link_count},
               {at(entry.chars), entry.char_count}}));
  }
  return {};
}

}  // namespace cimgate::yaml

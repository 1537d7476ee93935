#include "tests/unit/engine/data_folder.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>

#include "tests/unit/example_files.hpp"

namespace cimgate::test {
namespace {

namespace fs = std::filesystem;

fs::path new_folder() {
  static std::atomic<unsigned> number = 0;
  return fs::temp_directory_path() /
         ("cimgate-data-" + std::to_string(::getpid()) + '-' + std::to_string(number++));
}

}  // namespace

DataFolder::DataFolder(const std::string& of) : path_(new_folder()) {
  fs::create_directories(path_);
  for (const char* part : {"xsd", "dialects", "mappings", "rules"})
    fs::copy(fs::path(of) / part, path_ / part, fs::copy_options::recursive);
}

DataFolder::~DataFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string DataFolder::text(const std::string& file) const {
  return file_text(path_ / file);
}

void DataFolder::write(const std::string& file, const std::string& text) const {
  std::ofstream(path_ / file, std::ios::binary) << text;
}

void DataFolder::replace(const std::string& file, const std::string& from, const std::string& to) const {
  const auto before = text(file);
  REQUIRE_MESSAGE(before.find(from) != std::string::npos, file, " has no ", from);
  write(file, all_replaced(before, from, to));
}

void DataFolder::remove(const std::string& file) const {
  REQUIRE(fs::remove(path_ / file));
}

void DataFolder::copy(const std::string& from, const std::string& to) const {
  fs::create_directories((path_ / to).parent_path());
  fs::copy(path_ / from, path_ / to, fs::copy_options::recursive);
}

void DataFolder::replace_below(const std::string& folder, const std::string& from,
                               const std::string& to) const {
  for (const auto& entry : fs::recursive_directory_iterator(path_ / folder))
    if (entry.is_regular_file()) {
      const auto file = fs::relative(entry.path(), path_).string();
      write(file, all_replaced(text(file), from, to));
    }
}

Gateway DataFolder::open() const {
  auto gateway = Gateway::open(path_.string());
  REQUIRE_MESSAGE(gateway.has_value(), gateway.error());
  return *gateway;
}

std::string set_like_elhub(const DataFolder& data, const std::string& id, const std::string& folder,
                           bool whole) {
  const auto sets = data.text("xsd/sets.yaml");
  const auto begin = sets.find("  - id: elhub/2.4.3");
  const auto documents = sets.find("    documents:", begin);
  const auto end = sets.find("\n\n", documents);
  REQUIRE(end != std::string::npos);
  if (whole) {
    auto entry = sets.substr(begin, end - begin) + "\n\n";
    entry = all_replaced(entry, "- id: elhub/2.4.3", "- id: " + id);
    return all_replaced(entry, "folder: xsd/elhub/bim", "folder: " + folder);
  }
  return "  - id: " + id +
         "\n    title: A set of a test\n    side: bim\n    root-prefix: rsm\n    folder: " + folder + '\n' +
         sets.substr(documents, end - documents) + "\n\n";
}

std::string all_replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace cimgate::test

#pragma once
#include <filesystem>
#include <string>

#include "cimgate/gateway.hpp"

/// A data folder like the project's own, for tests that change it; it goes with the object.
namespace cimgate::test {

class DataFolder {
 public:
  /// `of`: another folder than the project's own.
  explicit DataFolder(const std::string& of = CIMGATE_SOURCE_DIR);
  ~DataFolder();
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  std::string text(const std::string& file) const;
  void write(const std::string& file, const std::string& text) const;
  /// Everywhere in the file; fails the test when `from` is not there.
  void replace(const std::string& file, const std::string& from, const std::string& to) const;
  void remove(const std::string& file) const;
  void copy(const std::string& from, const std::string& to) const;
  /// In all files below a folder.
  void replace_below(const std::string& folder, const std::string& from, const std::string& to) const;

  std::string path() const { return path_.string(); }
  Gateway open() const;

 private:
  std::filesystem::path path_;
};

/// The set of Elhub's messages in xsd/sets.yaml under another name, with files in another folder, and no word
/// of rules, versions or operations. `whole`: with all that it says.
std::string set_like_elhub(const DataFolder& data, const std::string& id, const std::string& folder,
                           bool whole = false);

/// `text` with all of one replaced.
std::string all_replaced(std::string text, const std::string& from, const std::string& to);

}  // namespace cimgate::test

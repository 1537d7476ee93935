#pragma once
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cimgate::templates {

using Write = std::function<void(std::string_view)>;

/// A text that has to wait until others have been written: in memory while it is short, then in a temporary
/// file.
class Spool {
 public:
  void append(std::string_view text);
  /// A number that is known only when the text is read.
  void append_open(const std::uint32_t* number);
  bool empty() const { return written_ == 0 && memory_.empty(); }
  /// Hands the text on, piece by piece. False when the temporary file failed.
  bool copy_to(const Write& write);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  void flush();

  std::string memory_;
  std::unique_ptr<std::FILE, Close> file_;
  std::uint64_t written_ = 0;
  std::vector<std::pair<std::uint64_t, const std::uint32_t*>> open_;  ///< place in the text
  bool failed_ = false;
};

}  // namespace cimgate::templates

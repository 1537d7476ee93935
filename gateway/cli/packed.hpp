#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "cimgate/gateway.hpp"

namespace cimgate::cli {

/// "a.xml.gz" → "a.xml"; other names as they are.
std::string unpacked_name(std::string name);
bool is_packed_name(std::string_view name);
/// Whether the first three bytes of an input say that it is gzip.
bool is_packed(std::string_view first);

/// An input whose first bytes say that it is gzip (RFC 1952), unpacked while it is read, on a thread of its
/// own; any other as it is. Errors name `name`: gzip that is damaged, ends too early, or becomes more than
/// 200 times as large as it is.
Pull unpacked(Pull input, std::string name);

/// How large a file is when it is unpacked, as its last bytes say: good enough to decide how to read it. 0
/// when there is no such file.
std::uintmax_t unpacked_size(const std::filesystem::path& file);

/// Packs what is written, on a thread of its own, and hands it on.
class Packing {
 public:
  explicit Packing(TakeText to);
  ~Packing();
  Packing(const Packing&) = delete;
  Packing& operator=(const Packing&) = delete;

  void write(std::string_view text);
  /// Hands on the rest.
  void finish();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace cimgate::cli

#include "gateway/cli/packed.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <system_error>

#include "gateway/gzip/deflater.hpp"
#include "gateway/gzip/inflater.hpp"
#include "gateway/parallel/stage.hpp"

namespace cimgate::cli {
namespace {

constexpr std::string_view ending = ".gz";
constexpr std::string_view magic = "\x1f\x8b\x08";

using Piece = tl::expected<std::string, std::string>;

/// A piece is small, so that what it becomes is small, too.
constexpr std::size_t packed_piece = std::size_t{16} * 1024;
constexpr std::size_t unpacked_piece = std::size_t{256} * 1024;
/// So many pieces wait between the threads.
constexpr std::size_t depth = 4;

class Unpacking {
 public:
  Unpacking(Pull input, std::string first, std::string name)
      : input_(std::move(input)),
        first_(std::move(first)),
        name_(std::move(name)),
        stage_([this](const std::string& piece) { return unpack(piece); }) {}

  tl::expected<std::size_t, std::string> read(char* to, std::size_t room) {
    while (at_ == ready_.size()) {
      while (!ended_ && stage_.waiting() < depth)
        if (auto given = give(); !given) return tl::make_unexpected(given.error());
      if (stage_.waiting() == 0) return std::size_t{0};
      auto made = stage_.take();
      if (!made) return tl::make_unexpected(made.error());
      ready_ = std::move(*made);
      at_ = 0;
    }
    const std::size_t size = std::min(room, ready_.size() - at_);
    std::memcpy(to, ready_.data() + at_, size);
    at_ += size;
    return size;
  }

 private:
  /// An empty piece is the end.
  tl::expected<void, std::string> give() {
    std::string piece;
    if (first_.empty()) {
      piece.resize(packed_piece);
      const auto got = input_(piece.data(), piece.size());
      if (!got) return tl::make_unexpected(got.error());
      piece.resize(*got);
    } else {
      piece = first_.substr(0, packed_piece);
      first_.erase(0, piece.size());
    }
    ended_ = piece.empty();
    stage_.give(std::move(piece));
    return {};
  }

  Piece unpack(std::string_view piece) {
    std::string out;
    if (piece.empty()) {
      if (inflater_.whole()) return out;
      return tl::make_unexpected("'" + name_ + "': the gzip ends too early");
    }
    using Result = gzip::Inflater::Result;
    switch (inflater_.put(piece, out, out.max_size())) {
      case Result::more:
        return out;
      case Result::too_dense:
        return tl::make_unexpected("'" + name_ + "': the gzip becomes too large for its size");
      case Result::broken:
      case Result::too_large:
        break;
    }
    return tl::make_unexpected("'" + name_ + "': the gzip is damaged");
  }

  Pull input_;
  std::string first_;  ///< what was read to see that it is gzip
  std::string name_;
  gzip::Inflater inflater_;  ///< the stage's
  std::string ready_;
  std::size_t at_ = 0;
  bool ended_ = false;
  parallel::Stage<std::string, Piece> stage_;
};

}  // namespace

bool is_packed_name(std::string_view name) {
  return name.size() > ending.size() && name.ends_with(ending);
}

bool is_packed(std::string_view first) {
  return first.starts_with(magic);
}

std::string unpacked_name(std::string name) {
  if (is_packed_name(name)) name.resize(name.size() - ending.size());
  return name;
}

Pull unpacked(Pull input, std::string name) {
  auto begun = std::make_shared<bool>(false);
  auto unpacking = std::make_shared<std::unique_ptr<Unpacking>>();
  return [input = std::move(input), name = std::move(name), begun, unpacking](
             char* to, std::size_t room) -> tl::expected<std::size_t, std::string> {
    if (*unpacking) return (*unpacking)->read(to, room);
    if (*begun || room < magic.size()) return input(to, room);
    *begun = true;
    auto got = input(to, room);
    if (!got || !is_packed({to, *got})) return got;
    *unpacking = std::make_unique<Unpacking>(input, std::string(to, *got), name);
    return (*unpacking)->read(to, room);
  };
}

std::uintmax_t unpacked_size(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return 0;
  std::ifstream in(file, std::ios::binary);
  std::array<char, 3> first{};
  constexpr std::streamoff trailer = 4;
  std::array<unsigned char, trailer> last{};
  if (!in.read(first.data(), first.size()) || !is_packed({first.data(), first.size()}) ||
      !in.seekg(-trailer, std::ios::end) || !in.read(reinterpret_cast<char*>(last.data()), trailer))
    return size;
  std::uintmax_t said = 0;
  for (std::size_t i = last.size(); i-- > 0;) said = said << 8U | last.at(i);
  return std::max(size, said);
}

struct Packing::Parts {
  TakeText to;
  gzip::Deflater deflater;  ///< the stage's
  std::string waiting;
  parallel::Stage<std::pair<std::string, bool>, std::string> stage;

  explicit Parts(TakeText where)
      : to(std::move(where)), stage([this](const std::pair<std::string, bool>& piece) {
          return deflater.put(piece.first, piece.second);
        }) {}
  void give(bool last) {
    stage.give({std::exchange(waiting, {}), last});
    while (stage.waiting() > (last ? 0 : depth)) to(stage.take());
  }
};

Packing::Packing(TakeText to) : parts_(std::make_unique<Parts>(std::move(to))) {}
Packing::~Packing() = default;

void Packing::write(std::string_view text) {
  parts_->waiting.append(text);
  if (parts_->waiting.size() >= unpacked_piece) parts_->give(false);
}

void Packing::finish() {
  parts_->give(true);
}

}  // namespace cimgate::cli

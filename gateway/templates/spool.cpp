#include "gateway/templates/spool.hpp"

namespace cimgate::templates {

void Spool::append(std::string_view text) {
  constexpr std::size_t most = std::size_t{512} * 1024;
  memory_ += text;
  if (memory_.size() > most) flush();
}

void Spool::append_open(const std::uint32_t* number) {
  open_.emplace_back(written_ + memory_.size(), number);
}

void Spool::flush() {
  if (file_ == nullptr) file_.reset(std::tmpfile());
  failed_ = failed_ || file_ == nullptr ||
            std::fwrite(memory_.data(), 1, memory_.size(), file_.get()) != memory_.size();
  written_ += memory_.size();
  memory_.clear();
}

bool Spool::copy_to(const Write& write) {
  std::uint64_t done = 0;
  auto open = open_.begin();
  const auto hand_on = [&](std::string_view text) {
    while (open != open_.end() && open->first <= done + text.size()) {
      const auto before = static_cast<std::size_t>(open->first - done);
      write(text.substr(0, before));
      write(std::to_string(*open->second));
      text.remove_prefix(before);
      done += before;
      ++open;
    }
    write(text);
    done += text.size();
  };
  if (file_ != nullptr) {
    // It writes what is still to be written, and fails when that does.
    failed_ = failed_ || std::fseek(file_.get(), 0, SEEK_SET) != 0;
    std::string piece(std::size_t{64} * 1024, '\0');
    std::uint64_t left = written_;
    while (!failed_ && left > 0) {
      const auto got = std::fread(piece.data(), 1, piece.size(), file_.get());
      failed_ = got == 0;
      hand_on(std::string_view(piece).substr(0, got));
      left -= got;
    }
  }
  if (!failed_) hand_on(memory_);
  return !failed_;
}

}  // namespace cimgate::templates

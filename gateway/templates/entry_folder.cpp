#include "gateway/templates/entry_folder.hpp"

#include <fmt/format.h>

#include "gateway/templates/record_translator.hpp"

namespace cimgate::templates {
namespace {

/// So much waits behind an entry that goes on.
constexpr std::size_t most_waiting = std::size_t{2} * 1024 * 1024;

}  // namespace

void EntryFolder::add(Entries&& entries, std::uint32_t last) {
  for (auto& item : entries.items()) {
    if (item.number == 0) {
      if (waiting_.empty()) {
        spool_.append(item.text);
        continue;
      }
      waiting_bytes_ += item.text.size();
      waiting_.push_back({std::move(item.text), {}, 0, 0, {}});
      continue;
    }
    auto key = fmt::format("{}\n{}\n{}\n{}", static_cast<int>(item.entry.kind), item.entry.path,
                           item.entry.value, item.entry.reason);
    if (const auto at = open_.find(key); at != open_.end() && *at->second + 1 == item.number) {
      *at->second = item.number;
      continue;
    }
    waiting_bytes_ += 3 * key.size();
    waiting_.push_back({{}, std::move(item.entry), item.number, item.number, key});
    open_[std::move(key)] = &waiting_.back().last;
  }
  hand_on(last, false);
}

void EntryFolder::hand_on(std::uint32_t last, bool all) {
  while (!waiting_.empty()) {
    auto& front = waiting_.front();
    const bool closed = front.first == 0 || front.last < last || all;
    if (!closed && (waiting_bytes_ < most_waiting || front.first == front.last)) break;
    if (front.first == 0) {
      spool_.append(front.text);
      waiting_bytes_ -= front.text.size();
    } else {
      const auto at = open_.find(front.key);
      const bool is_last = at != open_.end() && at->second == &front.last;
      if (closed) {
        write(front);
        if (is_last) open_.erase(at);
      } else {
        write_open(front);
        if (is_last) at->second = &ends_.back();
      }
      waiting_bytes_ -= 3 * front.key.size();
    }
    waiting_.pop_front();
  }
  std::erase_if(open_, [&](const auto& entry) { return *entry.second < last; });
}

void EntryFolder::write(const Waiting& entry) {
  auto whole = entry.entry;
  whole.path = fmt::format("{}[{}", setting_.stream->name, entry.first);
  if (entry.last != entry.first) whole.path += ".." + std::to_string(entry.last);
  whole.path += ']' + entry.entry.path;
  std::string text;
  append_entry(setting_, whole, text);
  spool_.append(text);
}

void EntryFolder::write_open(const Waiting& entry) {
  ends_.push_back(entry.last);
  auto whole = entry.entry;
  // The path comes first in an entry, in XML as in JSON.
  const std::string before = fmt::format("{}[{}..", setting_.stream->name, entry.first);
  whole.path = before + ']' + entry.entry.path;
  std::string text;
  append_entry(setting_, whole, text);
  const auto at = text.find(before);
  spool_.append(std::string_view(text).substr(0, at + before.size()));
  spool_.append_open(&ends_.back());
  spool_.append(std::string_view(text).substr(at + before.size()));
}

Spool& EntryFolder::finish() {
  hand_on(0, true);
  return spool_;
}

}  // namespace cimgate::templates

#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/reader/message_stream.hpp"

namespace cimgate::test {

/// A text that comes in pieces of so many bytes. It has to live as long.
reader::Pull pieces_of(std::string text, std::size_t size);
/// A text that is read from any place, at most so many bytes at a time. It has to live as long.
reader::ReadAt places_of(std::string_view text, std::size_t size);

enum class Way { one_thread, cuts, fetched_cuts };
constexpr Way all_ways[] = {Way::one_thread, Way::cuts, Way::fetched_cuts};
constexpr const char* name_of(Way way) {
  return way == Way::one_thread ? "in one thread" : way == Way::cuts ? "in cuts" : "in cuts that are fetched";
}
/// A message read to its end. `cuts`: as several threads would do it, with two readers that take turns;
/// `fetched_cuts`: the readers fetch what they read. `in_cuts` is how many batches were read so.
std::vector<reader::Batch> batches_of(const schema::Catalog& catalog, const std::string& text,
                                      std::size_t piece, const reader::StreamOptions& options, Way way,
                                      std::size_t* in_cuts = nullptr);

/// What a message read to its end gives: all parts with their places, when it is well-formed, and all
/// findings. The head comes with every batch, so each counts once.
struct Seen {
  std::set<std::string> all;
  std::size_t batches = 0;
  std::size_t in_cuts = 0;
};
Seen see(const schema::Catalog& catalog, const std::string& text, const reader::StreamOptions& options,
         Way way);

/// Top-level parts of a document by path and place, with what is in them.
std::vector<std::string> parts_of(const document::Document& whole);

}  // namespace cimgate::test

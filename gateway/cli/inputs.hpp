#pragma once
#include <cstddef>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/gateway.hpp"

namespace cimgate::cli {

/// What is handled together: a file, standard input ("-"), or the files of a bundle that was written to a
/// folder.
struct InputGroup {
  std::string name;                ///< how it is called in reports
  std::vector<std::string> files;  ///< more than one only for a bundle
};

/// The inputs that arguments name: files as they are, "-", folders with all *.xml and *.json below them
/// (packed with gzip, too: *.xml.gz),
/// patterns with * and ? that the shell has left. Files named as `translate -o` names them (01-….xml,
/// supplement.json) are one bundle a folder. Sorted within each argument; each file
/// once (see file_identity.hpp). Error: an argument that names
/// nothing.
tl::expected<std::vector<InputGroup>, std::string> find_inputs(const std::vector<std::string>& arguments);

/// Reads a file ("-": standard input) piece by piece; gzip is taken off.
tl::expected<Pull, std::string> open_input(const std::string& path);

/// An input that is read piece by piece, or from any place.
struct OpenInput {
  Pull pull;
  ReadAt read_at;  ///< empty for what is no file, or packed
};
/// As open_input().
tl::expected<OpenInput, std::string> open_anywhere(const std::string& path);

/// All bytes of each file of the group, at most one more than `limit` so that the limit shows. gzip is taken
/// off.
tl::expected<std::vector<std::string>, std::string> read_group(const InputGroup& group, std::size_t limit);

}  // namespace cimgate::cli

#pragma once
#include <cstddef>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/work/flow.hpp"

namespace cimgate::work {

struct Folders {
  std::filesystem::path in;
  std::filesystem::path out, dead_letters;                  ///< empty when results go elsewhere
  std::size_t most_bytes = std::size_t{200} * 1024 * 1024;  ///< read of a message
  std::filesystem::path invalid = {};                       ///< empty: the dead letters

  std::vector<std::filesystem::path> targets() const;  ///< those of results, each once
  const std::filesystem::path& of(Output::To to) const;
};

/// Folders as a queue. Whoever brings a message writes it under another name (".…", "….part", "….tmp") and
/// renames it; what has such a name, and folders, are left alone.
///
/// Several workers may use the same folders. Each has a folder of its own in `in`/.cimgate, with a lock that
/// the system gives up when it dies. A message is taken by renaming it into there. Its results are written
/// beside their place, and flushed; then the message is marked as done, which is the one step that counts;
/// then the results get their names, and the message is removed. Of a worker that died, another one takes
/// over: what was marked is handed on, what was not is worked on again.
///
/// Files named GROUP@REST belong to a group: they are worked on one at a time, in the order of their names.
class FolderFlow : public Flow {
 public:
  /// Makes folders that are missing. Error: what cannot be used.
  static tl::expected<std::unique_ptr<FolderFlow>, std::string> open(Folders folders);
  ~FolderFlow() override;

  tl::expected<std::optional<Job>, std::string> take() override;
  tl::expected<void, std::string> settle(const Job& job, const std::vector<Output>& outputs) override;

  /// It was taken in vain, and nobody died over it.
  tl::expected<void, std::string> give_back(const Job& job);

  // What settle() does, one after the other: for tests that stop between two.
  tl::expected<void, std::string> stage(const Job& job, const std::vector<Output>& outputs);
  tl::expected<void, std::string> mark_done(const Job& job);
  tl::expected<void, std::string> hand_on(const Job& job);

 private:
  class Lock;
  FolderFlow(Folders folders, std::string worker, std::unique_ptr<Lock> alive);

  std::filesystem::path claims(const std::string& worker) const;
  tl::expected<void, std::string> adopt();
  tl::expected<void, std::string> adopt_from(const std::string& worker, const Folders& of);
  tl::expected<void, std::string> publish(const Folders& of, const std::string& worker,
                                          const std::string& claim);
  tl::expected<std::optional<Job>, std::string> job_of(const std::string& waiting);

  Folders folders_;
  std::string worker_;
  std::unique_ptr<Lock> alive_;
  std::set<std::string> given_;  ///< claims that take() gave, and that are not settled
};

}  // namespace cimgate::work

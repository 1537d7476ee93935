#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gateway/work/folder_flow.hpp"
#include "gateway/work/sink.hpp"
#include "gateway/work/source.hpp"

namespace cimgate::work {

/// A folder whose results go to something else.
class FolderSource : public Source {
 public:
  static tl::expected<std::unique_ptr<FolderSource>, std::string> open(const std::filesystem::path& in,
                                                                       std::size_t most_bytes);

  /// Does not wait.
  tl::expected<std::optional<Job>, std::string> take(std::chrono::milliseconds wait) override;
  tl::expected<void, std::string> accept(const std::vector<Job>& jobs) override;
  void release() override;
  /// None: claims are files, and say what was tried.
  std::string key_of(const Job&) const override { return {}; }

 private:
  explicit FolderSource(std::unique_ptr<FolderFlow> flow) : flow_(std::move(flow)) {}
  std::unique_ptr<FolderFlow> flow_;
  std::vector<Job> taken_;  ///< without their bytes
};

/// A folder for results of something else. They wait in `.cimgate/inbox/WORKER/NAME` until they are shown.
class FolderSink : public Sink {
 public:
  static tl::expected<std::unique_ptr<FolderSink>, std::string> open(std::filesystem::path folder);

  tl::expected<void, std::string> stage(const std::string& worker,
                                        const std::vector<Parcel>& parcels) override;
  tl::expected<void, std::string> show(const std::string& worker, const Job& job) override;
  void drop(const std::string& worker, const Job& job) override;

 private:
  explicit FolderSink(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path waiting(const std::string& worker, const Job& job) const;
  std::filesystem::path folder_;
};

}  // namespace cimgate::work

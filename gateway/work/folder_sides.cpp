#include "gateway/work/folder_sides.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "gateway/security/keys/hash.hpp"
#include "gateway/work/envelopes.hpp"
#include "gateway/work/folder_files.hpp"

namespace cimgate::work {

namespace fs = std::filesystem;

tl::expected<std::unique_ptr<FolderSource>, std::string> FolderSource::open(const fs::path& in,
                                                                            std::size_t most_bytes) {
  Folders folders;
  folders.in = in;
  folders.most_bytes = most_bytes;
  auto flow = FolderFlow::open(std::move(folders));
  if (!flow) return tl::make_unexpected(flow.error());
  return std::unique_ptr<FolderSource>(new FolderSource(std::move(*flow)));
}

tl::expected<std::optional<Job>, std::string> FolderSource::take(std::chrono::milliseconds) {
  auto job = flow_->take();
  if (!job || !*job) return job;
  auto& taken = **job;
  // The same file gives the same id, however often it is tried.
  taken.envelope.id = keys::hex_digest(taken.name + '\0' + taken.bytes);
  taken.envelope.subject = taken.envelope.group;
  Job kept = taken;
  kept.bytes.clear();
  taken_.push_back(std::move(kept));
  return job;
}

tl::expected<void, std::string> FolderSource::accept(const std::vector<Job>& jobs) {
  for (const auto& job : jobs) {
    if (auto settled = flow_->settle(job, {}); !settled) return settled;
    std::erase_if(taken_, [&](const Job& one) { return one.handle == job.handle; });
  }
  return {};
}

void FolderSource::release() {
  for (const auto& job : taken_) {
    // What cannot be renamed now stays claimed, until this worker ends and another takes over.
    const auto given = flow_->give_back(job);
    static_cast<void>(given);
  }
  taken_.clear();
}

tl::expected<std::unique_ptr<FolderSink>, std::string> FolderSink::open(fs::path folder) {
  std::error_code error;
  fs::create_directories(folder / own, error);
  if (error) return failed(folder, error);
  return std::unique_ptr<FolderSink>(new FolderSink(std::move(folder)));
}

fs::path FolderSink::waiting(const std::string& worker, const Job& job) const {
  return folder_ / own / "inbox" / safe_name(worker) / safe_name(job.name);
}

tl::expected<void, std::string> FolderSink::stage(const std::string& worker,
                                                  const std::vector<Parcel>& parcels) {
  std::set<fs::path> begun;
  for (const auto& parcel : parcels) {
    const auto folder = waiting(worker, *parcel.job);
    std::error_code error;
    if (begun.insert(folder).second) fs::remove_all(folder, error);
    fs::create_directories(folder, error);
    if (error) return failed(folder, error);
    if (auto written = write_flushed(folder / parcel.output->name, parcel.output->text); !written)
      return written;
  }
  for (const auto& folder : begun)
    if (auto flushed = flush_folder(folder).and_then([&] { return flush_folder(folder.parent_path()); });
        !flushed)
      return flushed;
  return {};
}

tl::expected<void, std::string> FolderSink::show(const std::string& worker, const Job& job) {
  return move_all(waiting(worker, job), folder_);
}

void FolderSink::drop(const std::string& worker, const Job& job) {
  std::error_code ignored;
  fs::remove_all(waiting(worker, job), ignored);
}

}  // namespace cimgate::work

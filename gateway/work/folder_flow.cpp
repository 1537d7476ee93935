#include "gateway/work/folder_flow.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <random>
#include <set>
#include <system_error>
#include <utility>

#include "gateway/work/folder_files.hpp"

namespace cimgate::work {
namespace {

namespace fs = std::filesystem;
using Done = tl::expected<void, std::string>;

constexpr std::string_view done_mark = "done~";

bool is_message(const std::string& name) {
  return !name.starts_with('.') && !name.ends_with(".part") && !name.ends_with(".tmp");
}

/// "2~a.xml": worked on for the second time.
std::string claim_of(const std::string& name, unsigned attempt) {
  return fmt::format("{}~{}", attempt, name);
}

std::string name_of(std::string_view claim) {
  if (claim.starts_with(done_mark)) claim.remove_prefix(done_mark.size());
  const auto mark = claim.find('~');
  return std::string(mark == std::string_view::npos ? claim : claim.substr(mark + 1));
}

unsigned attempt_of(std::string_view claim) {
  unsigned attempt = 0;
  std::from_chars(claim.data(), claim.data() + claim.size(), attempt);
  return attempt;
}

/// "" when it belongs to no group.
std::string group_of(const std::string& name) {
  const auto at = name.find('@');
  return at == std::string::npos ? std::string() : name.substr(0, at);
}

}  // namespace

std::vector<fs::path> Folders::targets() const {
  std::vector<fs::path> all;
  for (const auto& folder : {out, dead_letters, invalid})
    if (!folder.empty() && std::find(all.begin(), all.end(), folder) == all.end()) all.push_back(folder);
  return all;
}

const fs::path& Folders::of(Output::To to) const {
  if (to == Output::To::result) return out;
  return to == Output::To::invalid && !invalid.empty() ? invalid : dead_letters;
}

/// Held as long as this lives; the system gives it up when the process ends in any way.
class FolderFlow::Lock {
 public:
  Lock(const fs::path& path, bool wait) : handle_(path, O_RDWR | O_CREAT) {
    if (!handle_) return;
    while (::flock(*handle_, wait ? LOCK_EX : LOCK_EX | LOCK_NB) != 0)
      if (errno != EINTR) return;
    held_ = true;
  }
  bool held() const { return held_; }

 private:
  Handle handle_;
  bool held_ = false;
};

FolderFlow::FolderFlow(Folders folders, std::string worker, std::unique_ptr<Lock> alive)
    : folders_(std::move(folders)), worker_(std::move(worker)), alive_(std::move(alive)) {}

FolderFlow::~FolderFlow() {
  // What is left in there is for another worker to take over.
  std::error_code ignored;
  if (!names_in(claims(worker_), false).empty()) return;
  for (const auto& folder : folders_.targets()) fs::remove(folder / own / worker_, ignored);
  fs::remove(claims(worker_), ignored);
  fs::remove(folders_.in / own / (worker_ + ".folders"), ignored);
  fs::remove(folders_.in / own / (worker_ + ".lock"), ignored);
}

fs::path FolderFlow::claims(const std::string& worker) const {
  return folders_.in / own / worker;
}

tl::expected<std::unique_ptr<FolderFlow>, std::string> FolderFlow::open(Folders folders) {
  const auto worker = new_name();
  std::error_code error;
  for (auto* folder : {&folders.in, &folders.out, &folders.dead_letters, &folders.invalid}) {
    if (folder->empty()) continue;
    fs::create_directories(*folder / own, error);
    if (error) return failed(*folder, error);
    *folder = fs::canonical(*folder, error);
    if (error) return failed(*folder, error);
  }
  const auto targets = folders.targets();
  if (std::find(targets.begin(), targets.end(), folders.in) != targets.end())
    return tl::make_unexpected("'" + folders.in.string() + "': results would be taken for messages");
  // While it is being made nobody takes it for dead.
  const Lock quiet(folders.in / own / "lock", true);
  if (!quiet.held()) return failed(folders.in / own / "lock");
  fs::create_directories(folders.in / own / worker, error);
  if (error) return failed(folders.in, error);
  for (const auto& folder : targets) {
    fs::create_directories(folder / own / worker, error);
    if (error) return failed(folder, error);
  }
  auto alive = std::make_unique<Lock>(folders.in / own / (worker + ".lock"), false);
  if (!alive->held()) return failed(folders.in / own / (worker + ".lock"));
  // Where its results go, for who takes over.
  const auto where =
      folders.out.string() + '\n' + folders.dead_letters.string() + '\n' + folders.invalid.string() + '\n';
  if (auto written = write_flushed(folders.in / own / (worker + ".folders"), where); !written)
    return tl::make_unexpected(written.error());
  return std::unique_ptr<FolderFlow>(new FolderFlow(std::move(folders), worker, std::move(alive)));
}

tl::expected<std::optional<Job>, std::string> FolderFlow::take() {
  const Lock alone(folders_.in / own / "lock", true);
  if (!alone.held()) return failed(folders_.in / own / "lock");
  if (auto adopted = adopt(); !adopted) return tl::make_unexpected(adopted.error());
  // What was taken over comes first.
  for (const auto& claim : names_in(claims(worker_), false))
    if (!claim.starts_with(done_mark) && !given_.contains(claim)) return job_of(claim);
  std::set<std::string> busy;
  for (const auto& worker : names_in(folders_.in / own, true))
    for (const auto& claim : names_in(claims(worker), false)) busy.insert(group_of(name_of(claim)));
  for (const auto& name : names_in(folders_.in, false)) {
    const auto group = group_of(name);
    if (!is_message(name) || (!group.empty() && busy.contains(group))) continue;
    const auto claim = claim_of(name, 0);
    std::error_code error;
    fs::rename(folders_.in / name, claims(worker_) / claim, error);
    if (error == std::errc::no_such_file_or_directory) continue;  // somebody took it back
    if (error) return failed(folders_.in / name, error);
    return job_of(claim);
  }
  return std::nullopt;
}

tl::expected<std::optional<Job>, std::string> FolderFlow::job_of(const std::string& waiting) {
  // From now on it is worked on: a message that kills workers is known by that.
  const auto claim = claim_of(name_of(waiting), attempt_of(waiting) + 1);
  const auto path = claims(worker_) / claim;
  std::error_code error;
  fs::rename(claims(worker_) / waiting, path, error);
  if (error) return failed(path, error);
  std::ifstream in(path, std::ios::binary);
  if (!in) return failed(path);
  Job job{name_of(claim), {}, attempt_of(claim), claim};
  job.envelope.group = group_of(job.name);
  std::array<char, 65536> buffer{};
  while (job.bytes.size() <= folders_.most_bytes &&
         (in.read(buffer.data(), buffer.size()) || in.gcount() > 0))
    job.bytes.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return failed(path);
  given_.insert(claim);
  if (job.bytes.size() > folders_.most_bytes) job.bytes.resize(folders_.most_bytes + 1);
  return job;
}

Done FolderFlow::adopt() {
  for (const auto& worker : names_in(folders_.in / own, true)) {
    if (worker == worker_) continue;
    const Lock its(folders_.in / own / (worker + ".lock"), false);
    if (!its.held()) continue;  // it lives
    Folders of = folders_;
    std::ifstream where(folders_.in / own / (worker + ".folders"));
    std::string out, dead_letters, invalid;
    if (std::getline(where, out) && std::getline(where, dead_letters)) {
      std::getline(where, invalid);
      of.out = out;
      of.dead_letters = dead_letters;
      of.invalid = invalid;
    }
    if (auto adopted = adopt_from(worker, of); !adopted) return adopted;
    std::error_code ignored;
    for (const auto& folder : of.targets()) fs::remove_all(folder / own / worker, ignored);
    fs::remove(claims(worker), ignored);
    fs::remove(folders_.in / own / (worker + ".folders"), ignored);
    fs::remove(folders_.in / own / (worker + ".lock"), ignored);
  }
  return {};
}

Done FolderFlow::adopt_from(const std::string& worker, const Folders& of) {
  for (const auto& claim : names_in(claims(worker), false)) {
    if (claim.starts_with(done_mark)) {
      if (auto published = publish(of, worker, claim.substr(done_mark.size())); !published) return published;
      continue;
    }
    std::error_code error;
    fs::rename(claims(worker) / claim, claims(worker_) / claim, error);
    if (error) return failed(claims(worker) / claim, error);
  }
  return {};
}

Done FolderFlow::settle(const Job& job, const std::vector<Output>& outputs) {
  return stage(job, outputs).and_then([&] { return mark_done(job); }).and_then([&] { return hand_on(job); });
}

Done FolderFlow::give_back(const Job& job) {
  given_.erase(job.handle);
  std::error_code error;
  const auto claim = claims(worker_) / job.handle;
  fs::rename(claim, claims(worker_) / claim_of(job.name, job.attempt - 1), error);
  if (error) return failed(claim, error);
  return {};
}

Done FolderFlow::stage(const Job& job, const std::vector<Output>& outputs) {
  std::error_code error;
  for (const auto& folder : folders_.targets()) {
    const auto staged = folder / own / worker_ / job.handle;
    fs::remove_all(staged, error);
    bool any = false;
    for (const auto& output : outputs) {
      if (folders_.of(output.to) != folder) continue;
      fs::create_directories(staged, error);
      if (error) return failed(staged, error);
      any = true;
      if (auto written = write_flushed(staged / output.name, output.text); !written) return written;
    }
    if (any)
      if (auto flushed = flush_folder(staged).and_then([&] { return flush_folder(staged.parent_path()); });
          !flushed)
        return flushed;
  }
  return {};
}

Done FolderFlow::mark_done(const Job& job) {
  std::error_code error;
  const auto claim = claims(worker_) / job.handle;
  fs::rename(claim, claims(worker_) / (std::string(done_mark) + job.handle), error);
  if (error) return failed(claim, error);
  return flush_folder(claims(worker_));
}

Done FolderFlow::hand_on(const Job& job) {
  given_.erase(job.handle);
  return publish(folders_, worker_, job.handle);
}

Done FolderFlow::publish(const Folders& of, const std::string& worker, const std::string& claim) {
  for (const auto& folder : of.targets())
    if (auto shown = move_all(folder / own / worker / claim, folder); !shown) return shown;
  const auto mark = claims(worker) / (std::string(done_mark) + claim);
  if (::unlink(mark.c_str()) != 0 && errno != ENOENT) return failed(mark);
  return flush_folder(claims(worker));
}

}  // namespace cimgate::work

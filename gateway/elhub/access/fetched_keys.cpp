#include "gateway/elhub/access/fetched_keys.hpp"

#include <fmt/format.h>

#include <chrono>

namespace cimgate::access {
namespace {

constexpr std::chrono::milliseconds glance{200};
constexpr std::uint64_t most_bytes = std::uint64_t{256} * 1024;

}  // namespace

FetchedKeys::FetchedKeys(Setting setting)
    : setting_(std::move(setting)),
      none_(std::make_shared<const tokens::KeySet>()),
      thread_([this] { work(); }) {}

FetchedKeys::~FetchedKeys() {
  *stopping_ = true;
  changed_.notify_all();
  thread_.join();
}

std::shared_ptr<const tokens::KeySet> FetchedKeys::usable() const {
  if (!keys_ || setting_.now() - view_.fetched > setting_.longest) return none_;
  return keys_;
}

std::shared_ptr<const tokens::KeySet> FetchedKeys::current() {
  std::unique_lock lock(mutex_);
  if (view_.fetches == 0) changed_.wait_for(lock, setting_.patience, [&] { return view_.fetches > 0; });
  return usable();
}

std::shared_ptr<const tokens::KeySet> FetchedKeys::look_again() {
  std::unique_lock lock(mutex_);
  if (!wanted_ && setting_.now() - tried_ < setting_.pause) return usable();
  wanted_ = true;
  changed_.notify_all();
  const auto before = view_.fetches;
  changed_.wait_for(lock, setting_.patience, [&] { return view_.fetches != before; });
  return usable();
}

FetchedKeys::View FetchedKeys::view() const {
  const std::lock_guard lock(mutex_);
  return view_;
}

void FetchedKeys::work() {
  http_client::Patience patience;
  patience.connect = patience.answer = std::chrono::milliseconds(5000);
  patience.most_bytes = most_bytes;
  http_client::Connection connection(setting_.address, setting_.tls, patience, stopping_);
  while (!*stopping_) {
    {
      std::unique_lock lock(mutex_);
      const auto since = setting_.now() - tried_;
      // One that came to nothing is repeated sooner.
      const bool due = since >= setting_.refresh || (!view_.problem.empty() && since >= setting_.pause);
      if (!wanted_ && !due) {
        changed_.wait_for(lock, glance);
        continue;
      }
      tried_ = setting_.now();
    }
    fetch(connection);
  }
}

void FetchedKeys::fetch(http_client::Connection& connection) {
  http_client::Request request;
  request.method = "GET";
  request.headers = {{"Accept", "application/json"}};
  request.target = setting_.address.path.empty() ? "/" : "";
  const auto answer = connection.ask(request);
  std::string problem;
  std::shared_ptr<const tokens::KeySet> fresh;
  if (!answer) {
    problem = answer.error().text;
  } else if (answer->status != 200) {
    problem = fmt::format("the issuer answered {}", answer->status);
  } else if (auto set = tokens::KeySet::read(answer->body)) {
    fresh = std::make_shared<const tokens::KeySet>(*std::move(set));
  } else {
    problem = set.error();
  }
  {
    const std::lock_guard lock(mutex_);
    if (fresh) {
      keys_ = std::move(fresh);
      view_.fetched = setting_.now();
    }
    view_.problem = std::move(problem);
    ++view_.fetches;
    wanted_ = false;
  }
  changed_.notify_all();
}

}  // namespace cimgate::access

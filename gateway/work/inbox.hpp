#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gateway/database/connection.hpp"

namespace cimgate::work {

/// Remembers messages by their keys: how often they were taken, and whether they are done with. Of messages
/// it keeps nothing else. Several workers use one. Members throw database::Error.
class Inbox {
 public:
  using Clock = std::function<std::int64_t()>;  ///< seconds since 1970
  struct Known {
    unsigned attempts = 0;  ///< how often it was taken before
    bool settled = false;
    std::string by;  ///< the worker that settled it
  };

  /// `location`: as database::Connection has it. Forgets what is older than `days`.
  Inbox(const std::string& location, Clock clock, unsigned days);

  /// Notes, in one transaction, that they are taken for the first time; the count of those that are known is
  /// left to again(). What was known of each.
  std::vector<Known> take(const std::vector<std::string>& keys);
  /// Counts one that was taken before, unless it is settled by now. What is known of it, this time counted.
  Known again(const std::string& key);
  /// They were taken, but nobody died over them.
  void give_back(const std::vector<std::string>& keys);
  /// Notes, in one transaction, that `worker` is done with them. False for one that another was done with.
  std::vector<bool> settle(const std::vector<std::string>& keys, const std::string& worker);

 private:
  void forget_old();
  Known known_of(const std::string& key);

  database::Connection connection_;
  Clock clock_;
  std::int64_t kept_;        ///< seconds
  std::int64_t forgot_ = 0;  ///< when
};

}  // namespace cimgate::work

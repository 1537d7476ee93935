#include "gateway/elhub/bridge/turns.hpp"

#include "gateway/database/error.hpp"
#include "gateway/database/location.hpp"

namespace cimgate::bridge {

bool Turns::is_ours(const std::string& name) {
  if (!database::is_server(location_)) return true;
  const std::lock_guard lock(mutex_);
  try {
    if (!connection_) {
      connection_ = std::make_unique<database::Connection>(location_, database::Mode::read);
      connection_->tune(
          {.every_commit_on_disk = false, .temporary_in_memory = false, .asks_all_the_time = true});
    }
    if (held_.contains(name)) {
      // One that was lost comes back with all that it held, or not at all.
      connection_->integer("SELECT 1");
      return true;
    }
    connection_->hold(name);
    held_.insert(name);
    return true;
  } catch (const database::Error& error) {
    // Another one has it: what we have we keep. Anything else: we know of nothing that is ours.
    if (error.kind() == database::Error::Kind::locked && !held_.contains(name)) return false;
    held_.clear();
    connection_.reset();
    return false;
  }
}

void Turns::be_heard() {
  const std::lock_guard lock(mutex_);
  if (!connection_) return;
  try {
    connection_->integer("SELECT 1");
  } catch (const database::Error&) {
    held_.clear();
    connection_.reset();
  }
}

}  // namespace cimgate::bridge

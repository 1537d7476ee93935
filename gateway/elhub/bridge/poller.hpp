#pragma once
#include <memory>
#include <string>
#include <vector>

#include "gateway/elhub/bridge/background.hpp"
#include "gateway/elhub/bridge/book.hpp"
#include "gateway/elhub/bridge/upstream.hpp"
#include "gateway/elhub/emif_client/client.hpp"
#include "gateway/elhub/emif_client/polling.hpp"

namespace cimgate::bridge {

struct Polling {
  Millis interval = 60'000;  ///< between two polls of an empty queue; Elhub's wish is not published
  Millis retry_first = 1000;
  Millis retry_most = 300'000;
};

/// Makes an entry of the inbox of a message: what it is, what it answers, whether it has a form in CIM.
using Classify = std::function<Incoming(std::string xml)>;

/// Fetches what waits for one party in one queue: polls, keeps, and acknowledges only what is on the disk.
class Poller {
 public:
  Poller(std::shared_ptr<Book> book, std::shared_ptr<const emif_client::Setting> emif,
         emif_client::Asker asker, Channel channel, const Polling& polling, Classify classify,
         Surroundings surroundings);

 private:
  enum class Outcome : std::uint8_t { empty, taken, trouble };
  void work();
  Outcome poll(emif_client::Client& client);
  Outcome trouble(std::string_view event, const std::string& set, const std::string& why);
  void say(std::string_view event, const std::string& set, std::size_t count, const std::string& why) const;

  std::shared_ptr<Book> book_;
  std::shared_ptr<const emif_client::Setting> emif_;
  emif_client::Asker asker_;
  Channel channel_;
  Polling polling_;
  Classify classify_;
  Surroundings around_;
  BackOff back_off_;
  Background background_;
};

}  // namespace cimgate::bridge

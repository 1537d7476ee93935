#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <proton/connection.hpp>
#include <proton/container.hpp>
#include <proton/delivery.hpp>
#include <proton/messaging_handler.hpp>
#include <proton/receiver.hpp>
#include <proton/sender.hpp>
#include <proton/work_queue.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gateway/amqp/peer.hpp"

namespace cimgate::amqp {

/// A peer by Qpid Proton. Its events come in a thread of its own, and all that is proton's is touched there
/// only; what the two threads share stands under the mutex.
class ProtonPeer : public Peer, private proton::messaging_handler {
 public:
  explicit ProtonPeer(Broker broker);
  ~ProtonPeer() override;

  /// Once, before all else.
  tl::expected<void, std::string> open();

  tl::expected<void, std::string> receive_from(const std::string& address, unsigned credit) override;
  tl::expected<std::optional<Delivery>, std::string> next(std::chrono::milliseconds wait) override;
  void accept(const std::vector<std::uint64_t>& deliveries) override;
  tl::expected<void, std::string> send(const std::vector<Sending>& messages) override;

 private:
  struct Given {
    proton::delivery delivery;
    proton::receiver receiver;
  };
  struct Link {
    proton::sender sender;
    std::deque<proton::message> waiting;
    std::set<proton::binary> unsettled;  ///< by tag: a broker may say twice that it accepted
  };

  void on_container_start(proton::container& container) override;
  void on_connection_open(proton::connection& connection) override;
  void on_connection_close(proton::connection& connection) override;
  void on_transport_close(proton::transport& transport) override;
  void on_transport_error(proton::transport& transport) override;
  void on_connection_error(proton::connection& connection) override;
  void on_session_error(proton::session& session) override;
  void on_receiver_open(proton::receiver& receiver) override;
  void on_receiver_close(proton::receiver& receiver) override;
  void on_receiver_error(proton::receiver& receiver) override;
  void on_sender_close(proton::sender& sender) override;
  void on_sender_error(proton::sender& sender) override;
  void on_message(proton::delivery& delivery, proton::message& message) override;
  void on_sendable(proton::sender& sender) override;
  void on_tracker_accept(proton::tracker& tracker) override;
  void on_tracker_reject(proton::tracker& tracker) override;
  void on_tracker_release(proton::tracker& tracker) override;
  void on_tracker_settle(proton::tracker& tracker) override;
  void on_error(const proton::error_condition& condition) override;

  // In the thread of events.
  void open_receiver(const std::string& address, unsigned credit);
  void put(const std::vector<Sending>& messages);
  void pump(Link& link);
  void settle(const std::vector<std::uint64_t>& deliveries);
  void not_taken(const proton::tracker& tracker);
  void fail(const std::string& what);
  proton::connection_options options();

  void in_events(std::function<void()> work);
  tl::unexpected<std::string> failure() const;

  Broker broker_;
  proton::container container_;
  proton::connection connection_;
  std::map<std::uint64_t, Given> given_;
  std::map<std::string, Link> links_;
  std::map<std::string, unsigned> credits_;  ///< of receivers that are being opened
  std::uint64_t counted_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string error_;
  bool open_ = false, closed_ = false;
  proton::work_queue* queue_ = nullptr;
  std::set<std::string> receiving_;
  std::deque<Delivery> arrived_;
  std::size_t unsettled_ = 0;

  std::thread events_;
};

}  // namespace cimgate::amqp

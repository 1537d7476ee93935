#include "gateway/amqp/proton/proton_peer.hpp"

#include <exception>
#include <functional>
#include <proton/connection_options.hpp>
#include <proton/error_condition.hpp>
#include <proton/receiver_options.hpp>
#include <proton/sender_options.hpp>
#include <proton/session.hpp>
#include <proton/source.hpp>
#include <proton/ssl.hpp>
#include <proton/target.hpp>
#include <proton/tracker.hpp>
#include <proton/transport.hpp>
#include <proton/work_queue.hpp>
#include <utility>

#include "gateway/amqp/proton/messages.hpp"

namespace cimgate::amqp {
namespace {

constexpr std::chrono::seconds farewell{2};

const char* word_of(Broker::Mechanism mechanism) {
  if (mechanism == Broker::Mechanism::plain) return "PLAIN";
  return mechanism == Broker::Mechanism::external ? "EXTERNAL" : "ANONYMOUS";
}

std::string url_of(const Broker& broker) {
  const bool bracketed = broker.host.find(':') != std::string::npos;
  return std::string(broker.tls ? "amqps://" : "amqp://") +
         (bracketed ? "[" + broker.host + "]" : broker.host) + ":" + std::to_string(broker.port);
}

}  // namespace

ProtonPeer::ProtonPeer(Broker broker) : broker_(std::move(broker)), container_(*this, broker_.container) {}

ProtonPeer::~ProtonPeer() {
  in_events([this] { connection_.close(); });
  {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, farewell, [&] { return closed_ || !error_.empty(); });
  }
  container_.stop();
  if (events_.joinable()) events_.join();
}

proton::connection_options ProtonPeer::options() {
  proton::connection_options made;
  made.container_id(broker_.container)
      .virtual_host(broker_.host)
      .idle_timeout(proton::duration(static_cast<proton::duration::numeric_type>(broker_.silence.count())))
      .sasl_enabled(true)
      .sasl_allowed_mechs(word_of(broker_.mechanism));
  if (broker_.mechanism == Broker::Mechanism::plain)
    made.user(broker_.user).password(broker_.password).sasl_allow_insecure_mechs(!broker_.tls);
  if (!broker_.tls) return made;
  if (!broker_.certificate.empty())
    return made.ssl_client_options(proton::ssl_client_options(
        proton::ssl_certificate(broker_.certificate, broker_.key.empty() ? broker_.certificate : broker_.key),
        broker_.trust, proton::ssl::VERIFY_PEER_NAME));
  return made.ssl_client_options(broker_.trust.empty()
                                     ? proton::ssl_client_options(proton::ssl::VERIFY_PEER_NAME)
                                     : proton::ssl_client_options(broker_.trust));
}

tl::expected<void, std::string> ProtonPeer::open() {
  events_ = std::thread([this] {
    try {
      container_.run();
      fail("the connection has ended");
    } catch (const std::exception& error) {
      fail(error.what());
    }
  });
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, broker_.patience, [&] { return open_ || !error_.empty(); }))
    return tl::make_unexpected(url_of(broker_) + ": no answer");
  if (!error_.empty()) return failure();
  return {};
}

tl::unexpected<std::string> ProtonPeer::failure() const {
  return tl::make_unexpected(url_of(broker_) + ": " + error_);
}

void ProtonPeer::in_events(std::function<void()> work) {
  proton::work_queue* queue = nullptr;
  {
    const std::lock_guard lock(mutex_);
    queue = queue_;
  }
  if (queue != nullptr) queue->add(proton::work(std::move(work)));
}

void ProtonPeer::fail(const std::string& what) {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    if (error_.empty()) error_ = tame(what);
  }
  changed_.notify_all();
}

// What the caller asks for.

tl::expected<void, std::string> ProtonPeer::receive_from(const std::string& address, unsigned credit) {
  in_events([this, address, credit] { open_receiver(address, credit); });
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, broker_.patience,
                         [&] { return receiving_.contains(address) || !error_.empty(); }))
    return tl::make_unexpected(url_of(broker_) + ": no answer about '" + address + "'");
  if (!error_.empty()) return failure();
  return {};
}

tl::expected<std::optional<Delivery>, std::string> ProtonPeer::next(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, wait, [&] { return !arrived_.empty() || !error_.empty(); });
  // What arrived before could not be accepted any more.
  if (!error_.empty()) return failure();
  if (arrived_.empty()) return std::nullopt;
  auto delivery = std::move(arrived_.front());
  arrived_.pop_front();
  return delivery;
}

void ProtonPeer::accept(const std::vector<std::uint64_t>& deliveries) {
  in_events([this, deliveries] { settle(deliveries); });
}

tl::expected<void, std::string> ProtonPeer::send(const std::vector<Sending>& messages) {
  if (messages.empty()) return {};
  {
    const std::lock_guard lock(mutex_);
    if (!error_.empty()) return failure();
    unsettled_ += messages.size();
  }
  in_events([this, messages] { put(messages); });
  std::unique_lock lock(mutex_);
  for (;;) {
    if (!error_.empty()) return failure();
    // All may have been accepted before this thread came here.
    if (unsettled_ == 0) return {};
    const auto before = unsettled_;
    if (!changed_.wait_for(lock, broker_.patience, [&] { return unsettled_ < before || !error_.empty(); }))
      return tl::make_unexpected(url_of(broker_) + ": '" + messages.front().address +
                                 "' does not take messages");
  }
}

// What happens in the thread of events.

void ProtonPeer::open_receiver(const std::string& address, unsigned credit) {
  credits_[address] = credit;
  // Credit is given back when a message is settled, not when it arrives: what waits here has a limit.
  connection_.open_receiver(address, proton::receiver_options().credit_window(0).auto_accept(false));
}

void ProtonPeer::put(const std::vector<Sending>& messages) {
  std::set<Link*> touched;
  for (const auto& sending : messages) {
    auto& link = links_[sending.address];
    if (!link.sender) link.sender = connection_.open_sender(sending.address);
    link.waiting.push_back(to_proton(sending.message));
    touched.insert(&link);
  }
  for (auto* link : touched) pump(*link);
}

void ProtonPeer::pump(Link& link) {
  while (!link.waiting.empty() && link.sender.credit() > 0) {
    link.unsettled.insert(link.sender.send(link.waiting.front()).tag());
    link.waiting.pop_front();
  }
}

void ProtonPeer::settle(const std::vector<std::uint64_t>& deliveries) {
  for (const auto number : deliveries) {
    const auto found = given_.find(number);
    if (found == given_.end()) continue;
    found->second.delivery.accept();
    found->second.receiver.add_credit(1);
    given_.erase(found);
  }
}

void ProtonPeer::on_container_start(proton::container& container) {
  connection_ = container.connect(url_of(broker_), options());
}

void ProtonPeer::on_connection_open(proton::connection& connection) {
  connection_ = connection;
  {
    const std::lock_guard lock(mutex_);
    open_ = true;
    queue_ = &connection.work_queue();
  }
  changed_.notify_all();
}

void ProtonPeer::on_connection_close(proton::connection& connection) {
  fail(connection.error().empty() ? "the broker has closed the connection" : connection.error().what());
}

void ProtonPeer::on_transport_close(proton::transport& transport) {
  fail(transport.error().empty() ? "the connection has ended" : transport.error().what());
}

void ProtonPeer::on_transport_error(proton::transport& transport) {
  fail(transport.error().what());
}

void ProtonPeer::on_connection_error(proton::connection& connection) {
  fail(connection.error().what());
}

void ProtonPeer::on_session_error(proton::session& session) {
  fail(session.error().what());
}

void ProtonPeer::on_receiver_open(proton::receiver& receiver) {
  const auto address = receiver.source().address();
  for (const auto& [asked, credit] : credits_)
    if (asked == address || credits_.size() == 1) {
      receiver.add_credit(static_cast<std::uint32_t>(credit));
      {
        const std::lock_guard lock(mutex_);
        receiving_.insert(asked);
      }
      credits_.erase(asked);
      break;
    }
  changed_.notify_all();
}

void ProtonPeer::on_receiver_close(proton::receiver& receiver) {
  fail("'" + receiver.source().address() + "' gives no more messages");
}

void ProtonPeer::on_receiver_error(proton::receiver& receiver) {
  fail(receiver.error().what());
}

void ProtonPeer::on_sender_close(proton::sender& sender) {
  fail("'" + sender.target().address() + "' takes no more messages");
}

void ProtonPeer::on_sender_error(proton::sender& sender) {
  fail(sender.error().what());
}

void ProtonPeer::on_message(proton::delivery& delivery, proton::message& message) {
  const auto number = ++counted_;
  given_.emplace(number, Given{delivery, delivery.receiver()});
  {
    const std::lock_guard lock(mutex_);
    arrived_.push_back({number, delivery.receiver().source().address(), from_proton(message)});
  }
  changed_.notify_all();
}

void ProtonPeer::on_sendable(proton::sender& sender) {
  for (auto& [address, link] : links_)
    if (link.sender == sender) pump(link);
}

void ProtonPeer::on_tracker_accept(proton::tracker& tracker) {
  for (auto& [address, link] : links_)
    if (link.sender == tracker.sender() && link.unsettled.erase(tracker.tag()) > 0) {
      const std::lock_guard lock(mutex_);
      --unsettled_;
    }
  changed_.notify_all();
}

void ProtonPeer::not_taken(const proton::tracker& tracker) {
  for (auto& [address, link] : links_)
    if (link.sender == tracker.sender() && link.unsettled.contains(tracker.tag()))
      fail("'" + address + "' did not take a message");
}

void ProtonPeer::on_tracker_reject(proton::tracker& tracker) {
  not_taken(tracker);
}
void ProtonPeer::on_tracker_release(proton::tracker& tracker) {
  not_taken(tracker);
}
void ProtonPeer::on_tracker_settle(proton::tracker& tracker) {
  // Settled without a word, or modified: it may be lost.
  if (tracker.state() != proton::tracker::ACCEPTED) not_taken(tracker);
}

void ProtonPeer::on_error(const proton::error_condition& condition) {
  fail(condition.what());
}

}  // namespace cimgate::amqp

#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <memory>

#include "gateway/http/access_log.hpp"
#include "gateway/http/budget.hpp"
#include "gateway/http/connections.hpp"
#include "gateway/http/limits.hpp"
#include "gateway/http/metrics.hpp"
#include "gateway/http/replies.hpp"
#include "gateway/http/router.hpp"
#include "gateway/http/trust.hpp"
#include "gateway/http/work_slots.hpp"
#include "gateway/security/tls/tls.hpp"

namespace cimgate::http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
constexpr asio::use_awaitable_t<Executor> use_awaitable{};

/// What all sessions of a server share.
struct Core {
  Core(const Limits& all_limits, Trust known, Router all_routes, AccessLog access_log, std::size_t workers)
      : limits(all_limits),
        trust(std::move(known)),
        router(std::move(all_routes)),
        log(std::move(access_log)),
        metrics(router.routes()),
        budget(limits.max_in_flight),
        slots(workers, limits.max_queue, metrics.queued) {}

  Limits limits;
  Trust trust;
  Router router;
  AccessLog log;
  Metrics metrics;
  Budget budget;
  WorkSlots slots;
  Connections connections;
  std::shared_ptr<tls::Server> tls;  ///< null: plain HTTP
  /// Handlers may hold on to their replies longer than the server lives.
  std::shared_ptr<Replies> replies = std::make_shared<Replies>();
  std::atomic<bool> stopping{false};
};

}  // namespace cimgate::http

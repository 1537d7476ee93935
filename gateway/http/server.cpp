#include "gateway/http/server.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <mutex>
#include <optional>
#include <thread>

#include "gateway/http/core.hpp"
#include "gateway/http/openapi.hpp"
#include "gateway/http/probes.hpp"
#include "gateway/http/session.hpp"
#include "gateway/resources/store.hpp"

namespace cimgate::http {

using boost::system::error_code;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

namespace {

constexpr int backlog = 4096;
constexpr auto sweep_every = std::chrono::milliseconds(200);
constexpr auto stop_check_every = std::chrono::milliseconds(20);
/// Descriptors that are not connections: the market's file, logs, the event queue.
constexpr std::uint64_t other_files = 64;
/// Half of them are enough for all that is no connection.
constexpr std::uint64_t least_files = 48;

/// Lets the process open as many files as it may, and says how many that is.
std::uint64_t raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  if (limit.rlim_cur < limit.rlim_max) {
    const auto had = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = had;
  }
  return limit.rlim_cur;
}

std::size_t workers_of(const Limits& limits) {
  if (limits.threads > 0) return static_cast<std::size_t>(limits.threads);
  return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

struct Server::Impl {
  Impl(const Limits& limits, Trust trust, Router router, AccessLog log, std::size_t worker_count)
      : core(limits, std::move(trust), std::move(router), std::move(log), worker_count),
        workers(worker_count),
        context(static_cast<int>(worker_count) + 1),
        acceptor(context),
        signals(context) {}

  Core core;
  std::vector<std::function<void()>> stop_calls;
  std::uint64_t connections_most = 0;
  std::size_t workers;
  // The sessions live in the context, and end before the core that they use.
  asio::io_context context;
  Acceptor acceptor;
  asio::signal_set signals;
  std::once_flag stop_begun;
  std::atomic<bool> clean{true};

  Awaitable<void> accept() {
    Timer pause(context);
    while (!core.stopping) {
      error_code error;
      Socket socket = co_await acceptor.async_accept(asio::redirect_error(use_awaitable, error));
      if (core.stopping) break;
      if (error) {
        // No file descriptor is left, most likely; connections that end give some back.
        pause.expires_after(stop_check_every);
        co_await pause.async_wait(asio::redirect_error(use_awaitable, error));
        continue;
      }
      socket.set_option(asio::ip::tcp::no_delay(true), error);
      const auto open = core.metrics.connections.load();
      if (open >= static_cast<std::int64_t>(connections_most)) {
        ++core.metrics.connections_refused;
        // A flood of them is not even told.
        if (core.connections.size() < connections_most + other_files / 2)
          asio::co_spawn(context, refuse_connection(core, std::move(socket)), asio::detached);
        continue;
      }
      ++core.metrics.connections_accepted;
      asio::co_spawn(context, serve_connection(core, std::move(socket)), asio::detached);
    }
    error_code ignored;
    acceptor.close(ignored);
  }

  Awaitable<void> sweep() {
    Timer timer(context);
    while (!context.stopped()) {
      error_code error;
      timer.expires_after(sweep_every);
      co_await timer.async_wait(asio::redirect_error(use_awaitable, error));
      core.connections.sweep(Connection::Clock::now());
    }
  }

  void begin_stop() {
    std::call_once(stop_begun, [this] { asio::co_spawn(context, wind_down(), asio::detached); });
  }

  /// No new connections; requests in flight may end; then everything does.
  Awaitable<void> wind_down() {
    core.stopping = true;
    error_code error;
    // The acceptor is the accepting coroutine's alone, which may be at it on another thread.
    ::shutdown(acceptor.native_handle(), SHUT_RDWR);
    for (const auto& call : stop_calls) call();
    const auto end = Connection::Clock::now() + std::chrono::seconds(core.limits.stop_timeout);
    Timer timer(context);
    while (core.connections.size() > 0) {
      core.connections.end_idle();
      if (Connection::Clock::now() >= end) {
        clean = false;
        core.connections.end_all();
        break;
      }
      timer.expires_after(stop_check_every);
      co_await timer.async_wait(asio::redirect_error(use_awaitable, error));
    }
    context.stop();
  }
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

tl::expected<std::unique_ptr<Server>, OpenError> Server::open(ServerOptions options,
                                                              std::vector<Part> parts) {
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error)
    return tl::make_unexpected(OpenError{false, fmt::format("'{}' is not an IP address", options.address)});

  const auto files = raise_file_limit();
  if (files < least_files)
    return tl::make_unexpected(OpenError{
        false,
        fmt::format("the process may open {} files, and a server needs {} (ulimit -n)", files, least_files)});

  auto probes = std::make_shared<Probes>(parts);
  parts.push_back(probes->part());
  auto document =
      openapi(parts, options.limits, options.version, *resources::built_in(), options.other_limits);
  if (!document) return tl::make_unexpected(OpenError{false, document.error()});
  probes->set_openapi(std::move(*document));

  std::vector<Route> routes;
  std::vector<std::function<void()>> stop_calls;
  for (auto& part : parts) {
    std::move(part.routes.begin(), part.routes.end(), std::back_inserter(routes));
    if (part.stopping) stop_calls.push_back(std::move(part.stopping));
  }
  auto router = Router::make(std::move(routes));
  if (!router) return tl::make_unexpected(OpenError{false, router.error()});

  auto impl = std::make_unique<Impl>(options.limits, std::move(options.trust), std::move(*router),
                                     std::move(options.log), workers_of(options.limits));
  impl->core.tls = std::move(options.tls);
  probes->attach(impl->core);
  impl->stop_calls = std::move(stop_calls);
  // Files that are few are shared with what is not a connection.
  impl->connections_most = std::min(options.limits.max_connections, files - std::min(files / 2, other_files));

  const auto failed = [&](const char* what) {
    return tl::make_unexpected(
        OpenError{true, fmt::format("{} {}:{}: {}", what, options.address, options.port, error.message())});
  };
  const asio::ip::tcp::endpoint endpoint(address, options.port);
  impl->acceptor.open(endpoint.protocol(), error);
  if (!error) impl->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) impl->acceptor.bind(endpoint, error);
  if (!error) impl->acceptor.listen(backlog, error);
  if (error) return failed("cannot listen on");
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const {
  error_code error;
  return impl_->acceptor.local_endpoint(error).port();
}

std::uint64_t Server::max_connections() const {
  return impl_->connections_most;
}

bool Server::run(bool signals, const std::function<void()>& ready) {
  auto& impl = *impl_;
  if (signals) {
    impl.signals.add(SIGTERM);
    impl.signals.add(SIGINT);
    impl.signals.async_wait([&impl](const error_code& error, int) {
      if (!error) impl.begin_stop();
    });
  }
  asio::co_spawn(impl.context, impl.accept(), asio::detached);
  asio::co_spawn(impl.context, impl.sweep(), asio::detached);
  if (ready) asio::post(impl.context, ready);
  // One thread more than there are workers: there is always one that reads and answers.
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < impl.workers; ++i) threads.emplace_back([&impl] { impl.context.run(); });
  impl.context.run();
  // Answers have gone by now, but whoever gave them may not have let go yet.
  const std::chrono::seconds patience(std::max<std::uint64_t>(1, impl.core.limits.stop_timeout));
  if (!impl.core.replies->wait_for_none(patience)) impl.clean = false;
  for (auto& thread : threads) {
    if (impl.clean)
      thread.join();
    else
      thread.detach();
  }
  return impl.clean;
}

void Server::stop() {
  impl_->begin_stop();
}

}  // namespace cimgate::http

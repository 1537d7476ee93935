#include "gateway/http/session.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <exception>
#include <utility>

#include "gateway/http/charset.hpp"
#include "gateway/http/handover.hpp"
#include "gateway/http/intake.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/problem_words.hpp"
#include "gateway/http/response.hpp"
#include "gateway/http/transport_errors.hpp"
#include "gateway/http/wire.hpp"

namespace cimgate::http {
namespace {

/// Above this a text is compressed as work, so that reading and answering others goes on.
constexpr std::size_t much_to_compress = 256 * 1024;

/// Counts something up as long as it lives.
class Counted {
 public:
  explicit Counted(std::atomic<std::int64_t>& count) : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  std::atomic<std::int64_t>& count_;
};

/// A slot of the workers; waits for it when all are taken.
class Slot {
 public:
  explicit Slot(WorkSlots& slots) : slots_(slots) {}
  ~Slot() { leave(); }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  /// False when too many wait already.
  Awaitable<bool> enter() {
    const auto executor = co_await asio::this_coro::executor;
    auto turn = std::make_shared<Handover<bool>>(executor);
    const auto entry = slots_.enter([turn] { turn->give(true); });
    if (entry == WorkSlots::Entry::refused) co_return false;
    if (entry == WorkSlots::Entry::later) co_await turn->take();
    entered_ = true;
    co_return true;
  }
  void leave() {
    if (std::exchange(entered_, false)) slots_.leave();
  }

 private:
  WorkSlots& slots_;
  bool entered_ = false;
};

/// What a handler is given to answer by. It may outlive the connection, and knows nothing of the routes; the
/// server waits for the last of them.
class Given {
 public:
  using To = Handover<std::optional<Answer>>;

  Given(std::shared_ptr<To> to, std::shared_ptr<Replies> replies)
      : to_(std::move(to)), replies_(std::move(replies)) {
    replies_->begin();
  }
  Given(const Given&) = delete;
  Given& operator=(const Given&) = delete;
  ~Given() {
    to_->give(std::nullopt);  // counts when nothing was given
    to_.reset();
    replies_->end();
  }
  void give(Answer answer) { to_->give(std::move(answer)); }

 private:
  std::shared_ptr<To> to_;
  std::shared_ptr<Replies> replies_;
};

Answer error_answer(const Route* route, const TransportError& error) {
  if (route == nullptr || !route->error_answer) return problem(error);
  try {
    return route->error_answer(error);
  } catch (const std::exception&) {
    return problem(error);
  }
}

/// What a status owes beside its body.
void add_owed(const TransportError& error, const Intake& intake, Answer& answer) {
  if (error.status == 405) {
    std::string allow;
    for (const auto& method : intake.found.allow) allow += (allow.empty() ? "" : ", ") + method;
    answer.headers.add("Allow", allow);
  }
  if (error.status == 503) answer.headers.add("Retry-After", "1");
  if (error.type == "unsupported-encoding") answer.headers.add("Accept-Encoding", "gzip");
}

Answer allowed(const Intake& intake) {
  Answer answer;
  answer.status = 204;
  std::string allow = "OPTIONS";
  for (const auto& method : intake.found.allow) allow += ", " + method;
  answer.headers.add("Allow", allow);
  return answer;
}

/// One request, from its first byte to the last of its answer.
class Turn {
 public:
  Turn(Core& core, Wire& wire)
      : core_(core),
        wire_(wire),
        counted_(core.metrics.in_flight),
        began_(std::chrono::steady_clock::now()) {}

  /// False when the connection is to be closed.
  Awaitable<bool> serve() {
    std::optional<HeadParser> parser(std::in_place);
    if (const auto error = co_await wire_.read_head(*parser)) {
      route_ = route_of(wire_.raw_head(), core_.router);
      co_return co_await send_unread(*error);
    }
    intake_ = examine(*parser, core_.router, core_.limits, core_.trust);
    route_ = intake_.found.route != nullptr ? intake_.found.route : intake_.found.near;
    keep_ = intake_.keep_alive;
    if (intake_.error) co_return co_await send_unread(*intake_.error);

    Budget::Lease lease(core_.budget);
    if (intake_.has_body()) {
      BodySink sink(intake_.body_limit, lease);
      if (intake_.gzip) sink.inflate({core_.limits.max_gzip_ratio, core_.limits.max_gzip_members});
      auto error = error_of(sink.announce(intake_.length), intake_.body_limit, core_.limits);
      if (!error && intake_.expects_continue) co_await wire_.send_continue();
      if (!error && intake_.chunked)
        error = co_await wire_.read_chunked(std::move(*parser), sink);
      else if (!error)
        error = co_await wire_.read_body(intake_.length, sink);
      if (error) co_return co_await send_unread(*error);
      intake_.request.body = sink.take();
      bytes_in_ = intake_.request.body.size();
      if (intake_.found.route != nullptr && route_->body == BodyIs::required && bytes_in_ == 0) {
        auto empty = error_answer(route_, errors::no_body());
        co_return co_await send(std::move(empty));
      }
    }
    parser.reset();
    if (intake_.options) {
      auto options = allowed(intake_);
      co_return co_await send(std::move(options));
    }
    auto made = co_await answer(lease);
    co_return co_await send(std::move(made));
  }

 private:
  Awaitable<Answer> answer(Budget::Lease& lease) {
    wire_.wait_for_handler();
    Slot slot(core_.slots);
    bool entered = true;
    if (route_->runs == Runs::on_workers) entered = co_await slot.enter();
    if (!entered) {
      auto busy = error_answer(route_, errors::busy_queue());
      add_owed(errors::busy_queue(), intake_, busy);
      co_return busy;
    }
    auto error = apply_charset(intake_.request, intake_.body_limit);
    if (!error && !lease.grow_to(intake_.request.body.size())) error = errors::busy_memory();
    if (error) {
      auto refused = error_answer(route_, *error);
      co_return refused;
    }
    const auto executor = co_await asio::this_coro::executor;
    auto handover = std::make_shared<Given::To>(executor);
    intake_.request.peer = wire_.peer();
    // As a proxy would say it: WSDLs tell where they were asked for.
    if (core_.tls) intake_.request.headers.add("X-Forwarded-Proto", "https");
    hand_over(handover, [this](const Reply& reply) { route_->handle(std::move(intake_.request), reply); });
    slot.leave();
    auto given = co_await handover->take();
    while (given && given->next) {
      entered = co_await slot.enter();
      if (!entered) break;
      handover = std::make_shared<Given::To>(executor);
      hand_over(handover, given->next);
      slot.leave();
      given = co_await handover->take();
    }
    if (!entered) co_return error_answer(route_, errors::busy_queue());
    if (!given) co_return error_answer(route_, errors::fault());
    if (!given->rest) co_return std::move(*given);
    entered = co_await slot.enter();
    auto made = entered ? rest_of(*given) : error_answer(route_, errors::busy_queue());
    co_return made;
  }

  Answer rest_of(const Answer& given) const {
    try {
      return given.rest();
    } catch (const std::exception&) {
      return error_answer(route_, errors::fault());
    }
  }

  /// Runs a handler. When it fails, or forgets to answer, that is our fault.
  void hand_over(const std::shared_ptr<Given::To>& handover,
                 const std::function<void(Reply)>& handler) const {
    const auto given = std::make_shared<Given>(handover, core_.replies);
    try {
      handler([given](Answer answer) { given->give(std::move(answer)); });
    } catch (const std::exception&) {
      handover->give(std::nullopt);
    }
  }

  /// Answers a request of which something was not read: what follows cannot be told from its rest.
  Awaitable<bool> send_unread(const TransportError& error) {
    auto answer = error_answer(route_, error);
    add_owed(error, intake_, answer);
    // Only an error found in the head of a request without a body leaves nothing unread.
    const bool all_read = intake_.error && !intake_.has_body() && error.status != 400 && error.status != 501;
    if (!all_read) keep_ = false;
    const bool keep = co_await send(std::move(answer));
    if (!all_read) co_await wire_.linger();
    co_return keep;
  }

  Awaitable<bool> send(Answer answer) {
    if (core_.stopping) keep_ = false;
    if (intake_.norwegian) say_in_norwegian(answer);
    if (worth_gzip(answer)) {
      answer.headers.add("Vary", "Accept-Encoding");
      if (intake_.takes_gzip) {
        Slot slot(core_.slots);
        if (answer.body.size() > much_to_compress) co_await slot.enter();
        put_gzip(answer);
      }
    }
    if (answer.stream) co_return co_await send_stream(std::move(answer));
    const auto head = response_head(answer, {intake_.head_only, keep_, intake_.http_1_0});
    const bool with_body = !intake_.head_only && has_body(answer.status);
    const bool sent =
        co_await wire_.send(head, with_body ? std::string_view(answer.body) : std::string_view());
    tell(answer.status, with_body ? answer.body.size() : 0);
    co_return sent&& keep_;
  }

  /// A body that is told piece by piece; it ends when whoever tells it says so, or the other end goes.
  Awaitable<bool> send_stream(Answer answer) {
    if (intake_.http_1_0) keep_ = false;
    const auto stream = answer.stream;
    const auto head = response_head(answer, {intake_.head_only, keep_, intake_.http_1_0});
    bool sent = co_await wire_.send(head, {});
    std::size_t bytes = 0;
    while (sent && !intake_.head_only) {
      const auto executor = co_await asio::this_coro::executor;
      auto there = std::make_shared<Handover<bool>>(executor);
      stream->when_there([there] { there->give(true); });
      wire_.wait_for_handler();
      co_await there->take();
      const auto piece = stream->take();
      if (!piece) break;
      bytes += piece->size();
      const auto framed = intake_.http_1_0 ? *piece : chunk(*piece);
      sent = co_await wire_.send(framed, {});
    }
    stream->leave();
    if (sent && !intake_.head_only && !intake_.http_1_0) sent = co_await wire_.send(chunk({}), {});
    tell(answer.status, bytes);
    if (core_.stopping) keep_ = false;
    co_return sent&& keep_;
  }

  void tell(std::uint16_t status, std::size_t bytes_out) {
    using std::chrono::duration_cast;
    const auto took = duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began_);
    const auto index = intake_.found.route != nullptr ? intake_.found.index : Metrics::no_route;
    core_.metrics.request(index, status, took, bytes_in_, bytes_out);
    if (!core_.log) return;
    const std::string_view known_method = route_ == nullptr                ? std::string_view()
                                          : intake_.found.route != nullptr ? std::string_view(route_->method)
                                                                           : "-";
    core_.log({std::chrono::system_clock::now(), intake_.head_only ? "HEAD" : known_method,
               route_ == nullptr ? std::string_view() : std::string_view(route_->pattern), status, bytes_in_,
               bytes_out, took});
  }

  Core& core_;
  Wire& wire_;
  Counted counted_;
  std::chrono::steady_clock::time_point began_;
  Intake intake_;
  const Route* route_ = nullptr;  ///< also one of another method, for the form of errors
  bool keep_ = false;
  std::uint64_t bytes_in_ = 0;
};

}  // namespace

Awaitable<void> serve_connection(Core& core, Socket socket) {
  const Counted counted(core.metrics.connections);
  try {
    Wire wire(core, std::move(socket));
    bool open = true;
    while (open) {
      const auto begin = co_await wire.await_request();
      if (begin == Wire::Begin::end) break;
      Turn turn(core, wire);
      open = co_await turn.serve();
      wire.settle();
    }
    co_await wire.finish();
  } catch (const std::exception&) {
    // No memory, most likely: this connection ends, the others go on.
    core.metrics.request(Metrics::no_route, 500, {}, 0, 0);
  }
}

Awaitable<void> refuse_connection(Core& core, Socket socket) {
  const auto error = errors::busy_connections();
  auto answer = problem(error);
  answer.headers.add("Retry-After", "1");
  const auto head = response_head(answer, {false, false, false});
  try {
    Wire wire(core, std::move(socket));
    co_await wire.send(head, answer.body);
    co_await wire.linger();
  } catch (const std::exception&) {
    core.metrics.request(Metrics::no_route, 500, {}, 0, 0);
  }
}

}  // namespace cimgate::http

#include "gateway/database/postgresql_session.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>

namespace cimgate::database {
namespace {

/// Waits as long as it does for a file that is locked.
constexpr const char* longest_wait = "10s";

constexpr const char* lost_text = "the connection to the database server was lost";

/// The server ends what takes too long by itself, and says so; whoever hears nothing waits this much longer.
constexpr std::chrono::seconds for_the_way{5};

// Errors of PostgreSQL (appendix A of its manual).
Error::Kind kind_of(std::string_view state) {
  // 57014: longer than statement_timeout; 57P0x: it stops, or starts; 53300: no connection is free.
  if (state.starts_with("08") || state.starts_with("57") || state == "53300" || state == "25P03")
    return Error::Kind::unreachable;
  if (state == "55P03" || state == "40P01" || state == "40001") return Error::Kind::locked;
  if (state == "53100") return Error::Kind::full;
  if (state == "XX001" || state == "XX002") return Error::Kind::damaged;
  return Error::Kind::other;
}

/// The server's own sentence, in which no row stands: that it would quote is in what is left out. What it
/// says of values that it cannot use may hold them.
std::string sentence_of(const Libpq& pq, const PGresult* result, std::string_view state) {
  if (state.starts_with("22")) return fmt::format("the server refuses a value ({})", state);
  const char* sentence = pq.error_field(result, PG_DIAG_MESSAGE_PRIMARY);
  return sentence == nullptr ? lost_text : fmt::format("{} ({})", sentence, state);
}

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

std::string own_name() {
  std::array<char, 64> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = 0;
  return fmt::format("cimgate {} on {}", ::getpid(), host.data());
}

void keep_quiet(void*, const char*) {}

/// FNV-1a, so that the same name is the same lock for every process.
std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

/// What the location says itself of a parameter.
std::string_view said(const PQconninfoOption* all, std::string_view name) {
  for (; all->keyword != nullptr; ++all)
    if (all->keyword == name && all->val != nullptr) return all->val;
  return {};
}

bool names_encryption(const PQconninfoOption* all) {
  return !said(all, "sslmode").empty() || !said(all, "service").empty() ||
         std::getenv("PGSSLMODE") != nullptr;
}

/// Of several hosts, one that is another machine is enough. Which name a host has decides, not its address.
bool goes_further(const PQconninfoOption* all) {
  auto hosts = said(all, "host").empty() ? said(all, "hostaddr") : said(all, "host");
  for (bool more = true; more;) {
    if (!is_this_machine(hosts.substr(0, hosts.find(',')))) return true;
    more = hosts.find(',') != std::string_view::npos;
    if (more) hosts.remove_prefix(hosts.find(',') + 1);
  }
  return false;
}

}  // namespace

Session::Session(ServerLocation location, Mode mode)
    : pq_(libpq()), location_(std::move(location)), mode_(mode) {
  connect();
}

bool Session::lost() const {
  return !connection_ || pq_.status(connection_.get()) != CONNECTION_OK;
}

void Session::fail_lost() const {
  throw Error(
      silent_
          ? fmt::format("the database server has said nothing for {} seconds; the connection was given up",
                        location_.wait.count())
          : lost_text,
      Error::Kind::unreachable);
}

void Session::connect() {
  connection_.reset();
  silent_ = false;
  ++number_;
  forgotten_.clear();
  char* why = nullptr;
  auto* parsed = pq_.parse(location_.uri.c_str(), &why);
  if (why != nullptr) pq_.free_memory(why);  // quotes what it could not read, which may be the password
  if (parsed == nullptr) throw Error("this is no connection URI that PostgreSQL understands");
  const bool encrypts = !names_encryption(parsed) && goes_further(parsed);
  pq_.free_parsed(parsed);
  const auto name = own_name();
  // What the URI says itself holds; the encoding is ours. A server that is not heard of is given up.
  const std::array names = {"connect_timeout",
                            "application_name",
                            "keepalives_idle",
                            "keepalives_interval",
                            "keepalives_count",
                            "tcp_user_timeout",
                            encrypts ? "sslmode" : "connect_timeout",
                            "dbname",
                            "client_encoding",
                            static_cast<const char*>(nullptr)};
  const std::array values = {"10",
                             name.c_str(),
                             "10",
                             "5",
                             "3",
                             "25000",
                             encrypts ? "verify-full" : "10",
                             location_.uri.c_str(),
                             "UTF8",
                             static_cast<const char*>(nullptr)};
  connection_.reset(pq_.connect(names.data(), values.data(), 1));
  if (!connection_) throw Error("out of memory");
  if (lost()) {
    const auto why_not = first_line(pq_.error_message(connection_.get()));
    connection_.reset();
    throw Error(why_not.empty() ? "the database server cannot be reached" : why_not,
                Error::Kind::unreachable);
  }
  pq_.set_notice_processor(connection_.get(), keep_quiet, nullptr);
  try {
    begin_session();
    take_names();
  } catch (const Error&) {
    connection_.reset();
    throw;
  }
}

/// The first column of the first row; "" when there is none or it is NULL.
std::string Session::one(const std::string& sql) {
  const auto rows = run_all(sql);
  return pq_.rows(rows.get()) == 0 ? std::string() : std::string(pq_.value(rows.get(), 0, 0));
}

void Session::begin_session() {
  const auto* encoding = pq_.parameter(connection_.get(), "server_encoding");
  if (encoding == nullptr || std::strcmp(encoding, "UTF8") != 0)
    throw Error("the encoding of the database is not UTF8");
  // A statement ends, and so does a transaction of one who is not heard of, and its locks with it.
  std::string sql = fmt::format(
      "SET lock_timeout = '{}'; SET statement_timeout = '{}s'; SET idle_in_transaction_session_timeout = "
      "'{}s'; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
      "SET tcp_user_timeout = 25000; ",
      longest_wait, location_.wait.count(), location_.wait.count());
  if (!location_.schema.empty()) sql += fmt::format("SET search_path TO \"{}\"; ", location_.schema);
  if (mode_ == Mode::read) sql += "SET default_transaction_read_only = on; ";
  for (const auto& [name, value] : settings_) sql += fmt::format("SET {} = '{}'; ", name, value);
  take_schema(sql);
}

/// Which one it is after these statements.
void Session::take_schema(const std::string& statements) {
  const auto ask = [&] {
    const auto found =
        run_all(statements +
                "SELECT current_schema(), (SELECT oid FROM pg_namespace WHERE nspname = current_schema())");
    schema_ = pq_.value(found.get(), 0, 0);
    const std::string_view number = pq_.value(found.get(), 0, 1);
    std::from_chars(number.data(), number.data() + number.size(), schema_number_);
  };
  ask();
  if (!schema_.empty()) return;
  if (location_.schema.empty()) throw Error("the role finds no schema; name one by ?schema=");
  if (mode_ == Mode::read) throw Error(fmt::format("there is no schema {}", location_.schema));
  // Of two that make it at the same moment, the server refuses one, in spite of IF NOT EXISTS.
  run_all(fmt::format(
      "DO $$ BEGIN CREATE SCHEMA IF NOT EXISTS \"{}\"; EXCEPTION WHEN unique_violation THEN NULL; END $$",
      location_.schema));
  ask();
}

void Session::set(const std::string& name, const std::string& value) {
  settings_[name] = value;
  retried(true, [&] { run_all(fmt::format("SET {} = '{}'", name, value)); });
}

/// A lock of PostgreSQL's has a number: here that of the schema, and one of what it is for.
std::int64_t Session::key_of(std::string_view name) const {
  return static_cast<std::int64_t>((static_cast<std::uint64_t>(schema_number_) << 32) | hash_of(name));
}

std::string Session::holder_of(std::int64_t key) {
  return one(
      fmt::format("SELECT coalesce(a.application_name, '') FROM pg_locks l JOIN pg_stat_activity a ON a.pid "
                  "= l.pid WHERE "
                  "l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = (SELECT oid "
                  "FROM pg_database "
                  "WHERE datname = current_database()) AND l.classid = {} AND l.objid = {} LIMIT 1",
                  static_cast<std::uint64_t>(key) >> 32, static_cast<std::uint64_t>(key) & 0xffffffffU));
}

void Session::take_names() {
  for (const auto& name : held_) {
    const auto key = key_of(name);
    if (one(fmt::format("SELECT pg_try_advisory_lock({})", key)) == "t") continue;
    const auto holder = holder_of(key);
    throw Error(fmt::format("another one is at work on this database as {}{}{}", name,
                            holder.empty() ? "" : ": ", holder),
                Error::Kind::locked);
  }
}

void Session::hold(const std::string& name) {
  if (lost()) connect();
  held_.push_back(name);
  // Once for each: a lock that is taken twice must be given back twice.
  std::vector<std::string> all;
  all.swap(held_);
  held_ = {name};
  try {
    take_names();
  } catch (const Error&) {
    all.swap(held_);
    throw;
  }
  held_ = std::move(all);
}

bool Session::nobody_holds(const std::string& name) {
  if (lost()) fail_lost();
  return one(fmt::format("SELECT pg_try_advisory_xact_lock({})", key_of(name))) == "t";
}

/// Sends happen at once; what libpq says of them.
void Session::sent(int done) {
  if (done != 0) return;
  if (lost()) fail_lost();
  throw Error(first_line(pq_.error_message(connection_.get())));
}

/// What the server answers next; null: that was all.
PGresult* Session::next() {
  while (connection_ && pq_.is_busy(connection_.get()) != 0) {
    pollfd wait{pq_.socket(connection_.get()), POLLIN, 0};
    const auto most = std::chrono::milliseconds(location_.wait + for_the_way);
    const int ready = ::poll(&wait, 1, static_cast<int>(most.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) {
      // It may have been swallowed on the way, or the server has stopped in silence: nobody will tell.
      silent_ = true;
      connection_.reset();
      fail_lost();
    }
    if (pq_.take_input(connection_.get()) == 0) break;  // what comes next tells why
  }
  return connection_ ? pq_.result(connection_.get()) : nullptr;
}

/// The last answer to what was sent.
Session::Rows Session::last() {
  ++journeys_;
  Rows kept;
  while (auto* made = next()) kept.reset(made);
  return checked(kept.release());
}

Session::Rows Session::checked(PGresult* made) const {
  Rows result(made);
  const auto status = pq_.result_status(made);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return result;
  const char* found = made == nullptr ? nullptr : pq_.error_field(made, PG_DIAG_SQLSTATE);
  const std::string state = found == nullptr ? "" : found;
  if (state.empty()) {
    // Nothing came from the server. Whatever the reason is, this connection is not one to go on with.
    if (lost()) fail_lost();
    throw Error(first_line(pq_.error_message(connection_.get())));
  }
  if (state == "57014")
    throw Error(
        fmt::format("the server ended a statement after {} seconds ({}); more time is given by wait= in "
                    "the location",
                    location_.wait.count(), state),
        kind_of(state));
  throw Error(sentence_of(pq_, made, state), kind_of(state));
}

void Session::look_at_changes(const PGresult* made) {
  const std::string_view count = pq_.changed_rows(const_cast<PGresult*>(made));
  if (count.empty()) return;
  changes_ = 0;
  std::from_chars(count.data(), count.data() + count.size(), changes_);
}

void Session::retried(bool again, const std::function<void()>& work) {
  if (begun_) {
    // The transaction is gone with its connection; what is left of it must not become one of its own.
    if (lost()) fail_lost();
    return work();
  }
  if (lost()) connect();
  try {
    return work();
  } catch (const Error&) {
    // Who has waited in vain is told so, and does not wait once more.
    if (!lost() || silent_ || !(again || mode_ == Mode::read)) throw;
  }
  connect();
  work();
}

Session::Rows Session::run_all(const std::string& statements) {
  sent(pq_.send(connection_.get(), statements.c_str()));
  auto result = last();
  look_at_changes(result.get());
  return result;
}

std::string Session::prepare(const std::string& sql, const std::vector<unsigned>& types) {
  auto name = next_name();
  static_assert(sizeof(Oid) == sizeof(unsigned));
  sent(pq_.send_prepare(connection_.get(), name.c_str(), sql.c_str(), static_cast<int>(types.size()),
                        types.data()));
  last();
  return name;
}

Session::Rows Session::run(const std::string& prepared, const std::vector<const char*>& values) {
  sent(pq_.send_prepared(connection_.get(), prepared.c_str(), static_cast<int>(values.size()), values.data(),
                         nullptr, nullptr, 0));
  auto result = last();
  look_at_changes(result.get());
  return result;
}

std::vector<Session::Rows> Session::run_together(std::vector<Sent>& all) {
  std::vector<Rows> rows;
  retried(true, [&] {
    try {
      rows = journey(all);
    } catch (const Error&) {
      // One that has stopped in the middle of a journey can go nowhere.
      if (!lost() && pq_.end_pipeline(connection_.get()) == 0) connection_.reset();
      throw;
    }
  });
  return rows;
}

/// All that is sent is answered in its order: by an error, too, and then by nothing but "not done" up to the
/// end of the journey.
std::vector<Session::Rows> Session::journey(std::vector<Sent>& all) {
  auto* to = connection_.get();
  std::vector<Rows> rows(all.size());
  std::vector<Rows*> kept;  // where each answer goes; null: nowhere
  const auto plain = [&](const char* sql) {
    sent(pq_.send_with_parameters(to, sql, 0, nullptr, nullptr, nullptr, nullptr, 0));
    kept.push_back(nullptr);
  };
  std::vector<std::string> names;
  sent(pq_.begin_pipeline(to));
  if (!begun_) plain("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& one = all[i];
    names.push_back(one.prepared_in == number_ && !one.name.empty() ? one.name : next_name());
    if (names.back() != one.name) {
      sent(pq_.send_prepare(to, names.back().c_str(), one.sql.c_str(), static_cast<int>(one.types.size()),
                            one.types.data()));
      kept.push_back(nullptr);
    }
    sent(pq_.send_prepared(to, names.back().c_str(), static_cast<int>(one.values.size()), one.values.data(),
                           nullptr, nullptr, 0));
    kept.push_back(&rows[i]);
  }
  if (!begun_) plain("COMMIT");
  sent(pq_.end_of_journey(to));
  ++journeys_;
  Rows wrong;
  for (auto* place : kept) {
    Rows answer(next());
    if (lost()) fail_lost();
    if (answer) pq_.clear(next());  // null: the end of this answer
    const auto status = pq_.result_status(answer.get());
    const bool right = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!right && status != PGRES_PIPELINE_ABORTED && !wrong) wrong = std::move(answer);
    if (right && place != nullptr) *place = std::move(answer);
  }
  pq_.clear(next());  // the end of the journey
  if (lost()) fail_lost();
  sent(pq_.end_pipeline(to));
  if (wrong) {
    if (!begun_ && pq_.transaction_status(to) != PQTRANS_IDLE) run_all("ROLLBACK");
    checked(wrong.release());
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].name = names[i];
    all[i].prepared_in = number_;
  }
  return rows;
}

std::string Session::next_name() {
  return fmt::format("s{}", ++prepared_);
}

void Session::forget(const std::string& prepared, std::uint64_t in) {
  if (!prepared.empty() && in == number_) forgotten_.push_back(prepared);
}

void Session::begin(Begin how) {
  const bool locks = how == Begin::writing;
  bool got = true;
  const auto begin = [&] {
    std::string sql = how == Begin::reading ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN";
    for (const auto& name : std::exchange(forgotten_, {})) sql += "; DEALLOCATE " + name;
    if (locks)
      sql += fmt::format("; SELECT {}({})", waits_ ? "pg_advisory_xact_lock" : "pg_try_advisory_xact_lock",
                         key_of("writing"));
    // What is read is as it is now, and not when something is asked for the first time.
    if (how == Begin::reading) sql += "; SELECT 1";
    auto result = run_all(sql);
    got = !locks || waits_ || std::strcmp(pq_.value(result.get(), 0, 0), "t") == 0;
  };
  try {
    retried(true, begin);
  } catch (const Error&) {
    if (!lost()) roll_back();
    throw;
  }
  begun_ = true;
  if (got) return;
  roll_back();
  throw Error("another connection writes to the database", Error::Kind::locked);
}

void Session::commit() {
  const bool gone = lost();
  begun_ = false;
  if (gone) fail_lost();
  const auto result = run_all("COMMIT");
  // In a transaction in which something has failed, COMMIT is an agreement to roll back.
  if (std::strcmp(pq_.command_status(result.get()), "COMMIT") != 0)
    throw Error("the transaction was given up, for a statement in it failed");
}

void Session::roll_back() {
  begun_ = false;
  if (!lost()) run_all("ROLLBACK");
}

bool Session::in_transaction() const {
  if (!begun_ || lost()) return false;
  const auto status = pq_.transaction_status(connection_.get());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

}  // namespace cimgate::database

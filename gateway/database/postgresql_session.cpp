#include "gateway/database/postgresql_session.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>

namespace cimgate::database {
namespace {

/// Waits as long as it does for a file that is locked.
constexpr const char* longest_wait = "10s";

constexpr const char* lost_text = "the connection to the database server was lost";

// Errors of PostgreSQL (appendix A of its manual).
Error::Kind kind_of(std::string_view state) {
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

}  // namespace

Session::Session(ServerLocation location, Mode mode)
    : pq_(libpq()), location_(std::move(location)), mode_(mode) {
  connect();
}

bool Session::lost() const {
  return !connection_ || pq_.status(connection_.get()) != CONNECTION_OK;
}

void Session::connect() {
  connection_.reset();
  ++number_;
  forgotten_.clear();
  char* why = nullptr;
  auto* parsed = pq_.parse(location_.uri.c_str(), &why);
  if (why != nullptr) pq_.free_memory(why);  // quotes what it could not read, which may be the password
  if (parsed == nullptr) throw Error("this is no connection URI that PostgreSQL understands");
  pq_.free_parsed(parsed);
  const auto name = own_name();
  // What the URI says itself holds; the encoding is ours. A server that is not heard of is given up.
  const std::array names = {"connect_timeout",
                            "application_name",
                            "keepalives_idle",
                            "keepalives_interval",
                            "keepalives_count",
                            "tcp_user_timeout",
                            "dbname",
                            "client_encoding",
                            static_cast<const char*>(nullptr)};
  const std::array values = {"10",
                             name.c_str(),
                             "10",
                             "5",
                             "3",
                             "25000",
                             location_.uri.c_str(),
                             "UTF8",
                             static_cast<const char*>(nullptr)};
  connection_.reset(pq_.connect(names.data(), values.data(), 1));
  if (!connection_) throw Error("out of memory");
  if (lost()) {
    const auto why_not = first_line(pq_.error_message(connection_.get()));
    connection_.reset();
    throw Error(why_not.empty() ? "the database server cannot be reached" : why_not);
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
  if (one("SHOW server_encoding") != "UTF8") throw Error("the encoding of the database is not UTF8");
  run_all(fmt::format(
      "SET lock_timeout = '{}'; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET "
      "tcp_keepalives_count = 3",
      longest_wait));
  schema_ = location_.schema;
  if (!schema_.empty()) {
    const bool there = !one(fmt::format("SELECT to_regnamespace('\"{}\"')", schema_)).empty();
    if (!there && mode_ == Mode::read) throw Error(fmt::format("there is no schema {}", schema_));
    if (!there) run_all(fmt::format("CREATE SCHEMA IF NOT EXISTS \"{}\"", schema_));
    run_all(fmt::format("SET search_path TO \"{}\"", schema_));
  } else {
    schema_ = one("SELECT current_schema()");
    if (schema_.empty()) throw Error("the role finds no schema; name one by ?schema=");
  }
  const auto number = one(fmt::format("SELECT to_regnamespace('\"{}\"')::oid", schema_));
  std::from_chars(number.data(), number.data() + number.size(), schema_number_);
  if (mode_ == Mode::read) run_all("SET default_transaction_read_only = on");
  for (const auto& [name, value] : settings_) run_all(fmt::format("SET {} = '{}'", name, value));
}

void Session::set(const std::string& name, const std::string& value) {
  settings_[name] = value;
  retried(true, [&] { return run_all(fmt::format("SET {} = '{}'", name, value)); });
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
  if (lost()) throw Error(lost_text);
  return one(fmt::format("SELECT pg_try_advisory_xact_lock({})", key_of(name))) == "t";
}

Session::Rows Session::checked(PGresult* made) {
  Rows result(made);
  const auto status = pq_.result_status(made);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return result;
  const char* found = made == nullptr ? nullptr : pq_.error_field(made, PG_DIAG_SQLSTATE);
  const std::string state = found == nullptr ? "" : found;
  if (state.empty()) {
    // Nothing came from the server. Whatever the reason is, this connection is not one to go on with.
    if (lost()) throw Error(lost_text);
    throw Error(first_line(pq_.error_message(connection_.get())));
  }
  throw Error(sentence_of(pq_, made, state), kind_of(state));
}

void Session::look_at_changes(const PGresult* made) {
  const std::string_view count = pq_.changed_rows(const_cast<PGresult*>(made));
  if (count.empty()) return;
  changes_ = 0;
  std::from_chars(count.data(), count.data() + count.size(), changes_);
}

Session::Rows Session::retried(bool again, const std::function<Rows()>& work) {
  if (begun_) {
    // The transaction is gone with its connection; what is left of it must not become one of its own.
    if (lost()) throw Error(lost_text);
    return work();
  }
  if (lost()) connect();
  try {
    return work();
  } catch (const Error&) {
    if (!lost() || !(again || mode_ == Mode::read)) throw;
  }
  connect();
  return work();
}

Session::Rows Session::run_all(const std::string& statements) {
  auto result = checked(pq_.execute(connection_.get(), statements.c_str()));
  look_at_changes(result.get());
  return result;
}

std::string Session::prepare(const std::string& sql, const std::vector<unsigned>& types) {
  auto name = fmt::format("s{}", ++prepared_);
  static_assert(sizeof(Oid) == sizeof(unsigned));
  checked(pq_.prepare(connection_.get(), name.c_str(), sql.c_str(), static_cast<int>(types.size()),
                      types.data()));
  return name;
}

Session::Rows Session::run(const std::string& prepared, const std::vector<const char*>& values) {
  auto result =
      checked(pq_.execute_prepared(connection_.get(), prepared.c_str(), static_cast<int>(values.size()),
                                   values.data(), nullptr, nullptr, 0));
  look_at_changes(result.get());
  return result;
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
    auto result = run_all(sql);
    got = !locks || waits_ || std::strcmp(pq_.value(result.get(), 0, 0), "t") == 0;
    return result;
  };
  try {
    retried(true, begin);
  } catch (const Error&) {
    if (!lost()) pq_.clear(pq_.execute(connection_.get(), "ROLLBACK"));
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
  if (gone) throw Error(lost_text);
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

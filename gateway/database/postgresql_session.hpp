#pragma once
#include <fmt/format.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/database/connection.hpp"
#include "gateway/database/libpq.hpp"
#include "gateway/database/location.hpp"

namespace cimgate::database {

/// A connection to a PostgreSQL server that comes back after it was lost: when it is used next, unless a
/// transaction was open, which is lost with it and must be ended first. Members throw Error; its texts hold
/// no values and no passwords.
class Session {
 public:
  static constexpr unsigned integer = 20, text = 25;  ///< types of PostgreSQL's (pg_type.dat)

  Session(ServerLocation location, Mode mode);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  struct Clear {
    void operator()(PGresult* result) const { libpq().clear(result); }
  };
  using Rows = std::unique_ptr<PGresult, Clear>;

  const Libpq& pq() const { return pq_; }
  /// Where tables are made.
  const std::string& schema() const { return schema_; }
  /// Which connection to the server this is; what was prepared in another is gone.
  std::uint64_t number() const { return number_; }

  /// Does `work`, in a new connection when the last one is gone. `again`: it changes nothing, and may be done
  /// once more when the connection goes while it is done.
  void retried(bool again, const std::function<void()>& work);

  Rows run_all(const std::string& statements);
  /// Its name. `types`: of the parameters; 0: as the server sees fit.
  std::string prepare(const std::string& sql, const std::vector<unsigned>& types);
  Rows run(const std::string& prepared, const std::vector<const char*>& values);
  /// A statement that is run together with others.
  struct Sent {
    std::string name;  ///< "" = not prepared yet
    std::uint64_t prepared_in = 0;
    std::string sql;
    std::vector<unsigned> types;
    std::vector<const char*> values;
  };
  /// Statements that change nothing, in one journey and as of one moment; in a new connection when the last
  /// one is gone, if no transaction was open. Prepares those that are not, and gives them names.
  std::vector<Rows> run_together(std::vector<Sent>& all);
  /// How many times something was sent to the server and waited for, besides connecting.
  std::uint64_t journeys() const { return journeys_; }
  /// What was prepared is not needed any more.
  void forget(const std::string& prepared, std::uint64_t in);
  std::int64_t changes() const { return changes_; }

  void begin(Begin how);
  void commit();
  void roll_back();
  bool in_transaction() const;
  void hold(const std::string& name);
  bool nobody_holds(const std::string& name);
  void wait_for_locks(bool wait) { waits_ = wait; }
  /// The server ends a connection from which nothing comes for as long as a statement may take.
  void end_when_not_heard() { set("idle_session_timeout", fmt::format("{}s", location_.wait.count())); }
  /// A setting of the session.
  void set(const std::string& name, const std::string& value);

 private:
  struct Finish {
    void operator()(PGconn* connection) const { libpq().finish(connection); }
  };
  void connect();
  void begin_session();
  void take_names();
  void take_schema(const std::string& statements);
  std::vector<Rows> journey(std::vector<Sent>& all);
  std::string next_name();
  std::string holder_of(std::int64_t key);
  std::string one(const std::string& sql);
  bool lost() const;
  [[noreturn]] void fail_lost() const;
  void sent(int done);
  PGresult* next();
  Rows last();
  Rows checked(PGresult* made) const;
  void look_at_changes(const PGresult* made);
  std::int64_t key_of(std::string_view name) const;

  const Libpq& pq_;
  ServerLocation location_;
  Mode mode_;
  std::unique_ptr<PGconn, Finish> connection_;
  std::string schema_;
  std::int64_t schema_number_ = 0;
  std::uint64_t number_ = 0;
  std::uint64_t prepared_ = 0;
  std::vector<std::string> forgotten_;
  std::map<std::string, std::string> settings_;
  std::vector<std::string> held_;
  std::int64_t changes_ = 0;
  std::uint64_t journeys_ = 0;
  bool silent_ = false;  ///< the last connection was given up because nothing came any more
  bool begun_ = false;   ///< a transaction was begun and has not been ended by us
  bool waits_ = true;
};

}  // namespace cimgate::database

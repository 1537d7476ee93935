#include "gateway/database/connection.hpp"

#include <algorithm>
#include <utility>

#include "gateway/database/driver.hpp"
#include "gateway/database/location.hpp"

namespace cimgate::database {

Statement::Statement(std::unique_ptr<Prepared> prepared) : prepared_(std::move(prepared)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;
Statement::~Statement() = default;

Statement& Statement::bind(int parameter, std::int64_t value) {
  prepared_->bind(parameter, value);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view value) {
  prepared_->bind(parameter, value);
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  prepared_->bind_null(parameter);
  return *this;
}

bool Statement::step() {
  return prepared_->step();
}

void Statement::reset() {
  prepared_->reset();
}

bool Statement::is_null(int column) const {
  return prepared_->is_null(column);
}

std::int64_t Statement::integer(int column) const {
  return prepared_->integer(column);
}

std::string Statement::text(int column) const {
  return prepared_->text(column);
}

Connection::Connection(const std::string& location, Mode mode)
    : driver_(is_server(location) ? open_postgresql(location, mode) : open_sqlite(location, mode)) {}
Connection::Connection(std::unique_ptr<Driver> driver) : driver_(std::move(driver)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&& other) noexcept {
  statements_ = std::move(other.statements_);  // those of before, before their driver
  driver_ = std::move(other.driver_);
  return *this;
}
Connection::~Connection() = default;

Connection Connection::copy_of(const std::string& bytes) {
  return Connection(copy_sqlite(bytes));
}

void Connection::execute(const std::string& sql) {
  driver_->execute(sql);
}

Query Connection::query(const std::string& sql) {
  auto at = statements_.find(sql);
  if (at == statements_.end()) at = statements_.emplace(sql, prepare(sql)).first;
  return Query(at->second);
}

void Connection::query_together(const std::vector<Ask>& asks,
                                const std::function<void(std::size_t, const Query&)>& use) {
  std::vector<Statement*> statements;
  std::vector<Prepared*> prepared;
  for (const auto& ask : asks) {
    auto at = statements_.find(ask.sql);
    if (at == statements_.end()) at = statements_.emplace(ask.sql, prepare(ask.sql)).first;
    int parameter = 0;
    for (const auto& value : ask.values) {
      ++parameter;
      std::visit([&](const auto& one) { at->second.bind(parameter, one); }, value);
    }
    statements.push_back(&at->second);
    prepared.push_back(at->second.prepared_.get());
  }
  driver_->run_together(prepared);
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const Query row(*statements[i]);
    while (row->step()) use(i, row);
  }
}

bool Connection::is_far() const {
  return driver_->journeys().has_value();
}

std::uint64_t Connection::journeys() const {
  return driver_->journeys().value_or(0);
}

std::string Connection::rows_of(std::string_view parameter, Type type) {
  return driver_->rows_of(parameter, type);
}

Statement Connection::prepare(const std::string& sql) {
  return Statement(driver_->prepare(sql));
}

std::int64_t Connection::integer(const std::string& sql) {
  auto found = query(sql);
  return found->step() ? found->integer(0) : 0;
}

std::int64_t Connection::changes() const {
  return driver_->changes();
}

void Connection::begin(Begin how) {
  driver_->begin(how);
}

void Connection::commit() {
  driver_->commit();
}

void Connection::roll_back() {
  driver_->roll_back();
}

bool Connection::in_transaction() const {
  return driver_->in_transaction();
}

void Connection::hold(const std::string& name) {
  driver_->hold(name);
}

bool Connection::nobody_holds(const std::string& name) {
  return driver_->nobody_holds(name);
}

std::string Connection::passing_over_held(std::string_view alias) {
  return driver_->passing_over_held(alias);
}

void Connection::create(const Table& table) {
  driver_->create(table);
}

void Connection::create_index(std::string_view name, std::string_view table,
                              const std::vector<std::string>& columns) {
  driver_->create_index(name, table, columns);
}

bool Connection::has_table(std::string_view name) {
  const auto all = driver_->tables();
  return std::find(all.begin(), all.end(), name) != all.end();
}

bool Connection::is_empty() {
  return driver_->tables().empty();
}

std::vector<std::string> Connection::columns(std::string_view table) {
  return driver_->columns(table);
}

bool Connection::has_column(std::string_view table, std::string_view column) {
  const auto all = columns(table);
  return std::find(all.begin(), all.end(), column) != all.end();
}

Stamp Connection::stamp() {
  return driver_->stamp();
}

void Connection::set_stamp(const Stamp& stamp) {
  driver_->set_stamp(stamp);
}

void Connection::share() {
  driver_->share();
}

void Connection::tune(const Tuning& tuning) {
  driver_->tune(tuning);
}

void Connection::wait_for_locks(bool wait) {
  driver_->wait_for_locks(wait);
}

std::string Connection::damage(std::uint64_t limit) {
  return driver_->damage(limit);
}

std::string Connection::bytes() {
  return driver_->bytes();
}

}  // namespace cimgate::database

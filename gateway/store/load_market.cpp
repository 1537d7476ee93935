#include "gateway/store/load_market.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gateway/database/location.hpp"
#include "gateway/database/transaction.hpp"
#include "gateway/market/sections.hpp"
#include "gateway/market/state_file.hpp"
#include "gateway/store/staging.hpp"
#include "gateway/store/tables.hpp"

namespace cimgate::store {
namespace {

using database::Connection;
using database::Error;
using Source = std::function<void(Staging&, market::StateErrors&)>;

/// Nothing that was made for a load that came to nothing stays behind. (On a server, nothing of it was kept
/// but tables without rows.)
void remove_database(const std::string& path) {
  std::error_code ignored;
  for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end, ignored);
}

Loaded load(Connection& connection, const Source& source, const LoadOptions& options,
            const std::function<void(std::int64_t)>& progress = {}) {
  Loaded loaded;
  connection.tune({.every_commit_on_disk = false, .temporary_in_memory = false, .asks_all_the_time = false});
  make_tables(connection);
  database::Transaction transaction(connection);
  Staging staging(connection, progress);
  if (options.strict) loaded.errors.be_strict();
  source(staging, loaded.errors);
  staging.check_references(loaded.errors);
  loaded.errors.sort();
  if (!loaded.errors.empty()) return loaded;
  loaded.counts = staging.counts();
  if (options.before_commit) options.before_commit(connection, loaded);
  transaction.commit();
  return loaded;
}

tl::expected<Loaded, std::string> load(const std::string& location, const Source& source,
                                       const LoadOptions& options,
                                       const std::function<void(std::int64_t)>& progress = {}) {
  std::error_code ignored;
  const bool there = database::is_server(location) || std::filesystem::exists(location, ignored);
  try {
    auto loaded = [&] {
      Connection connection(location, database::Mode::write);
      return load(connection, source, options, progress);
    }();
    if (!loaded.errors.empty() && !there) remove_database(location);
    return loaded;
  } catch (const Error& error) {
    if (!there) remove_database(location);
    return tl::make_unexpected(database::shown(location) + ": " + error.what());
  } catch (const std::ios_base::failure&) {
    if (!there) remove_database(location);
    return tl::make_unexpected(std::string("a file could not be read to its end"));
  }
}

}  // namespace

tl::expected<Loaded, std::string> load_market(const std::string& database,
                                              const std::vector<std::string>& files,
                                              const LoadOptions& options) {
  for (const auto& file : files) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return tl::make_unexpected(file + ": there is no such file");
    if (std::filesystem::is_directory(file, ignored) || !std::ifstream(file))
      return tl::make_unexpected(file + ": this file cannot be read");
  }
  std::uintmax_t all = 1;
  for (const auto& file : files) {
    std::error_code ignored;
    if (const auto size = std::filesystem::file_size(file, ignored); !ignored) all += size;
  }
  std::uintmax_t before = 0;  ///< in the files that were read
  std::uintmax_t size = 0;    ///< of the one that is read
  std::ifstream input;
  std::function<void(std::int64_t)> progress;
  if (options.progress)
    progress = [&](std::int64_t records) {
      const auto here =
          input.eof() ? size : static_cast<std::uintmax_t>(std::max<std::streamoff>(input.tellg(), 0));
      options.progress(records, static_cast<double>(before + here) / static_cast<double>(all));
    };
  return load(
      database,
      [&](Staging& staging, market::StateErrors& errors) {
        for (const auto& file : files) {
          std::error_code unknown;
          size = std::filesystem::file_size(file, unknown);
          if (unknown) size = 0;
          input = std::ifstream(file, std::ios::binary);
          market::read_state_file(file, input, staging, errors);
          before += size;
        }
      },
      options, progress);
}

tl::expected<Loaded, std::string> load_market_text(const std::string& database, const std::string& name,
                                                   const std::string& text, const LoadOptions& options) {
  return load(
      database,
      [&](Staging& staging, market::StateErrors& errors) {
        std::istringstream input(text);
        market::read_state_file(name, input, staging, errors);
      },
      options);
}

Loaded load_into(Connection& connection, const std::string& name, const std::string& text) {
  return load(connection,
              [&](Staging& staging, market::StateErrors& errors) {
                std::istringstream input(text);
                market::read_state_file(name, input, staging, errors);
              },
              {});
}

Loaded load_within(Connection& connection, std::span<const market::ReadState> files) {
  Loaded loaded;
  database::Savepoint savepoint(connection, "load");
  {
    Staging staging(connection, {});
    for (const auto& file : files) {
      loaded.errors.take(file.errors);
      staging.begin_file(file.name);
      for (const auto& record : file.records) staging.add(record, loaded.errors);
      staging.end_file(loaded.errors);
    }
    staging.check_references(loaded.errors);
    loaded.errors.sort();
    if (loaded.errors.empty()) loaded.counts = staging.counts();
  }
  if (!loaded.errors.empty()) {
    savepoint.undo();
    return loaded;
  }
  // The staging tables belong to this load alone.
  for (const auto& section : market::sections())
    connection.execute("DROP TABLE " + stage_table(section).name);
  savepoint.keep();
  return loaded;
}

}  // namespace cimgate::store

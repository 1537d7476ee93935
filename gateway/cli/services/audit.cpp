#include <fmt/format.h>

#include "gateway/cli/options.hpp"
#include "gateway/cli/services/verbs.hpp"
#include "gateway/database/error.hpp"
#include "gateway/database/location.hpp"
#include "gateway/elhub/bridge/pages.hpp"
#include "gateway/elhub/bridge/tables.hpp"

/// `cimgate audit`: whether the log of a bridge is as it was written.
namespace cimgate::cli {
namespace {

struct Options {
  std::string database;
  std::string last;
};

ExitStatus verify(const CommonOptions& common, const Options& options) {
  tl::expected<bridge::Chain, std::string> chain;
  bool holds_last = options.last.empty();
  try {
    database::Connection connection(options.database, database::Mode::read);
    if (!bridge::has_tables(connection)) {
      tell_error(common,
                 fmt::format("'{}': this is not a bridge database", database::shown(options.database)));
      return usage;
    }
    connection.begin(database::Begin::reading);
    chain = bridge::verify_audit(connection);
    if (!holds_last) {
      const auto entry = connection.query("SELECT 1 FROM audit WHERE hash = ?");
      entry->bind(1, options.last);
      holds_last = entry->step();
    }
  } catch (const database::Error& error) {
    tell_error(common, fmt::format("'{}': {}", database::shown(options.database), error.what()));
    return usage;
  }
  const bool norwegian = common.lang == "nb";
  const auto shown = database::shown(options.database);
  if (!chain) {
    print_text(fmt::format("{}: {}: {}\n", shown, norwegian ? "kjeden er brutt" : "the chain is broken",
                           chain.error()));
    return found;
  }
  if (!holds_last) {
    print_text(fmt::format("{}: {}\n", shown,
                           norwegian ? "kjeden er brutt: ingen oppføring har den oppgitte hashen"
                                     : "the chain is broken: no entry has the hash that was given"));
    return found;
  }
  const auto forgotten = chain->forgotten == 0 ? std::string()
                         : norwegian           ? fmt::format(" ({} eldre er slettet)", chain->forgotten)
                                     : fmt::format(" ({} older ones were deleted)", chain->forgotten);
  print_text(fmt::format("{}: {} {}{}, {} {}\n", shown, chain->entries,
                         norwegian ? "oppføringer, kjeden er hel" : "entries, the chain is whole", forgotten,
                         norwegian ? "siste hash" : "last hash", chain->last.empty() ? "-" : chain->last));
  return fine;
}

}  // namespace

void add_audit(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("audit", "The log of a bridge: who sent what, without what was said");
  verb.belongs_to("Run in production");
  verb.example("cimgate audit verify bridge.db", "Whether every entry is as it was written.");
  verb.example("cimgate audit verify bridge.db --last 0f3a…",
               "And whether one that was noted elsewhere is still there.");
  verb.needs_verb();
  auto options = std::make_shared<Options>();
  auto verifies = verb.verb("verify", "Check that no entry was changed or removed");
  verifies.example("cimgate audit verify bridge.db", "Whether every entry is as it was written.");
  verifies.example("cimgate audit verify bridge.db --last 0f3a…",
                   "And whether one that was noted elsewhere is still there.");
  verifies.option("FILE", options->database, "The database of the bridge").required();
  verifies.option("--last", options->last, "Hash of an entry, from an earlier run: it must still be there")
      .type("HASH");
  verifies.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway&) { return verify(common, *options); };
  });
}

}  // namespace cimgate::cli

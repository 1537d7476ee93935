#include <fmt/format.h>

#include <filesystem>

#include "gateway/cli/options.hpp"
#include "gateway/cli/services/hub_parts.hpp"
#include "gateway/cli/services/verbs.hpp"
#include "gateway/database/connection.hpp"
#include "gateway/database/location.hpp"
#include "gateway/elhub/hub/replay.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::string from, market;
};

/// The fingerprint of a hub; what is wrong with it goes to standard error.
ExitStatus print_digest(const CommonOptions& common, hub::Hub& hub) {
  std::string digest;
  if (const auto fault =
          hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { digest = ledger.digest(); })) {
    tell_error(common, fault->text);
    return our_fault;
  }
  print_text(digest + "\n");
  return fine;
}

tl::expected<std::shared_ptr<hub::Hub>, std::string> open_database(const Gateway& gateway,
                                                                   const std::string& path,
                                                                   const std::string& version = {}) {
  HubOptions options;
  options.market = path;
  options.version = version;
  options.clock = "1970-01-01";  // the replay sets it
  return open_hub(gateway, options);
}

bool is_there(const std::string& path) {
  std::error_code ignored;
  return database::is_server(path) || std::filesystem::exists(path, ignored);
}

/// Whether nothing is kept there yet. A server that cannot be asked says why when it is used.
bool is_new(const std::string& path) {
  if (!database::is_server(path)) return path == ":memory:" || !is_there(path);
  try {
    return database::Connection(path, database::Mode::read).is_empty();
  } catch (const database::Error&) {
    return true;
  }
}

ExitStatus run_replay(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  if (!is_there(options.from)) {
    tell_error(common, fmt::format("'{}' is not there", options.from));
    return usage;
  }
  if (!is_new(options.market)) {
    tell_error(common, fmt::format("'{}' is there already; a replay makes a new hub",
                                   database::shown(options.market)));
    return usage;
  }
  const auto version = hub::version_in(options.from);
  if (!version) {
    tell_error(common, version.error());
    return usage;
  }
  const auto hub = open_database(gateway, options.market, *version);
  if (!hub) {
    tell_error(common, hub.error());
    return usage;
  }
  const auto count = (*hub)->replay(options.from);
  if (!count) {
    tell_error(common, count.error());
    return found;
  }
  print_error(fmt::format("{} entries of the journal were done again\n", *count));
  return print_digest(common, **hub);
}

ExitStatus run_digest(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  if (!is_there(options.from)) {
    tell_error(common, fmt::format("'{}' is not there", options.from));
    return usage;
  }
  const auto hub = open_database(gateway, options.from);
  if (!hub) {
    tell_error(common, hub.error());
    return usage;
  }
  return print_digest(common, **hub);
}

}  // namespace

void add_hub(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("hub", "Replay the database of a test hub, or compare two");
  verb.belongs_to("Test your system");
  const auto examples = [](Command& of) {
    of.example("cimgate hub replay hub.db --market again.db", "Replay everything that was done to a hub.");
    of.example("cimgate hub digest hub.db", "Equal for two hubs that know the same.");
  };
  examples(verb);
  verb.needs_verb();
  auto options = std::make_shared<Options>();
  auto replay = verb.verb("replay", "Replay everything that was done to one hub on a new one");
  examples(replay);
  replay.option("DATABASE", options->from, "The database of a hub, whose history is replayed").required();
  replay.option("--market", options->market, "The new hub; :memory: keeps nothing").required().type("FILE");
  replay.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_replay(gateway, common, *options); };
  });
  auto digest = verb.verb("digest", "A fingerprint of everything a hub knows");
  examples(digest);
  digest.option("DATABASE", options->from, "The database of a hub").required();
  digest.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_digest(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli

#include <fmt/format.h>

#include <filesystem>

#include "gateway/cli/hub_parts.hpp"
#include "gateway/cli/options.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::string from, market;
};

/// The fingerprint of a hub; what is wrong with it goes to standard error.
ExitStatus print_digest(hub::Hub& hub) {
  std::string digest;
  if (const auto fault = hub.run([&](hub::Clerk&, ledger::Ledger& ledger) { digest = ledger.digest(); })) {
    print_error("cimgate: " + fault->text + "\n");
    return our_fault;
  }
  print_text(digest + "\n");
  return fine;
}

tl::expected<std::shared_ptr<hub::Hub>, std::string> open_database(const Gateway& gateway,
                                                                   const std::string& path) {
  HubOptions options;
  options.market = path;
  options.clock = "1970-01-01";  // the replay sets it
  return open_hub(gateway, options);
}

bool is_there(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

ExitStatus run_replay(const Gateway& gateway, const Options& options) {
  if (!is_there(options.from)) {
    print_error(fmt::format("cimgate: '{}' is not there\n", options.from));
    return usage;
  }
  if (options.market != ":memory:" && is_there(options.market)) {
    print_error(fmt::format("cimgate: '{}' is there already; a replay makes a new hub\n", options.market));
    return usage;
  }
  const auto hub = open_database(gateway, options.market);
  if (!hub) {
    print_error("cimgate: " + hub.error() + "\n");
    return usage;
  }
  const auto count = (*hub)->replay(options.from);
  if (!count) {
    print_error("cimgate: " + count.error() + "\n");
    return found;
  }
  print_error(fmt::format("{} deeds were done again\n", *count));
  return print_digest(**hub);
}

ExitStatus run_digest(const Gateway& gateway, const Options& options) {
  if (!is_there(options.from)) {
    print_error(fmt::format("cimgate: '{}' is not there\n", options.from));
    return usage;
  }
  const auto hub = open_database(gateway, options.from);
  if (!hub) {
    print_error("cimgate: " + hub.error() + "\n");
    return usage;
  }
  return print_digest(**hub);
}

}  // namespace

void add_hub(Command& app, CommonOptions&, Run& run) {
  auto verb = app.verb("hub", "The database of a hub: do everything again, compare");
  verb.needs_verb();
  auto options = std::make_shared<Options>();
  auto replay = verb.verb("replay", "Do everything that was done to one hub again to a new one");
  replay.option("database", options->from, "The hub whose history is taken").required();
  replay.option("--market", options->market, "The new hub; :memory: keeps nothing").required();
  replay.on_chosen(
      [&run, options] { run = [options](const Gateway& gateway) { return run_replay(gateway, *options); }; });
  auto digest = verb.verb("digest", "A fingerprint of all that a hub knows");
  digest.option("database", options->from, "The hub").required();
  digest.on_chosen(
      [&run, options] { run = [options](const Gateway& gateway) { return run_digest(gateway, *options); }; });
}

}  // namespace cimgate::cli

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gateway/cli/clock.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/services/verbs.hpp"
#include "gateway/market/state_file.hpp"
#include "gateway/security/keys/authority.hpp"

/// `cimgate certs`: certificates to rehearse with before there are any.
namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* demo_market = "examples/demo/market.yaml";
constexpr const char* demo_passphrase = "cimgate";

struct Options {
  std::string folder;
  std::string market;
  std::vector<std::string> names;
  unsigned days = 365;
};

struct Party {
  std::string gln, name, organisation_number;
};

struct MadeFile {
  std::string name;
  std::string text;
  bool secret = false;
};

std::string text_of(const market::Record& record, std::string_view field) {
  for (std::size_t i = 0; i < record.cells.size(); ++i) {
    const auto& cell = record.cells[i];
    if (record.section->fields[i].name != field) continue;
    return cell.kind == market::Cell::Kind::number ? fmt::format("{}", cell.number) : cell.text;
  }
  return {};
}

/// The parties that have an organisation number; the others could sign nothing.
tl::expected<std::vector<Party>, std::string> parties_of(const Gateway& gateway, const std::string& file) {
  std::string yaml;
  if (file.empty()) {
    const auto demo = gateway.engine().store->read(demo_market);
    if (!demo) return tl::make_unexpected(demo.error());
    yaml = *demo;
  } else {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!(text << in.rdbuf())) return tl::make_unexpected(file + ": this file cannot be read");
    yaml = text.str();
  }
  const auto state = market::read_state(file.empty() ? demo_market : file, yaml);
  if (!state.errors.empty()) return tl::make_unexpected(to_string(state.errors.list().front()));
  std::vector<Party> parties;
  for (const auto& record : state.records) {
    if (record.section->name != "parties") continue;
    Party party{text_of(record, "gln"), text_of(record, "name"), text_of(record, "org")};
    if (!party.organisation_number.empty()) parties.push_back(std::move(party));
  }
  if (parties.empty())
    return tl::make_unexpected(
        fmt::format("{}: no party has an organisation number (org)", file.empty() ? demo_market : file));
  return parties;
}

void add_identity(std::vector<MadeFile>& files, const std::string& name, const keys::Identity& identity) {
  files.push_back({name + ".pem", to_pem(identity.certificate)});
  files.push_back({name + ".key", to_pem(identity.key), true});
}

std::vector<MadeFile> demo_files(const std::vector<Party>& parties, const Options& options,
                                 keys::Seconds now) {
  constexpr keys::Seconds day = 24 * 60 * 60;
  keys::CertificateOrder order;
  order.from = now - day;  // clocks differ
  order.to = now + options.days * day;
  const auto authority_of = [&](const std::string& name) {
    auto made = order;
    made.use = keys::CertificateUse::authority;
    made.rsa_bits = 0;
    made.subject = {name, "cimgate", ""};
    return keys::Authority::make(made);
  };
  const auto authority = authority_of("cimgate test authority");
  std::vector<MadeFile> files;
  add_identity(files, "ca", authority.identity());

  auto server = order;
  server.use = keys::CertificateUse::server;
  server.rsa_bits = 0;
  server.subject = {options.names.front(), "cimgate", ""};
  server.names = options.names;
  add_identity(files, "server", authority.issue(server));

  order.subject = {"cimgate test hub", "cimgate", ""};
  add_identity(files, "hub", authority.issue(order));
  for (const auto& party : parties) {
    order.subject = {party.name, party.name, party.organisation_number};
    const auto identity = authority.issue(order);
    add_identity(files, party.gln, identity);
    files.push_back({party.gln + ".p12", to_pkcs12(identity, party.gln, demo_passphrase), true});
  }
  // What must be refused: the right number, from an issuer that nobody trusts.
  order.subject = {parties.front().name, parties.front().name, parties.front().organisation_number};
  add_identity(files, "stranger", authority_of("cimgate another authority").issue(order));
  return files;
}

/// Nobody but the user reads a secret, from its first byte on; what is there is not overwritten.
tl::expected<void, std::string> write_new(const fs::path& path, const MadeFile& file) {
  const int out = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file.secret ? 0600 : 0644);
  const auto failed = [&] {
    return tl::make_unexpected(fmt::format("'{}': {}", path.string(), std::strerror(errno)));
  };
  if (out < 0) return failed();
  std::size_t written = 0;
  while (written < file.text.size()) {
    const auto count = ::write(out, file.text.data() + written, file.text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const auto error = failed();
      ::close(out);
      return error;
    }
    written += static_cast<std::size_t>(count);
  }
  if (::close(out) != 0) return failed();
  return {};
}

ExitStatus run_demo(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  const fs::path folder = options.folder;
  std::error_code error;
  if (fs::exists(folder, error) && (!fs::is_directory(folder, error) || !fs::is_empty(folder, error))) {
    tell_error(common, fmt::format("'{}' is there already; certificates are written to a new folder",
                                   options.folder));
    return usage;
  }
  const auto parties = parties_of(gateway, options.market);
  if (!parties) {
    tell_error(common, parties.error());
    return usage;
  }
  const auto files = demo_files(*parties, options, now_seconds());
  // Beside the folder first: it is there whole or not at all.
  fs::path part = folder.lexically_normal();
  if (!part.has_filename()) part = part.parent_path();
  part += ".part";
  fs::remove_all(part, error);
  fs::create_directories(part, error);
  tl::expected<void, std::string> done;
  if (error) done = tl::make_unexpected(fmt::format("'{}': {}", part.string(), error.message()));
  for (const auto& file : files)
    if (done) done = write_new(part / file.name, file);
  if (done) {
    fs::remove(folder, error);  // empty
    fs::rename(part, folder, error);
    if (error) done = tl::make_unexpected(fmt::format("'{}': {}", options.folder, error.message()));
  }
  if (!done) {
    fs::remove_all(part, error);
    tell_error(common, done.error());
    return transport;
  }
  if (common.quiet) return fine;
  for (const auto& file : files) print_text((folder / file.name).string() + "\n");
  const auto* const text =
      common.lang == "nb"
          ? "{} filer, gyldige i {} dager; bare til prøving. Passordet for .p12-filene er «{}».\n"
          : "{} files, valid for {} days; for rehearsal only. The passphrase of the .p12 files is '{}'.\n";
  print_error(fmt::format(fmt::runtime(text), files.size(), options.days, demo_passphrase));
  return fine;
}

}  // namespace

void add_certs(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("certs", "Make certificates to rehearse with");
  verb.belongs_to("Test your system");
  verb.needs_verb();
  const auto show_examples = [](Command& of) {
    of.example("cimgate certs demo certs",
               "Then sign with certs/7099990001015.pem and .key, or with the .p12 file.");
    of.example("cimgate certs demo certs-of-hub --name hub.example.no --days 30",
               "For a server that others reach by this name.");
  };
  show_examples(verb);
  auto demo =
      verb.verb("demo",
                "Make a test authority, certificates for a server, the test hub and every party with an "
                "organisation number, and one of an issuer that nobody trusts");
  show_examples(demo);
  auto options = std::make_shared<Options>();
  options->names = {"localhost", "127.0.0.1", "::1"};
  demo.option("FOLDER", options->folder, "Where to; a new folder").required();
  demo.option("--market", options->market,
              "The parties: a YAML file of market state (default: those of the test hub)")
      .type("FILE");
  demo.option("--name", options->names,
              "Host name or address of the server; may be repeated (default: localhost)")
      .type("NAME");
  demo.option("--days", options->days, "How long they are valid").between(1, 3650).show_default();
  demo.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_demo(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli

#include "gateway/elhub/bridge/user_gate.hpp"

#include <utility>

#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::bridge {
namespace {

hub::Fault not_written() {
  return {hub::FaultGroup::system, "The database of the bridge cannot be written now.", "", {}};
}

hub::Fault not_allowed(const users::Verdict& verdict) {
  return {hub::FaultGroup::security, verdict.why, "", {}};
}

}  // namespace

UserGate::UserGate(const Gateway& gateway, std::shared_ptr<Book> book, std::function<Millis()> now,
                   std::function<bool(const std::string&)> asks_only)
    : gateway_(gateway), book_(std::move(book)), now_(std::move(now)), asks_only_(std::move(asks_only)) {}

tl::expected<users::Directory, UserGate::Mistakes> UserGate::read(const std::string& path,
                                                                  const std::string& text) const {
  const auto file = gateway_.engine().store->read(users::roles_file);
  const auto roles =
      file ? users::read_roles(users::roles_file, *file) : tl::make_unexpected(std::string(file.error()));
  if (!roles) return tl::make_unexpected(Mistakes{{{users::roles_file, 1, 1}, roles.error()}});
  return users::read_directory(path, text, std::make_shared<const users::Roles>(*roles));
}

tl::expected<void, std::string> UserGate::open(const UsersFile& file) {
  std::string kept, last_file;
  const bool known = book_->read([&](Pages& pages) {
    kept = pages.users().text("directory");
    last_file = pages.users().text("file");
  });
  if (!known) return tl::make_unexpected(std::string("the database of the bridge cannot be read"));
  const bool is_new = !file.text.empty() && file.text != last_file;
  if (!is_new && kept.empty()) return {};
  auto made = read(is_new ? file.path : "users.yaml", is_new ? file.text : kept);
  if (!made) return tl::make_unexpected(yaml::to_string(made.error()));
  if (is_new && !book_->run([&](Pages& pages) {
        pages.users().keep_text("directory", file.text);
        pages.users().keep_text("file", file.text);
      }))
    return tl::make_unexpected(std::string("the database of the bridge cannot be written"));
  use(is_new ? file.text : kept, std::make_shared<const users::Directory>(*std::move(made)));
  return {};
}

void UserGate::use(const std::string& text, std::shared_ptr<const users::Directory> directory) {
  const std::lock_guard lock(mutex_);
  text_ = text;
  directory_ = std::move(directory);
}

void UserGate::look_in_book() {
  std::string kept;
  if (!book_->read([&](Pages& pages) { kept = pages.users().text("directory"); })) return;
  {
    const std::lock_guard lock(mutex_);
    if (kept == text_) return;
  }
  if (kept.empty()) return use(kept, nullptr);
  if (auto made = read("users.yaml", kept))
    use(kept, std::make_shared<const users::Directory>(*std::move(made)));
}

tl::expected<void, UserGate::Mistakes> UserGate::take(const std::string& path, const std::string& text) {
  std::shared_ptr<const users::Directory> taken;
  if (!text.empty()) {
    auto made = read(path, text);
    if (!made) return tl::make_unexpected(std::move(made.error()));
    taken = std::make_shared<const users::Directory>(*std::move(made));
  }
  if (!book_->run([&](Pages& pages) { pages.users().keep_text("directory", text); }))
    return tl::make_unexpected(Mistakes{});
  use(text, std::move(taken));
  return {};
}

std::shared_ptr<const users::Directory> UserGate::directory() const {
  const std::lock_guard lock(mutex_);
  return directory_;
}

users::Day UserGate::today() const {
  return norway::day_of(now_() / 1000);
}

users::Verdict UserGate::judge(const users::Directory& directory, users::Act& act) const {
  if (act.document.empty()) {
    act.own_answers =
        act.organisation == act.party && ledger::parse_channel(act.about) && asks_only_(act.party);
  } else {
    book_->read([&](Pages& pages) {
      // Its answers are those of the party for which it was sent, whoever is named now.
      const auto message = pages.outgoing(act.document);
      const bool own = message && message->physical_sender == act.organisation;
      if (own) act.party = message->sender;
      act.own_answers = own && message->process == "BRS-NO-611";
    });
  }
  return users::judge(directory, act, today());
}

void UserGate::enter(users::Act act, Entered done) {
  const auto directory = this->directory();
  if (!directory) return done(0);
  const auto verdict = judge(*directory, act);
  auto entry = std::make_shared<std::int64_t>(0);
  book_->order([entry, act = std::move(act), verdict,
                at = now_() / 1000](Pages& pages) { *entry = pages.users().enter(act, verdict, at); },
               [entry, verdict, done = std::move(done)](bool written) {
                 if (!written) return done(tl::make_unexpected(not_written()));
                 if (!verdict.allowed) return done(tl::make_unexpected(not_allowed(verdict)));
                 done(*entry);
               });
}

void UserGate::leave(std::int64_t entry, std::string_view outcome) {
  if (entry == 0) return;
  book_->order([entry, outcome = std::string(outcome)](Pages& pages) { pages.users().leave(entry, outcome); },
               [](bool) {});
}

void UserGate::look_again(users::Act act, std::function<void(tl::expected<void, hub::Fault>)> done) {
  const auto directory = this->directory();
  if (!directory) return done({});
  const auto verdict = judge(*directory, act);
  if (!verdict.allowed) return done(tl::make_unexpected(not_allowed(verdict)));
  done({});
}

}  // namespace cimgate::bridge

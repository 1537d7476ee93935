#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/bridge/book.hpp"
#include "gateway/elhub/hub/gate.hpp"

namespace cimgate::bridge {

/// A file of users (docs/access.md).
struct UsersFile {
  std::string path, text;
};

/// Whether a role of the user allows what he is about to do at a bridge, by the clock of the machine; and who
/// did what, in the book.
class UserGate final : public hub::Gate {
 public:
  /// `asks_only`: a party that has BRS-NO-611 alone.
  UserGate(const Gateway& gateway, std::shared_ptr<Book> book, std::function<Millis()> now,
           std::function<bool(const std::string& gln)> asks_only);

  /// Takes a file, unless it is the one that was taken last; without one, what the book has. Error: a
  /// sentence.
  tl::expected<void, std::string> open(const UsersFile& file);
  using Mistakes = std::vector<yaml::Mistake>;
  /// Takes a text in the place of the one before. "": nobody is asked for a role any more.
  tl::expected<void, Mistakes> take(const std::string& path, const std::string& text);
  /// Takes what another bridge on the same book has taken.
  void look_in_book();
  /// Null: none are configured.
  std::shared_ptr<const users::Directory> directory() const;
  users::Day today() const;

  bool asks() const override { return directory() != nullptr; }
  void enter(users::Act act, Entered done) override;
  void leave(std::int64_t entry, std::string_view outcome) override;
  void look_again(users::Act act, std::function<void(tl::expected<void, hub::Fault>)> done) override;

 private:
  tl::expected<users::Directory, Mistakes> read(const std::string& path, const std::string& text) const;
  void use(const std::string& text, std::shared_ptr<const users::Directory> directory);
  users::Verdict judge(const users::Directory& directory, users::Act& act) const;

  Gateway gateway_;
  std::shared_ptr<Book> book_;
  std::function<Millis()> now_;
  std::function<bool(const std::string&)> asks_only_;
  mutable std::mutex mutex_;
  std::string text_;
  std::shared_ptr<const users::Directory> directory_;
};

}  // namespace cimgate::bridge

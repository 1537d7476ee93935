#include "gateway/database/location.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/database/error.hpp"

namespace cimgate::database {
namespace {

constexpr std::string_view schemes[] = {"postgresql://", "postgres://"};

/// Parameters that are no secrets.
constexpr std::array<std::string_view, 16> told = {"wait",
                                                   "host",
                                                   "port",
                                                   "dbname",
                                                   "user",
                                                   "schema",
                                                   "sslmode",
                                                   "application_name",
                                                   "connect_timeout",
                                                   "sslrootcert",
                                                   "sslcert",
                                                   "sslkey",
                                                   "passfile",
                                                   "hostaddr",
                                                   "channel_binding",
                                                   "target_session_attrs"};

std::size_t length_of_scheme(std::string_view location) {
  for (const auto scheme : schemes)
    if (location.starts_with(scheme)) return scheme.size();
  return 0;
}

/// Calls `use` for each parameter: its name, and all of it.
template <class Use>
void each_parameter(std::string_view query, const Use& use) {
  while (!query.empty()) {
    const auto one = query.substr(0, query.find('&'));
    use(one.substr(0, one.find('=')), one);
    query.remove_prefix(std::min(query.size(), one.size() + 1));
  }
}

std::chrono::seconds seconds_of(std::string_view text) {
  constexpr int most = 24 * 60 * 60;
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds < 1 || seconds > most)
    throw Error(fmt::format("wait: expected a number of seconds from 1 to {}", most));
  return std::chrono::seconds(seconds);
}

}  // namespace

bool is_server(std::string_view location) {
  return length_of_scheme(location) > 0;
}

std::string shown(std::string_view location) {
  const auto begin = length_of_scheme(location);
  if (begin == 0) return std::string(location);
  std::string made(location.substr(0, begin));
  location.remove_prefix(begin);
  // A password may hold what should have been escaped in it: it ends at the last @ of all.
  if (const auto at = location.rfind('@'); at != std::string_view::npos) {
    const auto user = location.substr(0, location.find_first_of(":@"));
    made += user;
    if (user.size() < at) made += ":***";
    location.remove_prefix(at);
  }
  const auto mark = location.find('?');
  made += location.substr(0, mark);
  if (mark == std::string_view::npos) return made;
  char before = '?';
  each_parameter(location.substr(mark + 1), [&](std::string_view name, std::string_view all) {
    made += before;
    before = '&';
    if (std::find(told.begin(), told.end(), name) != told.end())
      made += all;
    else
      made += std::string(name) + "=***";
  });
  return made;
}

bool is_this_machine(std::string_view host) {
  return host.empty() || host.starts_with('/') || host.starts_with('@') || host == "localhost" ||
         host.starts_with("127.") || host == "::1";
}

ServerLocation parse_server(std::string_view location) {
  ServerLocation made;
  const auto mark = location.find('?');
  made.uri = location.substr(0, mark);
  if (mark == std::string_view::npos) return made;
  char before = '?';
  each_parameter(location.substr(mark + 1), [&](std::string_view name, std::string_view all) {
    const auto value = all.substr(std::min(all.size(), name.size() + 1));
    if (name == "wait") {
      made.wait = seconds_of(value);
      return;
    }
    if (name != "schema") {
      made.uri += before;
      before = '&';
      made.uri += all;
      return;
    }
    made.schema = value;
    const bool plain =
        !made.schema.empty() && std::all_of(made.schema.begin(), made.schema.end(), [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        });
    if (!plain) throw Error("schema: expected a name of letters, digits and underscores");
  });
  return made;
}

}  // namespace cimgate::database

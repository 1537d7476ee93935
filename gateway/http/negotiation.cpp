#include "gateway/http/negotiation.hpp"

#include <algorithm>

#include "gateway/text/ascii.hpp"

namespace cimgate::http {
namespace {

std::string lower(std::string_view text) {
  std::string made(text);
  for (auto& c : made)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return made;
}

/// "0.8" → 800; what cannot be read is 1000, as when it is not there.
int thousandths(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) return 1000;
  if (text[0] == '1') return 1000;
  int value = 0;
  int unit = 100;
  for (std::size_t i = 2; i < text.size() && unit > 0; ++i, unit /= 10) {
    if (text[i] < '0' || text[i] > '9') break;
    value += (text[i] - '0') * unit;
  }
  return value;
}

/// One member of a list such as Accept: its name and its quality.
struct Member {
  std::string name;
  int quality = 1000;
};

/// Calls `use` with each member of "a;q=0.5, b".
template <class Use>
void each(std::string_view list, Use use) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    auto rest = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    const auto end = std::min(rest.find(';'), rest.size());
    Member member{lower(text::trimmed(rest.substr(0, end))), 1000};
    rest.remove_prefix(end);
    while (!rest.empty()) {
      rest.remove_prefix(1);
      const auto next = std::min(rest.find(';'), rest.size());
      const auto parameter = text::trimmed(rest.substr(0, next));
      if (parameter.starts_with("q=") || parameter.starts_with("Q="))
        member.quality = thousandths(parameter.substr(2));
      rest.remove_prefix(next);
    }
    if (!member.name.empty()) use(member);
  }
}

/// 0 = does not fit, else the more exact the larger.
int fit(std::string_view range, std::string_view type) {
  if (range == type) return 4;
  if (range == "*/*") return 1;
  const auto slash = range.find('/');
  if (slash == std::string_view::npos || range.substr(slash + 1, 1) != "*") return 0;
  if (!type.starts_with(range.substr(0, slash + 1))) return 0;
  const auto suffix = range.substr(slash + 2);
  if (suffix.empty()) return 2;
  return suffix.starts_with('+') && type.ends_with(suffix) ? 3 : 0;
}

}  // namespace

std::string media_type(std::string_view content_type) {
  return lower(text::trimmed(content_type.substr(0, content_type.find(';'))));
}

namespace {

/// Of a parameter that the text begins with: up to the ';' that is not within quotes (RFC 9110, 5.6.6).
std::size_t end_of_parameter(std::string_view all) {
  bool quoted = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (quoted && all[i] == '\\')
      ++i;
    else if (all[i] == '"')
      quoted = !quoted;
    else if (all[i] == ';' && !quoted)
      return i;
  }
  return all.size();
}

}  // namespace

std::string charset_of(std::string_view content_type) {
  auto rest = content_type.substr(std::min(content_type.find(';'), content_type.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto end = end_of_parameter(rest);
    const auto parameter = text::trimmed(rest.substr(0, end));
    rest.remove_prefix(end);
    const auto equals = parameter.find('=');
    if (equals == std::string_view::npos || lower(parameter.substr(0, equals)) != "charset") continue;
    auto value = parameter.substr(equals + 1);
    if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"'))
      value = value.substr(1, value.size() - 2);
    return std::string(value);
  }
  return {};
}

bool is_one_of(std::string_view type, std::span<const std::string> known) {
  return std::any_of(known.begin(), known.end(), [&](const std::string& one) { return fit(one, type) > 0; });
}

int quality(std::string_view accept, std::string_view type) {
  if (text::trimmed(accept).empty()) return 1000;
  int best_fit = 0;
  int best = 0;
  each(accept, [&](const Member& member) {
    const int this_fit = fit(member.name, type);
    if (this_fit > best_fit || (this_fit == best_fit && this_fit > 0 && member.quality > best)) {
      best_fit = this_fit;
      best = member.quality;
    }
  });
  return best;
}

std::optional<std::string> choose(std::string_view accept, std::span<const std::string> offers) {
  std::optional<std::string> chosen;
  int best = 0;
  for (const auto& offer : offers) {
    const int liked = quality(accept, offer);
    if (liked > best) {
      best = liked;
      chosen = offer;
    }
  }
  return chosen;
}

bool accepts_gzip(std::string_view accept_encoding) {
  int named = -1;
  int any = 0;
  each(accept_encoding, [&](const Member& member) {
    if (member.name == "gzip" || member.name == "x-gzip") named = member.quality;
    if (member.name == "*") any = member.quality;
  });
  return (named >= 0 ? named : any) > 0;
}

bool prefers_norwegian(std::string_view accept_language) {
  int norwegian = 0;
  int english = 0;
  each(accept_language, [&](const Member& member) {
    const auto tag = member.name.substr(0, member.name.find('-'));
    if (tag == "nb" || tag == "no" || tag == "nn") norwegian = std::max(norwegian, member.quality);
    if (tag == "en") english = std::max(english, member.quality);
  });
  return norwegian > english;
}

bool is_norwegian(const Request& request) {
  const auto lang = request.query.get("lang");
  return lang.empty() ? prefers_norwegian(request.headers.get("Accept-Language")) : lang == "nb";
}

}  // namespace cimgate::http

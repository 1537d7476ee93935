#include "gateway/scenario/scene.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/scenario/placeholders.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/text/nearest.hpp"

namespace cimgate::scenario {
namespace {

bool looks_like_uuid(std::string_view text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
}

std::string unknown_name(const std::string& text, const std::string& what,
                         const std::vector<std::string_view>& known) {
  const auto meant = text::did_you_mean(text, known);
  return fmt::format("'{}' is {}{}", text, what,
                     meant.empty() ? std::string() : fmt::format("; did you mean '{}'?", meant));
}

std::vector<std::string_view> names_in(const Scene& scene) {
  std::vector<std::string_view> known;
  for (const auto& entry : scene.pack->names) known.push_back(entry.first);
  return known;
}

tl::expected<std::string, std::string> identifier(const Scene& scene, const Word& word,
                                                  const std::string& text) {
  if (const auto named = scene.pack->names.find(text); named != scene.pack->names.end()) {
    if (const auto* party = std::get_if<Party>(&named->second);
        party != nullptr && word.kind == ValueKind::party)
      return party->gln;
    if (const auto* other = std::get_if<std::string>(&named->second);
        other != nullptr && word.kind != ValueKind::party)
      return *other;
    return tl::make_unexpected(
        fmt::format("'{}' is the name of something else than a {}", text, word.text.en));
  }
  const bool itself = word.kind == ValueKind::party  ? text::are_digits(text, 13)
                      : word.kind == ValueKind::area ? text.size() == 16
                                                     : text::are_digits(text, 18);
  if (itself) return text;
  return tl::make_unexpected(
      unknown_name(text, "neither a name of 'names' nor an identifier", names_in(scene)));
}

/// 64 bits of a text (FNV-1a, mixed at the end as in splitmix64), so that ids are the same everywhere.
std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ seed;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebULL;
  return hash ^ (hash >> 31U);
}

}  // namespace

const Party* Scene::party(std::string_view name) const {
  const auto at = pack->names.find(name);
  return at == pack->names.end() ? nullptr : std::get_if<Party>(&at->second);
}

std::string Scene::name_of(std::string_view gln) const {
  for (const auto& [name, named] : pack->names)
    if (const auto* party = std::get_if<Party>(&named); party != nullptr && party->gln == gln) return name;
  return std::string(gln);
}

Word point_word() {
  Word word;
  word.kind = ValueKind::point;
  word.text = {"metering point", "målepunkt"};
  return word;
}

const Customer* customer_of(const Scene& scene, const std::string& name) {
  const auto at = scene.pack->names.find(name);
  if (at != scene.pack->names.end()) return std::get_if<Customer>(&at->second);
  const auto number = has_placeholder(name) ? filled(scene, name).value_or("") : std::string();
  for (const auto& [known, named] : scene.pack->names)
    if (const auto* customer = std::get_if<Customer>(&named); customer != nullptr && customer->id == number)
      return customer;
  return nullptr;
}

tl::expected<Scene, std::string> first_scene(const Pack& pack, std::int64_t now) {
  Scene scene;
  scene.pack = &pack;
  scene.now = now;
  scene.days["today"] = norway::day_of(now);
  for (const auto& [name, expression] : pack.days) {
    const auto day = day_of(expression, scene.days);
    if (!day) return tl::make_unexpected(day.error());
    scene.days[name] = *day;
  }
  return scene;
}

tl::expected<std::string, std::string> resolve(const Scene& scene, const Word& word,
                                               const std::string& text) {
  if (has_placeholder(text)) {
    const auto meant = filled(scene, text);
    if (!meant) return meant;
    // An end user is written by a name, and this is its number.
    return word.kind == ValueKind::customer ? *meant : resolve(scene, word, *meant);
  }
  switch (word.kind) {
    case ValueKind::day: {
      const auto day = day_of(text, scene.days);
      if (!day) return tl::make_unexpected(day.error());
      return norway::local_text(norway::start_of(*day));
    }
    case ValueKind::time: {
      if (text == "now") return norway::local_text(scene.now);
      const auto time = time_of(text, scene.days);
      if (!time) return tl::make_unexpected(time.error());
      return norway::local_text(*time);
    }
    case ValueKind::party:
    case ValueKind::point:
    case ValueKind::points:
    case ValueKind::area:
      return identifier(scene, word, text);
    case ValueKind::customer: {
      if (const auto* customer = customer_of(scene, text)) return customer->id;
      return tl::make_unexpected(unknown_name(text, "no name of an end user", names_in(scene)));
    }
    case ValueKind::reference: {
      if (looks_like_uuid(text)) return text;
      const auto& ids = word.name.starts_with("payload") ? scene.payloads : scene.ids;
      const auto at = ids.find(text);
      if (at != ids.end()) return at->second;
      std::vector<std::string_view> known;
      for (const auto& entry : ids) known.push_back(entry.first);
      return tl::make_unexpected(
          unknown_name(text, "no earlier step that has sent or received a message", known));
    }
    case ValueKind::code:
    case ValueKind::number:
    case ValueKind::numbers:
    case ValueKind::text:
      break;
  }
  return text;
}

std::string uuid_of(std::string_view text) {
  const auto high = hash_of(text, 0);
  const auto low = hash_of(text, 0x9e3779b97f4a7c15ULL);
  return fmt::format("{:08x}-{:04x}-5{:03x}-{:04x}-{:012x}", high >> 32U, (high >> 16U) & 0xffffU,
                     high & 0xfffU, ((low >> 48U) & 0x3fffU) | 0x8000U, low & 0xffffffffffffULL);
}

}  // namespace cimgate::scenario

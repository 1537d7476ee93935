#include "gateway/schema/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <optional>

#include "gateway/schema/model.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::schema {
namespace {

/// Something is wrong with the file; kept inside this one.
struct Wrong {
  std::string text;
};

class Reader {
 public:
  Reader(std::string file, std::string folder) : file_(std::move(file)), folder_(std::move(folder)) {}

  Versions read(const yaml::Node& root) {
    Versions versions;
    versions.file = file_;
    check_keys(root, {"versions"});
    for (const auto& node : list(root, "versions")) {
      auto version = read_version(node);
      if (versions.rank(version.id) >= 0) fail(node, fmt::format("'{}' is there twice", version.id));
      versions.all.push_back(std::move(version));
    }
    return versions;
  }

 private:
  [[noreturn]] void fail(const yaml::Node& node, std::string_view text) const {
    throw Wrong{fmt::format("{}:{}:{}: {}", file_, node.line(), node.column(), text)};
  }

  void check_keys(const yaml::Node& map, std::initializer_list<std::string_view> known) const {
    if (!map.is_map()) fail(map, "expected a map");
    for (const auto& entry : map)
      if (std::find(known.begin(), known.end(), entry.first.text()) == known.end())
        fail(entry.first,
             fmt::format("unknown key '{}'; expected {}", entry.first.text(), fmt::join(known, ", ")));
  }

  yaml::Node list(const yaml::Node& map, const char* key) const {
    auto found = map[key];
    if (!found.is_list()) fail(found ? found : map, fmt::format("expected a list for '{}'", key));
    return found;
  }

  std::string text(const yaml::Node& map, const char* key) const {
    const auto found = map[key];
    if (!found) fail(map, fmt::format("'{}' is missing", key));
    if (!found.is_scalar()) fail(found, fmt::format("expected a text for '{}'", key));
    return found.text();
  }

  static std::string optional_text(const yaml::Node& map, const char* key) {
    return map[key] ? map[key].text() : std::string();
  }

  std::vector<std::string> texts(const yaml::Node& map, const char* key) const {
    std::vector<std::string> all;
    if (!map[key]) return all;
    for (const auto& item : list(map, key)) all.push_back(item.text());
    return all;
  }

  Change::Occurs occurs(const yaml::Node& map, const char* key) const {
    const auto value = text(map, key);
    const auto dots = value.find("..");
    const auto number = [&](std::string_view part) -> std::optional<std::uint32_t> {
      if (part == "unbounded") return unbounded;
      std::uint32_t made = 0;
      const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), made);
      if (error != std::errc() || end != part.data() + part.size()) return std::nullopt;
      return made;
    };
    if (dots != std::string::npos) {
      const auto min = number(std::string_view(value).substr(0, dots));
      const auto max = number(std::string_view(value).substr(dots + 2));
      if (min && max && *min <= *max) return {*min, *max};
    }
    fail(map[key], "expected how often, such as 0..1");
  }

  Version read_version(const yaml::Node& node) const {
    check_keys(node, {"id", "title", "pending", "changes", "source"});
    Version version;
    version.id = text(node, "id");
    version.title = optional_text(node, "title");
    version.pending = optional_text(node, "pending") == "true";
    if (!node["changes"]) return version;
    for (const auto& change : list(node, "changes")) {
      check_keys(change, {"id", "in", "type", "element", "as", "after", "occurs", "instead-of", "codes",
                          "no-longer", "new-type", "text", "source"});
      const auto source = change["source"] ? change["source"] : node["source"];
      if (!source) fail(change, "'source' is missing, here or of the version");
      // The same change of several types.
      const auto types = change["type"].is_list()
                             ? texts(change, "type")
                             : std::vector{text(change, change["new-type"] ? "new-type" : "type")};
      for (const auto& type : types) version.changes.push_back(read_change(change, type, source));
    }
    return version;
  }

  Change read_change(const yaml::Node& node, const std::string& type, const yaml::Node& source) const {
    Change change;
    change.type = type;
    change.line = node.line();
    change.id = text(node, "id");
    change.file = folder_ + '/' + text(node, "in");
    change.text = optional_text(node, "text");
    change.came = texts(node, "codes");
    change.went = texts(node, "no-longer");
    check_keys(source, {"status", "ref"});
    change.source_status = text(source, "status");
    change.source_ref = text(source, "ref");
    if (node["new-type"]) {
      change.kind = Change::Kind::simple_type;
      change.as = text(node, "as");
      return change;
    }
    if (!node["element"]) {
      change.kind = Change::Kind::codes;
      if (change.came.empty() && change.went.empty())
        fail(node, "expected 'element', 'codes' or 'no-longer'");
      return change;
    }
    change.element = text(node, "element");
    change.occurs = occurs(node, "occurs");
    if (node["instead-of"]) {
      change.kind = Change::Kind::occurrence;
      change.instead_of = occurs(node, "instead-of");
    } else {
      change.as = text(node, "as");
      change.after = optional_text(node, "after");
    }
    return change;
  }

  std::string file_;
  std::string folder_;
};

}  // namespace

std::ptrdiff_t Versions::rank(std::string_view id) const {
  const auto at = std::find_if(all.begin(), all.end(), [&](const Version& version) {
    return version.id == id || version.name() == id;
  });
  return at == all.end() ? -1 : at - all.begin();
}

bool Versions::may_take_more(std::string_view from, std::string_view to) const {
  const auto first = rank(from);
  const auto last = rank(to);
  if (first < 0 || last < 0) return true;
  const bool undo = last < first;
  const auto adds = [undo](const Change& change) {
    switch (change.kind) {
      case Change::Kind::element:
        return !undo || change.occurs.min > 0;
      case Change::Kind::occurrence: {
        const auto& before = undo ? change.occurs : change.instead_of;
        const auto& after = undo ? change.instead_of : change.occurs;
        return after.min < before.min || after.max > before.max;
      }
      case Change::Kind::codes:
        return !(undo ? change.went : change.came).empty();
      case Change::Kind::simple_type:
        return false;  // until an element is of it
    }
    return true;
  };
  for (auto at = std::min(first, last) + 1; at <= std::max(first, last); ++at) {
    const auto& changes = all[static_cast<std::size_t>(at)].changes;
    if (std::any_of(changes.begin(), changes.end(), adds)) return true;
  }
  return false;
}

bool Versions::changes_code(std::string_view type, std::string_view code) const {
  return std::any_of(all.begin(), all.end(), [&](const Version& version) {
    return std::any_of(version.changes.begin(), version.changes.end(), [&](const Change& change) {
      if (change.kind != Change::Kind::codes || change.type != type) return false;
      const auto has = [&](const std::vector<std::string>& codes) {
        return std::find(codes.begin(), codes.end(), code) != codes.end();
      };
      return has(change.came) || has(change.went);
    });
  });
}

tl::expected<Versions, std::string> read_versions(const resources::Store& store, const std::string& file,
                                                  const std::string& folder) {
  const auto text = store.read(file);
  if (!text) return tl::make_unexpected(text.error());
  const auto root = yaml::load(*text);
  if (!root)
    return tl::make_unexpected(fmt::format("{}:{}:{}: this is not YAML: {}", file, root.error().line,
                                           root.error().column, root.error().text));
  try {
    return Reader(file, folder).read(*root);
  } catch (const Wrong& wrong) {
    return tl::make_unexpected(wrong.text);
  }
}

std::string to_string(const Change::Occurs& occurs) {
  return fmt::format("{}..{}", occurs.min,
                     occurs.max == unbounded ? "unbounded" : std::to_string(occurs.max));
}

}  // namespace cimgate::schema

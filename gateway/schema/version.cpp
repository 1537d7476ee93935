#include "gateway/schema/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "gateway/schema/model.hpp"
#include "gateway/yaml/file.hpp"

namespace cimgate::schema {
namespace {

class Reader {
 public:
  Reader(std::string file, std::string_view text, std::string folder)
      : file_(std::move(file), text), folder_(std::move(folder)) {}

  /// Error: all mistakes, one a line.
  tl::expected<Versions, std::string> read() {
    Versions versions;
    versions.file = file_.path();
    const auto& root = file_.root();
    file_.check_keys(root, {"versions"});
    std::optional<time::Day> last;
    for (const auto& node : file_.list(root, "versions")) {
      auto version = read_version(node);
      if (version.from && last && *version.from < *last)
        file_.error(node["from"],
                    fmt::format("a version before this one is in force from {}", time::to_text(*last)));
      if (version.from) last = version.from;
      if (versions.rank(version.id) >= 0) file_.error(node, fmt::format("'{}' is there twice", version.id));
      versions.all.push_back(std::move(version));
    }
    if (!file_.errors().empty()) return tl::make_unexpected(file_.error_text());
    return versions;
  }

 private:
  Change::Occurs occurs(const yaml::Node& map, const char* key) {
    const auto value = file_.text(map, key);
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
    if (!value.empty()) file_.error(map[key], "expected how often, such as 0..1");
    return {};
  }

  std::optional<time::Day> first_day(const yaml::Node& node) {
    const auto day = time::parse_day(file_.text(node, "from"));
    if (!day) file_.error(node["from"], "expected a day, such as 2026-12-01");
    if (!node["source"]) file_.error(node["from"], "'source' is missing: it says where the day is named");
    return day;
  }

  Version read_version(const yaml::Node& node) {
    file_.check_keys(node, {"id", "title", "pending", "from", "changes", "source"});
    Version version;
    version.id = file_.text(node, "id");
    version.title = file_.optional_text(node, "title");
    version.pending = file_.optional_text(node, "pending") == "true";
    if (node["from"]) version.from = first_day(node);
    if (version.from && version.pending)
      file_.error(node["from"], "a version with a day is in force from then on, and not 'pending'");
    if (!node["changes"]) return version;
    for (const auto& change : file_.list(node, "changes")) {
      file_.check_keys(change, {"id", "in", "type", "element", "as", "after", "occurs", "instead-of", "codes",
                                "no-longer", "new-type", "text", "source"});
      const auto source = change["source"] ? change["source"] : node["source"];
      if (!source) file_.error(change, "'source' is missing, here or of the version");
      // The same change of several types.
      const auto types = change["type"].is_list()
                             ? file_.texts(change, "type")
                             : std::vector{file_.text(change, change["new-type"] ? "new-type" : "type")};
      for (const auto& type : types) version.changes.push_back(read_change(change, type, source));
    }
    return version;
  }

  Change read_change(const yaml::Node& node, const std::string& type, const yaml::Node& source) {
    Change change;
    change.type = type;
    change.line = node.line();
    change.id = file_.text(node, "id");
    change.file = folder_ + '/' + file_.text(node, "in");
    change.text = file_.optional_text(node, "text");
    change.came = file_.optional_texts(node, "codes");
    change.went = file_.optional_texts(node, "no-longer");
    file_.check_keys(source, {"status", "ref"});
    change.source_status = file_.text(source, "status");
    change.source_ref = file_.text(source, "ref");
    if (node["new-type"]) {
      change.kind = Change::Kind::simple_type;
      change.as = file_.text(node, "as");
      return change;
    }
    if (!node["element"]) {
      change.kind = Change::Kind::codes;
      if (change.came.empty() && change.went.empty())
        file_.error(node, "expected 'element', 'codes' or 'no-longer'");
      return change;
    }
    change.element = file_.text(node, "element");
    change.occurs = occurs(node, "occurs");
    if (node["instead-of"]) {
      change.kind = Change::Kind::occurrence;
      change.instead_of = occurs(node, "instead-of");
    } else {
      change.as = file_.text(node, "as");
      change.after = file_.optional_text(node, "after");
    }
    return change;
  }

  yaml::File file_;
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
  return Reader(file, *text, folder).read();
}

std::string to_string(const Change::Occurs& occurs) {
  return fmt::format("{}..{}", occurs.min,
                     occurs.max == unbounded ? "unbounded" : std::to_string(occurs.max));
}

}  // namespace cimgate::schema

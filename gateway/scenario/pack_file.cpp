#include "gateway/scenario/pack_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/elhub/usage/limits.hpp"
#include "gateway/scenario/days.hpp"
#include "gateway/scenario/pack_check.hpp"
#include "gateway/scenario/pack_steps.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/text/nearest.hpp"

namespace cimgate::scenario {
namespace {

using validation::RuleFile;

/// One text or a list of them.
std::vector<std::string> one_or_more(RuleFile& file, const yaml::Node& map, const char* key) {
  if (!map.is_map() || !map[key]) return {};
  const yaml::Node node = map[key];
  if (node.is_list()) return file.texts(map, key);
  const auto text = file.text(map, key);
  return text.empty() ? std::vector<std::string>() : std::vector<std::string>{text};
}

/// The lines of a block of YAML below a key, as they stand in the text.
std::string block_at(std::string_view text, const yaml::Node& node) {
  const std::size_t indent = node.column() - 1;
  const std::size_t above = node.line() - 1;
  std::string block(above, '\n');  // so that places stay right
  std::size_t line = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    const auto one = text.substr(0, end);
    text.remove_prefix(end);
    if (line++ < above) continue;
    const auto first = one.find_first_not_of(" \r\n");
    if (first != std::string_view::npos && first < indent && one[first] != '#') break;
    block += first == std::string_view::npos || first < indent ? "\n" : std::string(one.substr(indent));
  }
  return block;
}

class Reader {
 public:
  Reader(RuleFile& file, std::string_view text, const Words& words, const ReadBeside& beside)
      : file_(file), text_(text), words_(words), beside_(beside) {}

  Pack read() {
    const auto& root = file_.root();
    pack_.file = file_.path();
    const auto slash = pack_.file.rfind('/');
    const auto base = pack_.file.substr(slash + 1);
    pack_.name = base.substr(0, base.rfind(".yaml"));
    if (!root.is_map()) return pack_;
    file_.check_keys(root, {"scenario", "title", "role", "processes", "source", "schema", "clock", "cast",
                            "market", "users", "usage-limits", "names", "days", "by", "steps"});
    const auto name = file_.text(root, "scenario");
    if (!name.empty() && name != pack_.name)
      file_.error(root["scenario"],
                  fmt::format("the file is named after its 'scenario': expected '{}'", pack_.name));
    pack_.title = file_.sentence(root, "title");
    pack_.roles = one_or_more(file_, root, "role");
    if (pack_.roles.empty()) file_.error(root, "'role' is missing: the role under test");
    pack_.processes = file_.texts(root, "processes");
    pack_.source = file_.source(root);
    pack_.schema = file_.optional_text(root, "schema");
    read_clock(root);
    read_cast(root);
    if (root["market"]) pack_.market = market_of(file_, text_, root["market"]);
    if (root["users"]) pack_.users = market_of(file_, text_, root["users"]);
    if (pack_.market.empty())
      file_.error(root, "'market' is missing: what the hub knows at the start, or 'cast'");
    read_limits(root);
    if (root["names"]) read_names(file_, root["names"]);
    read_days(root);
    pack_.by = one_or_more(file_, root, "by");
    for (const auto& by : pack_.by)
      if (by != "soap" && by != "cim")
        file_.error(root["by"], fmt::format("'{}' is not known: expected soap, cim", by));
    if (pack_.by.empty()) pack_.by = {"soap", "cim"};
    pack_.steps = read_steps(file_, file_.list(root, "steps"), words_);
    if (pack_.steps.empty()) file_.error(root, "there are no steps");
    return pack_;
  }

 private:
  void read_clock(const yaml::Node& root) {
    const auto text = file_.text(root, "clock");
    if (text.empty()) return;
    const auto time = schema::parse_date_time(text);
    if (time && time->zoned)
      pack_.clock = time->seconds;
    else
      file_.error(root["clock"],
                  fmt::format("'{}' is not a time with zone, such as 2026-06-01T08:00:00+02:00", text));
  }

  /// The limits to the use of BRS-NO-611, in a file beside the packs.
  void read_limits(const yaml::Node& root) {
    const auto name = file_.optional_text(root, "usage-limits");
    if (name.empty()) return;
    const auto text = beside_(name);
    if (!text) return file_.error(root["usage-limits"], text.error());
    if (const auto limits = usage::read_limits(name, *text); !limits)
      return file_.error(root["usage-limits"], limits.error());
    pack_.limits = *text;
  }

  /// Names and market that several packs share.
  void read_cast(const yaml::Node& root) {
    const auto name = file_.optional_text(root, "cast");
    if (name.empty()) return;
    const auto text = beside_(name);
    if (!text) {
      file_.error(root["cast"], text.error());
      return;
    }
    RuleFile cast(name, *text);
    cast.check_keys(cast.root(), {"names", "market"});
    if (cast.root().is_map() && cast.root()["names"]) read_names(cast, cast.root()["names"]);
    if (cast.root().is_map() && cast.root()["market"])
      pack_.market = market_of(cast, *text, cast.root()["market"]);
    for (const auto& fault : cast.errors()) file_.error(root["cast"], to_string(fault));
  }

  std::string market_of(RuleFile& file, std::string_view text, const yaml::Node& node) {
    if (node.is_map()) {
      if (node.is_flow()) file.error(node, "write it as a block, not in braces");
      return block_at(text, node);
    }
    if (!node.is_scalar()) {
      file.error(node, "expected market state as in docs/market.md or users as in docs/access.md, or a file");
      return {};
    }
    const auto beside = beside_(node.text());
    if (!beside) file.error(node, beside.error());
    return beside ? *beside : std::string();
  }

  void read_names(RuleFile& file, const yaml::Node& names) {
    if (!names.is_map()) return file.error(names, "expected short names with what they stand for");
    for (const auto& entry : names) {
      const auto name = entry.first.text();
      const auto& node = entry.second;
      if (node.is_scalar()) {
        if (text::are_digits(node.text(), 13))
          pack_.names[name] = Party{node.text(), {}};
        else
          pack_.names[name] = node.text();
        continue;
      }
      file.check_keys(node, {"party", "role", "customer", "name", "given", "family"});
      if (!node.is_map()) continue;
      if (node["party"]) {
        Party party{file.text(node, "party"), file.text(node, "role")};
        if (!text::are_digits(party.gln, 13)) file.error(node["party"], "expected a GLN of 13 digits");
        pack_.names[name] = party;
      } else {
        Customer customer{file.text(node, "customer"), file.optional_text(node, "name"),
                          file.optional_text(node, "given"), file.optional_text(node, "family")};
        if (!text::are_digits(customer.id, 9) && !text::are_digits(customer.id, 11))
          file.error(node, "expected a number of 9 digits (organisation) or 11 (person)");
        pack_.names[name] = customer;
      }
    }
  }

  void read_days(const yaml::Node& root) {
    Days known{{"today", norway::day_of(pack_.clock)}};
    const yaml::Node days = root["days"];
    if (!days) return;
    if (!days.is_map()) return file_.error(days, "expected names of days");
    for (const auto& entry : days) {
      const auto day = day_of(entry.second.text(), known);
      if (!day) {
        file_.error(entry.second, day.error());
        continue;
      }
      known[entry.first.text()] = *day;
      pack_.days.emplace_back(entry.first.text(), entry.second.text());
    }
  }

  RuleFile& file_;
  std::string_view text_;
  const Words& words_;
  const ReadBeside& beside_;
  Pack pack_;
};

}  // namespace

ReadPack read_pack(const Engine& engine, const Words& words, const std::string& file, std::string_view text,
                   const ReadBeside& beside) {
  RuleFile rule_file(file, text);
  ReadPack read;
  read.pack = Reader(rule_file, text, words, beside).read();
  read.faults = rule_file.errors();
  // What cannot be understood cannot be tried either.
  if (read.faults.empty()) read.faults = check_pack(engine, words, read.pack);
  std::sort(read.faults.begin(), read.faults.end());
  return read;
}

std::vector<std::string> built_in_packs(const resources::Store& store) {
  std::vector<std::string> packs;
  for (const auto& file : store.list("scenarios")) {
    const auto name = file.substr(std::string_view("scenarios/").size());
    if (name.find('/') == std::string::npos && name.ends_with(".yaml") && name != "words.yaml")
      packs.push_back(file);
  }
  return packs;
}

ReadPack read_built_in_pack(const Engine& engine, const Words& words, const std::string& file) {
  const auto text = engine.store->read(file);
  if (!text) {
    ReadPack none;
    none.faults.push_back({{file, 1, 1}, text.error()});
    return none;
  }
  return read_pack(engine, words, file, *text,
                   [&](const std::string& name) -> tl::expected<std::string, std::string> {
                     const auto beside = engine.store->read("scenarios/" + name);
                     if (!beside) return tl::make_unexpected(beside.error());
                     return std::string(*beside);
                   });
}

}  // namespace cimgate::scenario

#include "gateway/mapping/mapping_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gateway/mapping/correspondence_reader.hpp"
#include "gateway/text/did_you_mean.hpp"
#include "gateway/yaml/file.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::mapping {
namespace {

void read_codes_of_profile(yaml::File& file, const yaml::Node& node, CodeTable& table) {
  if (const auto same = node["same"]) {
    if (same.is_scalar() && same.text() == "all")
      table.set_all_same(file.place(same));
    else
      for (const auto& code : same) table.add(code.text(), {code.text(), true, file.place(code)});
  }
  const auto read = [&](const char* key, bool exact) {
    for (const auto& entry : node[key]) {
      CodeTable::Entry made{file.scalar(entry.second, key), exact, file.place(entry.first)};
      if (entry.first.text() == "rest")
        table.set_rest({made.to, false, made.origin});
      else
        table.add(entry.first.text(), std::move(made));
    }
  };
  read("to", true);
  read("nearest", false);
}

CodeTableDef read_code_table(yaml::File& file, const yaml::Node& root,
                             const std::vector<std::string>& profiles) {
  CodeTableDef def;
  def.origin = file.place(root);
  file.check_keys(root,
                  {"codes", "title", "bim", "cim", "source", "same", "to", "nearest", "profiles", "note"});
  def.name = file.text(root, "codes");
  def.title = file.text(root, "title");
  def.bim_list = file.optional_text(root, "bim");
  def.cim_list = file.optional_text(root, "cim");
  if (const auto source = root["source"]) {
    file.check_keys(source, {"status", "ref"});
    def.source_status = file.text(source, "status");
    def.source_ref = file.text(source, "ref");
  } else {
    file.error(root, "'source' is missing: say where the correspondence comes from");
  }
  const auto by_profile = root["profiles"];
  if (by_profile)
    for (const auto& entry : by_profile)
      if (std::find(profiles.begin(), profiles.end(), entry.first.text()) == profiles.end())
        file.error(entry.first, fmt::format("unknown profile '{}'{}", entry.first.text(),
                                            text::did_you_mean(entry.first.text(), profiles)));
  for (const auto& profile : profiles) {
    CodeTable table;
    read_codes_of_profile(file, root, table);
    if (by_profile && by_profile[profile]) {
      file.check_keys(by_profile[profile], {"same", "to", "nearest"});
      read_codes_of_profile(file, by_profile[profile], table);
    }
    def.by_profile[profile] = std::move(table);
  }
  return def;
}

std::string folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return std::string(path.substr(0, slash));
}

void add_sources(const std::vector<SourceDef>& sources, std::set<std::string>& codes) {
  for (const auto& source : sources)
    if (!source.codes.empty()) codes.insert(source.codes);
}

void add_codes(const std::vector<CorrespondenceDef>& rules, std::set<std::string>& codes) {
  for (const auto& rule : rules) {
    if (!rule.codes.empty()) codes.insert(rule.codes);
    for (const auto* sources : {&rule.from, &rule.otherwise, &rule.defaults}) add_sources(*sources, codes);
    for (const auto& branch : rule.branches) add_codes(branch.fields, codes);
    add_codes(rule.fields, codes);
  }
}

/// Puts the Norwegian of reasons beside them.
void add_nb(const yaml::Node& reasons, std::vector<CorrespondenceDef>& rules) {
  const auto in_nb = [&](const std::string& english) {
    const auto found = english.empty() ? yaml::Node() : reasons[english];
    return found.is_scalar() ? found.text() : english;
  };
  for (auto& rule : rules) {
    rule.nb.loss = in_nb(rule.supplement ? *rule.supplement : rule.loss.value_or(std::string()));
    rule.nb.policy = in_nb(rule.policy);
    rule.nb.only = in_nb(rule.only);
    rule.nb.refuse = in_nb(rule.refuse.value_or(std::string()));
    for (auto& branch : rule.branches) add_nb(reasons, branch.fields);
    add_nb(reasons, rule.fields);
  }
}

void add_nb(const resources::Store& store, MappingFiles& files) {
  const auto text = store.read("mappings/reasons.nb.yaml");
  yaml::Node reasons;
  if (text)
    if (const auto read = yaml::load(*text); read && read->is_map()) reasons = (*read)["reasons"];
  for (auto& mapping : files.mappings)
    for (auto& variant : mapping.variants) {
      for (auto& document : variant.documents) add_nb(reasons, document.fields);
      add_nb(reasons, variant.fields);
    }
}

}  // namespace

MappingFiles read_mapping_of(const resources::Store& store, const Profiles& profiles,
                             const std::string& folder, const std::string& message) {
  MappingFiles files;
  CorrespondenceReader reader(profiles, files.errors);
  reader.look_for_blocks([&](const std::string& name, CorrespondenceReader& to) {
    const std::string block_path = folder + "/blocks/" + name + ".yaml";
    const auto text = store.read(block_path);
    if (!text) return;
    yaml::File file(block_path, *text, files.errors);
    if (file.root().is_map()) to.add_block(file, file.root());
  });
  const std::string path = folder + "/messages/" + message + ".yaml";
  const auto text = store.read(path);
  if (!text) return files;
  yaml::File file(path, *text, files.errors);
  if (!file.root().is_map()) return files;
  files.mappings.push_back(reader.read_mapping(file, file.root()));
  add_nb(store, files);
  std::set<std::string> codes;
  for (const auto& variant : files.mappings.front().variants) {
    for (const auto& document : variant.documents) add_codes(document.fields, codes);
    add_codes(variant.fields, codes);
  }
  for (const auto& name : codes) {
    const auto code_path = fmt::format("{}/codes/{}.yaml", folder, name);
    const auto code_text = store.read(code_path);
    if (!code_text) continue;
    yaml::File code_file(code_path, *code_text, files.errors);
    if (code_file.root().is_map())
      files.codes[name] = read_code_table(code_file, code_file.root(), profiles.all);
  }
  return files;
}

MappingFiles read_mapping_files(const resources::Store& store, const Profiles& profiles) {
  MappingFiles files;
  CorrespondenceReader reader(profiles, files.errors);
  std::vector<std::pair<std::string, yaml::Node>> messages;
  for (const auto& path : store.list("mappings")) {
    if (!path.ends_with(".yaml") || path.ends_with(".test.yaml") || path.ends_with(".nb.yaml")) continue;
    const auto text = store.read(path);
    if (!text) continue;
    yaml::File file(path, *text, files.errors);
    const auto& root = file.root();
    if (!root.is_map()) continue;
    if (folder_of(path).ends_with("codes")) {
      auto table = read_code_table(file, root, profiles.all);
      if (const auto other = files.codes.find(table.name); other != files.codes.end())
        file.error(
            root, fmt::format("there is another code table '{}': {}", table.name, other->second.origin.file));
      files.codes[table.name] = std::move(table);
    } else if (root["block"]) {
      reader.add_block(file, root);
    } else {
      messages.emplace_back(path, root);
    }
  }
  for (auto& [path, root] : messages) {
    yaml::File file(path, files.errors);
    files.mappings.push_back(reader.read_mapping(file, root));
  }
  std::sort(files.mappings.begin(), files.mappings.end(),
            [](const MappingDef& a, const MappingDef& b) { return a.message < b.message; });
  add_nb(store, files);
  return files;
}

}  // namespace cimgate::mapping

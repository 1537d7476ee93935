#include "gateway/mapping/correspondence_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/text/did_you_mean.hpp"

namespace cimgate::mapping {

namespace {

/// True when an alternative is taken where BIM has this very value: then its documents say so.
bool is_said_by(const ConditionDef& alternative, const CorrespondenceDef& field) {
  if (field.bim.size() != 1 || field.defaults.size() != 1 ||
      field.defaults.front().kind != SourceDef::Kind::constant)
    return false;
  return std::any_of(alternative.is.begin(), alternative.is.end(), [&](const ConditionDef::Is& is) {
    return !is.negated && is.path == field.bim.front() && is.values.size() == 1 &&
           is.values.front() == field.defaults.front().constant;
  });
}

}  // namespace

std::string join_path(const std::string& prefix, const std::string& path) {
  if (path.starts_with('/') || prefix.empty()) return path;
  if (path == "." || path.empty()) return prefix;
  if (prefix == ".") return path;
  return prefix + '/' + path;
}

void CorrespondenceReader::add_block(yaml::File& file, const yaml::Node& root) {
  file.check_keys(root, {"block", "title", "parameters", "fields", "note"});
  Block block;
  block.path = file.path();
  block.root = root;
  if (const auto parameters = root["parameters"]) block.parameters = file.words(parameters);
  const auto name = file.text(root, "block");
  if (const auto other = blocks_.find(name); other != blocks_.end())
    file.error(root, fmt::format("there is another block '{}': {}", name, other->second.path));
  blocks_[name] = std::move(block);
}

MappingDef CorrespondenceReader::read_mapping(yaml::File& file, const yaml::Node& root) {
  MappingDef mapping;
  mapping.origin = file.place(root);
  file.check_keys(root,
                  {"message", "schema", "title", "note", "variants", "recognise", "documents", "fields"});
  mapping.message = file.text(root, "message");
  mapping.schema = file.text(root, "schema");
  mapping.title = file.text(root, "title");
  wanted_ = profiles_.of(mapping.schema);
  Frame frame{&file, {}, {}, {}, 0, {}};
  if (const auto variants = root["variants"]) {
    for (const auto& node : variants) {
      file.check_keys(node, {"name", "when", "recognise", "documents", "fields", "note"});
      mapping.variants.push_back(read_variant(frame, node));
    }
  } else {
    mapping.variants.push_back(read_variant(frame, root));
    mapping.variants.back().name = "message";
  }
  return mapping;
}

VariantDef CorrespondenceReader::read_variant(Frame& frame, const yaml::Node& node) {
  VariantDef variant;
  variant.origin = frame.file->place(node);
  variant.name = frame.file->optional_text(node, "name");
  if (const auto when = node["when"]) variant.when = read_condition(frame, when, {});
  if (const auto recognise = node["recognise"]) variant.recognise = read_condition(frame, recognise, {});
  if (const auto fields = node["fields"]) variant.fields = read_rules(frame, fields);
  const auto documents = node["documents"];
  if (!documents || !documents.is_list() || documents.size() == 0) {
    frame.file->error(node, "'documents' is missing: say which CIM documents the message becomes");
    return variant;
  }
  for (const auto& document : documents) variant.documents.push_back(read_document(frame, document));
  return variant;
}

DocumentDef CorrespondenceReader::read_document(Frame& frame, const yaml::Node& node) {
  DocumentDef document;
  document.origin = frame.file->place(node);
  frame.file->check_keys(node, {"document", "companion", "when", "recognise", "fields", "note"});
  document.root = frame.file->text(node, "document");
  document.companion = frame.file->optional_text(node, "companion") == "true";
  if (const auto when = node["when"]) document.when = read_condition(frame, when, {});
  if (const auto recognise = node["recognise"]) document.recognise = read_condition(frame, recognise, {});
  if (const auto fields = node["fields"]) document.fields = read_rules(frame, fields);
  return document;
}

std::vector<CorrespondenceDef> CorrespondenceReader::read_rules(Frame& frame, const yaml::Node& list) {
  std::vector<CorrespondenceDef> rules;
  if (!list.is_list()) {
    frame.file->error(list, "expected a list of correspondences");
    return rules;
  }
  for (const auto& node : list) read_rule(frame, node, rules);
  return rules;
}

void CorrespondenceReader::read_rule(Frame& frame, const yaml::Node& node,
                                     std::vector<CorrespondenceDef>& rules) {
  if (!node.is_map())
    frame.file->error(node, "expected a correspondence: a map with 'bim', 'cim', 'use', 'each' or 'choose'");
  else if (node["use"])
    return use_block(frame, node, rules);
  else if (node["each"])
    rules.push_back(read_each(frame, node));
  else if (node["choose"])
    rules.push_back(read_choose(frame, node));
  else
    rules.push_back(read_field(frame, node));
  if (!node.is_map()) return;
  rules.back().used_from = frame.uses;
  read_versions(frame, node, rules.back());
}

void CorrespondenceReader::read_versions(Frame& frame, const yaml::Node& node, CorrespondenceDef& rule) {
  if (rule.since.empty()) rule.since = optional_text(frame, node, "since");
  if (rule.until.empty()) rule.until = optional_text(frame, node, "until");
}

void CorrespondenceReader::use_block(Frame& frame, const yaml::Node& node,
                                     std::vector<CorrespondenceDef>& rules) {
  frame.file->check_keys(node, {"use", "bim", "cim", "with", "since", "until", "note"});
  const std::string name = text(frame, node["use"], "use");
  if (find_block_ && !blocks_.contains(name)) find_block_(name, *this);
  const auto at = blocks_.find(name);
  if (at == blocks_.end()) {
    std::vector<std::string> names;
    for (const auto& [known, block] : blocks_) names.push_back(known);
    frame.file->error(node["use"],
                      fmt::format("there is no block '{}'{}", name, text::did_you_mean(name, names)));
    return;
  }
  if (frame.depth > 16) {
    frame.file->error(node, "blocks use each other in a circle");
    return;
  }
  yaml::File block_file(at->second.path, errors_);
  Frame inner{&block_file,
              join_path(frame.bim, optional_text(frame, node, "bim")),
              join_path(frame.cim, optional_text(frame, node, "cim")),
              {},
              frame.depth + 1,
              frame.uses};
  inner.uses.push_back(frame.file->place(node));
  if (const auto with = node["with"])
    for (const auto& entry : with) inner.parameters[entry.first.text()] = text(frame, entry.second, "with");
  for (const auto& [parameter, value] : inner.parameters)
    if (std::find(at->second.parameters.begin(), at->second.parameters.end(), parameter) ==
        at->second.parameters.end())
      frame.file->error(node["with"], fmt::format("the block '{}' has no parameter '{}'{}", name, parameter,
                                                  text::did_you_mean(parameter, at->second.parameters)));
  for (const auto& parameter : at->second.parameters)
    if (!inner.parameters.contains(parameter))
      frame.file->error(node, fmt::format("the block '{}' needs '{}' under 'with'", name, parameter));
  auto made = read_rules(inner, at->second.root["fields"]);
  for (auto& rule : made) read_versions(frame, node, rule);
  std::move(made.begin(), made.end(), std::back_inserter(rules));
}

CorrespondenceDef CorrespondenceReader::read_each(Frame& frame, const yaml::Node& node) {
  CorrespondenceDef rule;
  rule.kind = CorrespondenceDef::Kind::each;
  rule.origin = frame.file->place(node);
  frame.file->check_keys(node, {"each", "cim", "when", "fields", "loss", "since", "until", "note"});
  rule.bim = {join_path(frame.bim, text(frame, node["each"], "each"))};
  rule.cim = join_path(frame.cim, optional_text(frame, node, "cim"));
  if (const auto loss = node["loss"]) rule.loss = text(frame, loss, "loss");
  // Inside, paths are seen from the record.
  Frame inner{frame.file, {}, {}, frame.parameters, frame.depth, frame.uses};
  if (const auto when = node["when"]) rule.when = read_condition(inner, when, {});
  if (const auto fields = node["fields"])
    rule.fields = read_rules(inner, fields);
  else
    frame.file->error(node, "'fields' is missing");
  return rule;
}

CorrespondenceDef CorrespondenceReader::read_choose(Frame& frame, const yaml::Node& node) {
  CorrespondenceDef rule;
  rule.kind = CorrespondenceDef::Kind::choose;
  rule.origin = frame.file->place(node);
  frame.file->check_keys(node, {"choose", "of", "loss", "since", "until", "note"});
  rule.name = text(frame, node["choose"], "choose");
  if (const auto loss = node["loss"]) rule.loss = text(frame, loss, "loss");
  const auto list = node["of"];
  if (!list || !list.is_list()) {
    frame.file->error(node, "'of' is missing: the list of alternatives");
    return rule;
  }
  for (const auto& entry : list) {
    BranchDef branch;
    branch.origin = frame.file->place(entry);
    frame.file->check_keys(entry, {"name", "bim", "cim", "otherwise", "fields", "note"});
    branch.name = frame.file->text(entry, "name");
    branch.otherwise = frame.file->optional_text(entry, "otherwise") == "true";
    if (const auto bim = entry["bim"]) branch.bim = read_condition(frame, bim, frame.bim);
    if (const auto cim = entry["cim"]) branch.cim = read_condition(frame, cim, frame.cim);
    if (const auto fields = entry["fields"]) branch.fields = read_rules(frame, fields);
    for (auto& field : branch.fields) field.said_by_alternative = is_said_by(branch.bim, field);
    rule.branches.push_back(std::move(branch));
  }
  return rule;
}

CorrespondenceDef CorrespondenceReader::read_field(Frame& frame, const yaml::Node& node) {
  CorrespondenceDef rule;
  rule.origin = frame.file->place(node);
  frame.file->check_keys(node, {"bim", "cim", "as", "codes", "join", "constant", "from", "else", "default",
                                "loss", "refuse", "supplement", "only", "policy", "since", "until", "note"});
  if (const auto bim = node["bim"])
    for (const auto& path : frame.file->words(bim))
      rule.bim.push_back(join_path(frame.bim, replace_parameters(frame, bim, path)));
  if (const auto cim = node["cim"]) rule.cim = join_path(frame.cim, text(frame, cim, "cim"));
  rule.as = optional_text(frame, node, "as");
  rule.codes = optional_text(frame, node, "codes");
  rule.policy = optional_text(frame, node, "policy");
  if (const auto join = node["join"]) rule.join = text(frame, join, "join");
  if (const auto constant = node["constant"]) {
    SourceDef source;
    source.origin = frame.file->place(constant);
    source.constant = read_profile_text(frame, constant);
    rule.from.push_back(std::move(source));
  }
  if (const auto from = node["from"]) rule.from = read_sources(frame, from);
  if (const auto otherwise = node["else"]) rule.otherwise = read_sources(frame, otherwise);
  if (const auto defaults = node["default"]) rule.defaults = read_sources(frame, defaults);
  if (const auto loss = node["loss"]) rule.loss = text(frame, loss, "loss");
  if (const auto refuse = node["refuse"]) rule.refuse = text(frame, refuse, "refuse");
  if (const auto supplement = node["supplement"]) rule.supplement = text(frame, supplement, "supplement");
  if (const auto only = node["only"]) {
    rule.kind = CorrespondenceDef::Kind::only;
    rule.only = text(frame, only, "only");
  }
  if (rule.bim.empty() && rule.cim.empty())
    frame.file->error(node, "a correspondence needs 'bim' or 'cim' or both");
  if (rule.refuse && (rule.bim.empty() || rule.cim.empty() || rule.loss || !rule.otherwise.empty()))
    frame.file->error(node, "'refuse' goes with 'bim' and 'cim', and with neither 'else' nor 'loss'");
  if (rule.bim.size() > 1 && !rule.join) frame.file->error(node, "several 'bim' elements need 'join'");
  if (rule.cim.empty() && !rule.supplement && rule.defaults.empty() && !rule.bim.empty())
    frame.file->error(node, "a BIM element without 'cim' needs 'supplement' (and why), or a 'default'");
  if (rule.bim.empty() && rule.from.empty() && rule.kind == CorrespondenceDef::Kind::field &&
      !rule.cim.empty())
    frame.file->error(node, "a CIM element without 'bim' needs 'constant', 'from' or 'only'");
  return rule;
}

std::vector<SourceDef> CorrespondenceReader::read_sources(Frame& frame, const yaml::Node& node) {
  std::vector<SourceDef> sources;
  if (node.is_list())
    for (const auto& item : node) sources.push_back(read_source(frame, item));
  else
    sources.push_back(read_source(frame, node));
  return sources;
}

SourceDef CorrespondenceReader::read_source(Frame& frame, const yaml::Node& node) {
  SourceDef source;
  source.origin = frame.file->place(node);
  if (!node.is_map()) {
    source.constant = read_profile_text(frame, node);
    return source;
  }
  frame.file->check_keys(node, {"constant", "number", "bim", "as", "codes", "uuid", "name", "days", "until"});
  const auto path = [&](const char* key) { return join_path(frame.bim, optional_text(frame, node, key)); };
  if (const auto constant = node["constant"]) {
    source.constant = read_profile_text(frame, constant);
  } else if (node["number"]) {
    source.kind = SourceDef::Kind::number;
  } else if (node["bim"]) {
    source.kind = SourceDef::Kind::bim;
    source.path = path("bim");
    source.as = optional_text(frame, node, "as");
    source.codes = optional_text(frame, node, "codes");
  } else if (node["uuid"]) {
    source.kind = SourceDef::Kind::uuid;
    source.path = path("uuid");
    source.name = optional_text(frame, node, "name");
  } else if (node["days"]) {
    source.kind = SourceDef::Kind::days;
    source.path = path("days");
    source.until = path("until");
  } else {
    frame.file->error(node, "expected 'constant', 'bim', 'number', 'uuid' or 'days'");
  }
  return source;
}

ConditionDef CorrespondenceReader::read_condition(Frame& frame, const yaml::Node& node,
                                                  const std::string& prefix) {
  ConditionDef condition;
  condition.origin = frame.file->place(node);
  frame.file->check_keys(node, {"has", "lacks", "is", "not", "any"});
  const auto paths = [&](const char* key, std::vector<std::string>& into) {
    if (const auto list = node[key])
      for (const auto& path : frame.file->words(list))
        into.push_back(join_path(prefix, replace_parameters(frame, list, path)));
  };
  paths("has", condition.has);
  paths("lacks", condition.lacks);
  const auto values = [&](const char* key, bool negated) {
    for (const auto& entry : node[key]) {
      ConditionDef::Is is;
      is.origin = frame.file->place(entry.first);
      is.negated = negated;
      is.path = join_path(prefix, text(frame, entry.first, key));
      if (entry.second.is_list())
        for (const auto& value : entry.second) is.values.push_back(read_profile_text(frame, value));
      else
        is.values.push_back(read_profile_text(frame, entry.second));
      condition.is.push_back(std::move(is));
    }
  };
  values("is", false);
  values("not", true);
  if (const auto any = node["any"]) {
    if (!any.is_list()) frame.file->error(any, "'any' is a list of conditions, one of which must hold");
    for (const auto& one : any) condition.any.push_back(read_condition(frame, one, prefix));
  }
  return condition;
}

ProfileText CorrespondenceReader::read_profile_text(Frame& frame, const yaml::Node& node) {
  ProfileText value;
  if (!node.is_map()) {
    value.text = text(frame, node, "constant");
    return value;
  }
  for (const auto& entry : node) {
    const auto& profile = entry.first.text();
    if (std::find(wanted_.begin(), wanted_.end(), profile) == wanted_.end())
      frame.file->error(entry.first,
                        fmt::format("unknown profile '{}'{}", profile, text::did_you_mean(profile, wanted_)));
    value.by_profile[profile] = text(frame, entry.second, "constant");
  }
  for (const auto& profile : wanted_)
    if (!value.by_profile.contains(profile))
      frame.file->error(node, fmt::format("no value for profile '{}'", profile));
  return value;
}

std::string CorrespondenceReader::text(Frame& frame, const yaml::Node& node, const char* what) {
  return replace_parameters(frame, node, frame.file->scalar(node, what));
}

std::string CorrespondenceReader::optional_text(Frame& frame, const yaml::Node& map, const char* key) {
  const auto node = map[key];
  return node ? text(frame, node, key) : std::string();
}

std::string CorrespondenceReader::replace_parameters(Frame& frame, const yaml::Node& node,
                                                     std::string value) {
  for (auto start = value.find("${"); start != std::string::npos; start = value.find("${", start)) {
    const auto end = value.find('}', start);
    if (end == std::string::npos) break;
    const std::string name = value.substr(start + 2, end - start - 2);
    const auto at = frame.parameters.find(name);
    if (at == frame.parameters.end()) {
      frame.file->error(node, "there is no parameter '" + name + "' here");
      return value;
    }
    value.replace(start, end - start + 1, at->second);
    start += at->second.size();
  }
  return value;
}

}  // namespace cimgate::mapping

#pragma once
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gateway/mapping/definition.hpp"
#include "gateway/yaml/file.hpp"

namespace cimgate::mapping {

/// Reads message mappings and puts the blocks that they use in place: paths of a block are seen from the
/// paths that `use` gives, `${name}` is replaced by what `with` gives.
class CorrespondenceReader {
 public:
  CorrespondenceReader(Profiles profiles, std::vector<yaml::Mistake>& errors)
      : profiles_(std::move(profiles)), errors_(errors) {}

  /// Where blocks are looked for that have not been added.
  using FindBlock = std::function<void(const std::string& name, CorrespondenceReader& reader)>;
  void look_for_blocks(FindBlock find) { find_block_ = std::move(find); }

  void add_block(yaml::File& file, const yaml::Node& root);
  MappingDef read_mapping(yaml::File& file, const yaml::Node& root);

 private:
  struct Block {
    std::string path;
    yaml::Node root;
    std::vector<std::string> parameters;
  };
  /// Where correspondences stand: file, prefixes and parameters.
  struct Frame {
    yaml::File* file;
    std::string bim;
    std::string cim;
    std::map<std::string, std::string> parameters;
    int depth = 0;
    std::vector<Origin> uses;  ///< of blocks, the outermost first
  };

  VariantDef read_variant(Frame& frame, const yaml::Node& node);
  DocumentDef read_document(Frame& frame, const yaml::Node& node);
  std::vector<CorrespondenceDef> read_rules(Frame& frame, const yaml::Node& list);
  void read_rule(Frame& frame, const yaml::Node& node, std::vector<CorrespondenceDef>& rules);
  /// `since` and `until`, where the correspondence does not say them itself.
  void read_versions(Frame& frame, const yaml::Node& node, CorrespondenceDef& rule);
  void use_block(Frame& frame, const yaml::Node& node, std::vector<CorrespondenceDef>& rules);
  CorrespondenceDef read_each(Frame& frame, const yaml::Node& node);
  CorrespondenceDef read_choose(Frame& frame, const yaml::Node& node);
  CorrespondenceDef read_field(Frame& frame, const yaml::Node& node);
  std::vector<SourceDef> read_sources(Frame& frame, const yaml::Node& node);
  SourceDef read_source(Frame& frame, const yaml::Node& node);
  ConditionDef read_condition(Frame& frame, const yaml::Node& node, const std::string& prefix);
  ProfileText read_profile_text(Frame& frame, const yaml::Node& node);

  std::string text(Frame& frame, const yaml::Node& node, const char* what);
  std::string optional_text(Frame& frame, const yaml::Node& map, const char* key);
  std::string replace_parameters(Frame& frame, const yaml::Node& node, std::string value);

  Profiles profiles_;
  std::vector<std::string> wanted_;  ///< by the mapping that is read
  std::vector<yaml::Mistake>& errors_;
  std::map<std::string, Block> blocks_;
  FindBlock find_block_;
};

/// `path` as seen from `prefix`; "." is the prefix itself, a path that starts with "/" stays.
std::string join_path(const std::string& prefix, const std::string& path);

}  // namespace cimgate::mapping

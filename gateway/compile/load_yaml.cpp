#include "gateway/yaml/image.hpp"
#include "gateway/yaml/load.hpp"

extern "C" {
extern const char cimgate_yaml[];
extern const char cimgate_yaml_end[];
}

namespace cimgate::yaml {

tl::expected<Node, Mistake> load(std::string_view text) {
  const std::string_view image(cimgate_yaml, static_cast<std::size_t>(cimgate_yaml_end - cimgate_yaml));
  if (auto node = find_tree(image, text)) return node;
  return parse(text);
}

}  // namespace cimgate::yaml

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/json/out.hpp"
#include "gateway/json/shape.hpp"

namespace cimgate::json {
namespace {

using schema::Base;

class Writer {
 public:
  Writer(const document::Document& document, JsonOut& out, document::WriteLog* log)
      : document_(document), out_(out), log_(log) {}

  void write_value(document::NodeId id) {
    const document::Node& node = document_[id];
    if (is_bare(node)) {
      write_text(id);
      note(id, nullptr);
    } else if (node.first_child == document::no_node && node.element != nullptr &&
               node.element->text != nullptr) {
      out_.begin_object(JsonOut::Line::one);
      write_attributes(id, node);
      out_.key("value");
      write_text(id);
      note(id, nullptr);
      out_.end_object();
    } else {
      out_.begin_object();
      write_attributes(id, node);
      if (node.first_child == document::no_node && !node.text.empty()) {
        out_.key("value");
        write_text(id);
        note(id, nullptr);
      }
      write_children(node);
      out_.end_object();
    }
  }

 private:
  bool is_bare(const document::Node& node) const {
    if (node.first_child != document::no_node || !node.attributes.empty()) return false;
    if (node.nil) return true;
    return node.element == nullptr || is_bare_in_json(*node.element);
  }

  void note(document::NodeId id, const schema::Attribute* attribute) {
    if (log_ != nullptr) log_->values.push_back({id, attribute, out_.value_begin(), out_.size()});
  }

  void write_attributes(document::NodeId id, const document::Node& node) {
    // Schema order, whatever the order in the source was; attributes that the schema does not know come last.
    if (node.element != nullptr)
      for (const auto& declared : node.element->attributes())
        for (const auto& attribute : node.attributes)
          if (attribute.declaration == &declared) write_attribute(id, node, attribute);
    for (const auto& attribute : node.attributes)
      if (attribute.declaration == nullptr) write_attribute(id, node, attribute);
  }

  void write_attribute(document::NodeId id, const document::Node& node,
                       const document::Attribute& attribute) {
    const bool taken = attribute.name == json_value_name ||
                       (node.element != nullptr && node.element->child_index(attribute.name) >= 0);
    out_.key(taken ? '@' + std::string(attribute.name) : std::string(attribute.name));
    out_.string(attribute.value);
    note(id, attribute.declaration);
  }

  void write_text(document::NodeId id) {
    const document::Node& node = document_[id];
    if (node.nil) {
      out_.literal("null");
      return;
    }
    const std::string_view text = document_.effective_text(id);
    switch (node.element != nullptr ? json_kind_of(*node.element) : JsonKind::string) {
      case JsonKind::number:
        if (const auto number = to_json_number(text); !number.empty()) return out_.literal(number);
        break;
      case JsonKind::boolean:
        if (const auto boolean = to_json_boolean(text); !boolean.empty()) return out_.literal(boolean);
        break;
      case JsonKind::string:
        break;
    }
    out_.string(text);
  }

  void write_children(const document::Node& node) {
    const auto children = in_member_order(node);
    for (std::size_t i = 0; i < children.size();) {
      const document::Node& child = document_[children[i]];
      std::size_t end = i + 1;
      while (end < children.size() && document_[children[end]].name == child.name) ++end;
      const bool declared_array =
          child.element != nullptr && is_json_array(node.element->children()[child.place]);
      out_.key(child.name);
      // A member name may come only once, so what is repeated against the schema becomes an array, too.
      if (!declared_array && end == i + 1) {
        write_value(children[i]);
      } else {
        out_.begin_array();
        for (std::size_t at = i; at < end; ++at) {
          const std::size_t begin = out_.size();
          write_value(children[at]);
          if (log_ != nullptr) log_->elements.push_back({children[at], begin, out_.size()});
        }
        out_.end_array();
      }
      i = end;
    }
  }

  /// The children in schema order, those of one name together; the ones that the schema does not know come
  /// last.
  std::vector<document::NodeId> in_member_order(const document::Node& node) const {
    std::vector<document::NodeId> ids;
    ids.reserve(node.child_count);
    bool sorted = true;
    for (document::NodeId at = node.first_child; at != document::no_node; at = document_[at].next) {
      const document::Node& child = document_[at];
      sorted =
          sorted && child.element != nullptr && (ids.empty() || document_[ids.back()].place <= child.place);
      ids.push_back(at);
    }
    if (sorted) return ids;
    std::map<std::string_view, std::uint32_t> unknown;  // by name, numbered as they come
    const auto rank = [&](document::NodeId id) -> std::uint32_t {
      const document::Node& child = document_[id];
      if (child.element != nullptr) return child.place;
      const auto known = node.element != nullptr ? node.element->child_index(child.name) : -1;
      if (known >= 0) return static_cast<std::uint32_t>(known);
      const auto declared = node.element != nullptr ? node.element->children().size() : 0;
      const auto number = unknown.size();
      return static_cast<std::uint32_t>(declared + unknown.emplace(child.name, number).first->second);
    };
    std::vector<std::pair<std::uint32_t, document::NodeId>> ranked;
    ranked.reserve(ids.size());
    for (const document::NodeId id : ids) ranked.emplace_back(rank(id), id);
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = ranked[i].second;
    return ids;
  }

  const document::Document& document_;
  JsonOut& out_;
  document::WriteLog* log_;
};

}  // namespace

void append_json(const document::Message& message, JsonOut& out, document::WriteLog* log) {
  out.begin_object();
  out.key(message.document.root().name);
  Writer(message.document, out, log).write_value(0);
  out.end_object();
}

std::string to_json_part(const document::Message& message, const document::WriteOptions& options,
                         std::size_t level, document::WriteLog& log) {
  JsonOut out(options.indent, level);
  append_json(message, out, &log);
  return out.take_piece();
}

std::string to_json(const document::Message& message, const document::WriteOptions& options,
                    document::WriteLog* log) {
  JsonOut out(options.indent);
  out.reserve(512 + message.document.size() * 48);
  append_json(message, out, log);
  return std::move(out).take();
}

}  // namespace cimgate::json

#include <fmt/format.h>
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/xml/out.hpp"

namespace cimgate::xml {
namespace {

constexpr std::string_view xsi_namespace = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::string_view white_space = " \t\r\n";

/// Namespaces of one document and the tag start each gets: "rsm:" or "".
class Prefixes {
 public:
  explicit Prefixes(const document::Message& message) : set_(*message.set) {
    const document::Document& document = message.document;
    add(document.root().ns, set_.root_prefix);
    // Nodes that were taken out are looked at too: a declaration too many does no harm.
    for (std::size_t id = 1; id < document.size(); ++id) {
      const document::Node& node = document[static_cast<document::NodeId>(id)];
      if (node.ns != entries_.back().first) note(node.ns);
      nil_ = nil_ || node.nil;
    }
    nil_ = nil_ || document.root().nil;
  }

  std::string_view of(std::string_view ns) {
    if (entries_[last_].first != ns)
      for (last_ = 0; last_ + 1 < entries_.size() && entries_[last_].first != ns;) ++last_;
    return entries_[last_].second;
  }

  void append_declarations(std::string& out) const {
    for (const auto& [ns, start] : entries_) {
      if (ns.empty()) continue;
      out += start.empty() ? " xmlns" : " xmlns:";
      if (!start.empty()) out.append(start, 0, start.size() - 1);
      out += "=\"";
      append_xml_attribute_value(ns, out);
      out += '"';
    }
    if (nil_) {
      out += " xmlns:xsi=\"";
      out += xsi_namespace;
      out += '"';
    }
  }

 private:
  void note(std::string_view ns) {
    for (const auto& entry : entries_)
      if (entry.first == ns) return;
    const auto known = set_.prefixes.find(std::string(ns));
    if (known != set_.prefixes.end() && !is_taken(known->second))
      add(ns, known->second);
    else
      add(ns, ns.empty() ? std::string() : fmt::format("ns{}", entries_.size()));
    // Names without namespace have no prefix; then nothing else can do without one.
    if (ns.empty())
      for (auto& entry : entries_)
        if (!entry.first.empty() && entry.second.empty()) entry.second = "doc:";
  }

  bool is_taken(const std::string& prefix) const {
    const auto start = prefix.empty() ? std::string() : prefix + ':';
    return std::any_of(entries_.begin(), entries_.end(),
                       [&](const auto& entry) { return entry.second == start; });
  }

  void add(std::string_view ns, const std::string& prefix) {
    entries_.emplace_back(ns, prefix.empty() || ns.empty() ? std::string() : prefix + ':');
  }

  const schema::SchemaSet& set_;
  std::vector<std::pair<std::string_view, std::string>> entries_;
  std::size_t last_ = 0;
  bool nil_ = false;
};

bool is_name_byte(char c, bool first) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & '\x80') != 0;
  return letter || (!first && ((c >= '0' && c <= '9') || c == '-' || c == '.'));
}

/// Names that the schema does not know may come from JSON, where any text is a name: what XML does not allow
/// becomes _xHH_, so the result is well-formed.
void append_any_name(std::string_view name, std::string& out) {
  if (name.empty()) out += '_';
  for (std::size_t i = 0; i < name.size(); ++i)
    if (is_name_byte(name[i], i == 0))
      out += name[i];
    else
      fmt::format_to(std::back_inserter(out), "_x{:02X}_", static_cast<unsigned char>(name[i]));
}

class Writer {
 public:
  Writer(const document::Message& message, const document::WriteOptions& options, std::size_t level,
         std::string& out, document::WriteLog* log)
      : document_(message.document),
        options_(options),
        level_(level),
        out_(out),
        log_(log),
        prefixes_(message) {
    if (log != nullptr) begins_.resize(message.document.size());
  }

  /// In document order without recursion.
  void write() {
    document::NodeId id = 0;
    bool down = open(0);
    for (;;) {
      if (down) {
        ++level_;
        id = document_[id].first_child;
      } else {
        while (id != 0 && document_[id].next == document::no_node) {
          id = document_[id].parent;
          --level_;
          append_xml_line(options_, level_, out_);
          append_end_tag(document_[id]);
          note_end(id);
        }
        if (id == 0) return;
        id = document_[id].next;
      }
      if (log_ != nullptr) begins_[id] = out_.size();
      append_xml_line(options_, level_, out_);
      down = open(id);
      if (!down) note_end(id);
    }
  }

 private:
  void note_end(document::NodeId id) {
    if (log_ != nullptr) log_->elements.push_back({id, begins_[id], out_.size()});
  }

  void note_value(document::NodeId id, const schema::Attribute* attribute, std::size_t begin) {
    if (log_ != nullptr) log_->values.push_back({id, attribute, begin, out_.size()});
  }

  /// Writes the start tag; true when children have to follow, else the element is complete.
  bool open(document::NodeId id) {
    const document::Node& node = document_[id];
    out_ += '<';
    append_name(node);
    if (id == 0) prefixes_.append_declarations(out_);
    for (const auto& attribute : node.attributes) {
      out_ += ' ';
      if (attribute.declaration != nullptr)
        out_ += attribute.name;
      else
        append_any_name(attribute.name, out_);
      out_ += "=\"";
      const std::size_t begin = out_.size();
      append_xml_attribute_value(attribute.value, out_);
      note_value(id, attribute.declaration, begin);
      out_ += '"';
    }
    if (node.nil) out_ += " xsi:nil=\"true\"";
    const bool parent = node.first_child != document::no_node;
    if (!parent && node.text.empty()) {
      out_ += "/>";
      return false;
    }
    out_ += '>';
    const std::size_t begin = out_.size();
    if (!parent || node.text.find_first_not_of(white_space) != std::string_view::npos)
      append_xml_text(node.text, out_);
    if (!parent) note_value(id, nullptr, begin);
    if (!parent) append_end_tag(node);
    return parent;
  }

  void append_end_tag(const document::Node& node) {
    out_ += "</";
    append_name(node);
    out_ += '>';
  }

  void append_name(const document::Node& node) {
    out_ += prefixes_.of(node.ns);
    if (node.element != nullptr)
      out_ += node.name;
    else
      append_any_name(node.name, out_);
  }

  const document::Document& document_;
  const document::WriteOptions& options_;
  std::size_t level_;
  std::string& out_;
  document::WriteLog* log_;
  std::vector<std::size_t> begins_;  ///< of the elements, for the log
  Prefixes prefixes_;
};

}  // namespace

void append_xml(const document::Message& message, const document::WriteOptions& options, std::size_t level,
                std::string& out, document::WriteLog* log) {
  Writer(message, options, level, out, log).write();
}

std::string to_xml_part(const document::Message& message, const document::WriteOptions& options,
                        std::size_t level, document::WriteLog& log) {
  std::string out;
  append_xml(message, options, level, out, &log);
  return out;
}

std::string to_xml(const document::Message& message, const document::WriteOptions& options,
                   document::WriteLog* log) {
  // A leaf takes some 60 to 80 bytes; growing once or twice more costs little.
  std::string out;
  out.reserve(512 + message.document.size() * 64);
  out += xml_declaration;
  append_xml_line(options, 0, out);
  append_xml(message, options, 0, out, log);
  out += '\n';
  return out;
}

}  // namespace cimgate::xml

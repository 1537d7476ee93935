#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/conformance/profile_choice.hpp"
#include "gateway/document/message.hpp"
#include "gateway/xml/parser.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::xml {

/// Makes documents of what the parser tells: finds the messages in envelopes and bundles, and reads the
/// supplement. Texts, names and attribute values are taken from the source itself, for the parser changes
/// them or keeps them back where they are not valid.
class MessageBuilder final : public XmlEvents {
 public:
  /// Adds to messages, supplement, findings and reference errors of `result`, whose source is parsed.
  /// `elements`: how many there are, for room in memory.
  MessageBuilder(const schema::Catalog& catalog, const document::ReadOptions& options, std::size_t elements,
                 document::ReadResult& result);

  bool start_element(std::string_view ns, std::span<const std::string_view> attribute_ns, std::size_t begin,
                     std::size_t end) override;
  void end_element(std::size_t begin, std::size_t end) override;
  void invalid(std::string message, bool at_next, About about) override;
  bool wants_more() const override { return told_.size() < options_.limits.findings; }

  /// What a parser found invalid. Where that is, is known to the end only.
  struct Told {
    document::ReferenceError error;
    std::size_t message = 0;                    ///< of the result
    document::NodeId node = document::no_node;  ///< in it; no_node: `error` has the path
    bool in_supplement = false;
  };
  std::vector<Told> take_told() { return std::move(told_); }
  /// What was told about the same source before; then nothing more is.
  void put_told(std::vector<Told> told);

  /// To be called when the whole text was parsed: says what is wrong with the envelope or bundle as a whole.
  void finish();

 private:
  /// What an open element is to us.
  enum class Role : std::uint8_t {
    envelope,
    header,
    body,
    operation,  ///< what EMIF puts around messages
    bundle,
    message,
    supplement,
    entry,
    skipped,
    beyond,  ///< more that the schemas do not know than is kept
  };

  struct Open {
    Open(Role r = Role::skipped, document::NodeId n = document::no_node) : role(r), node(n) {}

    Role role;
    document::NodeId node;  ///< in the last message
    std::size_t begin = 0;  ///< of the start tag
    std::string text;       ///< of an element that has children, or an entry of the supplement
    bool has_children = false;
  };

  struct Tag {
    std::string_view ns;
    std::string_view local;
    std::span<const std::string_view> attribute_ns;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  Open open_root(const Tag& tag);
  Open open_in_envelope(const Tag& tag);
  void note_header_block(const Tag& tag);
  Open open_in_body(const Tag& tag);
  Open open_in_operation(const Tag& tag);
  Open open_in_bundle(const Tag& tag);
  Open open_in_supplement(const Tag& tag);
  Open open_in_message(const Tag& tag);
  Open open_message(const conformance::KindInSet& found, const Tag& tag);
  Open unknown(const Tag& tag);

  void read_node_attributes(document::Document& document, document::NodeId node, const Tag& tag);
  void keep_attribute(document::Document& document, document::NodeId node, std::string_view name,
                      std::size_t at);
  /// The value of an attribute without namespace; empty when it is not there.
  std::string attribute_value(const Tag& tag, std::string_view name);
  /// What is invalid about the element whose start tag this is.
  void tell_pending(std::string_view tag);
  void take_text(Open& open, std::size_t until);
  void add_finding(Finding finding);
  bool is_full() const { return result_.findings.size() >= options_.limits.findings; }
  bool is_right_tag(About about, const Open& at) const;
  bool is_blank_text(About about, const Open& at);
  void add_invalid(std::string message, const Open& at);
  void add_reference_errors(bool with_containers);
  void add_container_finding(const Told& told);
  void check_bundle();
  std::string path_of(const Open& at) const;

  const schema::Catalog& catalog_;
  const document::ReadOptions& options_;
  document::ReadResult& result_;
  std::string_view text_;
  std::vector<Open> open_;
  std::size_t content_ = 0;  ///< where the text behind the last tag begins
  bool stopped_ = false;
  Role container_ = Role::message;  ///< what the root is
  bool has_fault_ = false;          ///< a SOAP fault stood where messages are
  std::size_t elements_;
  std::size_t unknown_ = 0;  ///< elements and attributes of messages that the schema does not know
  std::vector<Told> told_;
  struct Pending {
    std::string message;
    About about = About::structure;
  };
  std::vector<Pending> pending_;  ///< what is invalid about the element that starts next
  std::vector<RawAttribute> attributes_;
  std::vector<document::Attribute> made_attributes_;
  std::string buffer_;
};

}  // namespace cimgate::xml

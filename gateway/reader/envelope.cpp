// SOAP 1.1 envelopes, as xsd/soap/soap-envelope.xsd has them; what stands behind the body, and headers with
// elements of the market's own schemas, are left to the reference reader.
#include <string>

#include "gateway/document/root_names.hpp"
#include "gateway/reader/characters.hpp"
#include "gateway/reader/xml_engine.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::reader {
namespace {

/// True for namespaces that have schemas, so that their elements may not be just anything.
bool has_schema(const schema::Catalog& catalog, std::string_view ns) {
  return ns == document::soap_namespace || ns.starts_with("urn:cimgate:") ||
         document::is_market_namespace(catalog, ns);
}

}  // namespace

/// Up to the next message or operation, or the end of the envelope.
XmlEngine::Result XmlEngine::envelope() {
  while (frames_.empty() && !soap_.empty()) {
    const bool in_entry = soap_.back().part == SoapPart::entry;
    auto result = in_entry ? entry_text() : white_space();
    if (result != Result::ok) return result;
    if (window_.end() - at_ < 3) return at_end();
    if (*at_ != '<')
      result = *at_ == '&' ? Result::declined : Result::refused;
    else if (at_[1] == '/')
      result = close_soap();
    else if (at_[1] == '!' && at_[2] == '[' && in_entry)
      result = entry_cdata();
    else if (at_[1] == '!' || at_[1] == '?')
      result = misc();
    else
      result = soap_element();
    if (result != Result::ok) return result;
  }
  return Result::ok;
}

XmlEngine::Result XmlEngine::soap_element() {
  Tag tag;
  const auto context = learned_->namespaces.context();
  if (const auto result = raw_tag(at_, tag); result != Result::ok) return result;
  const auto name = xml::split_name(tag.name);
  if (name.prefix == "xml") return Result::declined;
  const auto ns = learned_->namespaces.of(name.prefix);
  if (!ns) return Result::refused;
  if (soap_.back().part == SoapPart::body) {
    document::ElementName operation{std::string(*ns), std::string(name.local)};
    const auto result = message_or_operation(tag, *ns, name.local, context);
    if (result == Result::ok && envelope_->body_elements++ == 0) envelope_->operation = std::move(operation);
    return result;
  }
  if (soap_.back().part != SoapPart::envelope) {
    if (has_schema(catalog_, *ns)) return Result::declined;
    if (soap_.back().part == SoapPart::header)
      if (const auto result = note_header_block(*ns, name.local); result != Result::ok) return result;
    return open_soap(tag, SoapPart::entry, context);
  }
  if (*ns != document::soap_namespace) return Result::declined;
  const bool is_body = name.local == "Body";
  if (has_body_ || (!is_body && (name.local != "Header" || has_header_))) return Result::refused;
  (is_body ? has_body_ : has_header_) = true;
  if (is_body) ++envelope_->bodies;
  return open_soap(tag, is_body ? SoapPart::body : SoapPart::header, context);
}

XmlEngine::Result XmlEngine::open_soap(const Tag& tag, SoapPart part, Namespaces::Context context) {
  if (const auto result = any_attributes(); result != Result::ok) return result;
  if (depth_outside_ >= limits_.depth || elements_outside_ >= limits_.elements) return Result::declined;
  ++elements_outside_;
  if (tag.empty) {
    learned_->namespaces.set_context(context);
  } else {
    soap_.push_back({std::string(tag.name), context, part});
    ++depth_outside_;
  }
  pass(at_, tag.end);
  go_to(tag.end);
  return Result::ok;
}

XmlEngine::Result XmlEngine::close_soap() {
  const char* end = at_;
  if (const auto result = end_of_element(at_ + 2, soap_.back().name, end); result != Result::ok)
    return result;
  if (soap_.back().part == SoapPart::envelope && !has_body_) return Result::refused;
  learned_->namespaces.set_context(soap_.back().context);
  soap_.pop_back();
  --depth_outside_;
  pass(at_, end);
  go_to(end);
  return Result::ok;
}

/// A block that has to be understood is told, whoever it is for.
XmlEngine::Result XmlEngine::note_header_block(std::string_view ns, std::string_view local) {
  document::Envelope::HeaderBlock block{{std::string(ns), std::string(local)}, {}};
  bool must = false;
  for (const auto& raw : raw_attributes_) {
    const auto name = xml::split_name(raw.name);
    if (name.prefix.empty() || learned_->namespaces.of(name.prefix) != document::soap_namespace) continue;
    if (raw.value.find('&') != std::string_view::npos) return Result::declined;
    if (name.local == "mustUnderstand") must = document::asks_to_be_understood(raw.value);
    if (name.local == "actor") block.actor = raw.value;
  }
  if (must) envelope_->must_understand.push_back(std::move(block));
  return Result::ok;
}

/// Any attributes may stand here, but no two of the same name; what the schema validator is told is left to
/// it, but for where schemas are, which it does not follow.
XmlEngine::Result XmlEngine::any_attributes() const {
  const auto& namespaces = learned_->namespaces;
  for (std::size_t i = 0; i < raw_attributes_.size(); ++i) {
    const auto& raw = raw_attributes_[i];
    const auto name = xml::split_name(raw.name);
    if (raw.name == "xmlns" || name.prefix == "xmlns") continue;
    if (name.prefix == "xml") return Result::declined;
    const auto ns = name.prefix.empty() ? std::string_view() : namespaces.of(name.prefix);
    if (!ns) return Result::refused;
    if (*ns == xsi_namespace && (name.local != "schemaLocation" || words_in(raw.value) % 2 != 0 ||
                                 raw.value.find('&') != std::string_view::npos))
      return Result::declined;
    for (std::size_t j = 0; j < i; ++j) {
      const auto other = xml::split_name(raw_attributes_[j].name);
      if (other.local != name.local || other.prefix.empty() != name.prefix.empty()) continue;
      if (name.prefix.empty() || (other.prefix != "xmlns" && namespaces.of(other.prefix) == ns))
        return Result::refused;
    }
  }
  return Result::ok;
}

/// Text in an entry of the header.
XmlEngine::Result XmlEngine::entry_text() {
  const char* end = at_;
  bool plain = true;
  if (const auto result = text_run(at_, end, plain); result != Result::ok) return result;
  return skip_to(end);
}

XmlEngine::Result XmlEngine::entry_cdata() {
  const char* end = at_;
  if (const auto result = cdata(at_, end); result != Result::ok) return result;
  return skip_to(end);
}

}  // namespace cimgate::reader

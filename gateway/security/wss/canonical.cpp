#include "gateway/security/wss/canonical.hpp"

#include <algorithm>
#include <tuple>

namespace cimgate::wss {
namespace {

constexpr std::size_t much = 32UL * 1024;

/// The innermost; null when there is none.
const Declaration* find(const std::vector<Declaration>& all, std::string_view prefix) {
  const auto at =
      std::find_if(all.rbegin(), all.rend(), [&](const Declaration& one) { return one.prefix == prefix; });
  return at == all.rend() ? nullptr : &*at;
}

void add_escaped(std::string& out, std::string_view value, std::string_view special) {
  for (std::size_t at = 0; at < value.size();) {
    const auto next = std::min(value.find_first_of(special, at), value.size());
    out += value.substr(at, next - at);
    if (next == value.size()) return;
    switch (value[next]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\t':
        out += "&#x9;";
        break;
      case '\n':
        out += "&#xA;";
        break;
      default:
        out += "&#xD;";
    }
    at = next + 1;
  }
}

}  // namespace

Canonicaliser::Canonicaliser(Sink sink, std::vector<std::string> inclusive, std::vector<Declaration> around)
    : sink_(std::move(sink)), inclusive_(std::move(inclusive)), in_scope_(std::move(around)) {}

/// A declaration is written where the output does not say the same already. What was never declared is the
/// default namespace without a name, and needs a word only where another is in force.
void Canonicaliser::write_if_new(std::string_view prefix, std::string_view uri) {
  if (prefix == "xml") return;
  if (find(now_, prefix) != nullptr) return;
  const auto* before = find(written_, prefix);
  if (before == nullptr ? uri.empty() : before->uri == uri) return;
  now_.push_back({prefix, uri});
}

void Canonicaliser::start(const StartTag& tag) {
  open_.push_back({names_.size(), in_scope_.size(), written_.size()});
  in_scope_.insert(in_scope_.end(), tag.declared.begin(), tag.declared.end());
  now_.clear();
  write_if_new(tag.name.prefix, tag.name.ns);
  for (const auto& one : tag.attributes)
    if (!one.prefix.empty()) write_if_new(one.prefix, one.ns);
  for (const auto& prefix : inclusive_)
    if (const auto* declared = find(in_scope_, prefix)) write_if_new(declared->prefix, declared->uri);
  std::sort(now_.begin(), now_.end(),
            [](const Declaration& a, const Declaration& b) { return a.prefix < b.prefix; });
  attributes_.assign(tag.attributes.begin(), tag.attributes.end());
  std::sort(attributes_.begin(), attributes_.end(), [](const Attribute& a, const Attribute& b) {
    return std::tie(a.ns, a.local) < std::tie(b.ns, b.local);
  });

  if (!tag.name.prefix.empty()) {
    names_ += tag.name.prefix;
    names_ += ':';
  }
  names_ += tag.name.local;
  out_ += '<';
  out_ += std::string_view(names_).substr(open_.back().name);
  for (const auto& one : now_) {
    out_ += one.prefix.empty() ? " xmlns" : " xmlns:";
    out_ += one.prefix;
    out_ += "=\"";
    add_escaped(out_, one.uri, "&<\"\t\n\r");
    out_ += '"';
  }
  for (const auto& one : attributes_) {
    out_ += ' ';
    if (!one.prefix.empty()) {
      out_ += one.prefix;
      out_ += ':';
    }
    out_ += one.local;
    out_ += "=\"";
    add_escaped(out_, one.value, "&<\"\t\n\r");
    out_ += '"';
  }
  out_ += '>';
  written_.insert(written_.end(), now_.begin(), now_.end());
  flush_if_much();
}

void Canonicaliser::end() {
  const auto& open = open_.back();
  out_ += "</";
  out_ += std::string_view(names_).substr(open.name);
  out_ += '>';
  names_.resize(open.name);
  in_scope_.resize(open.in_scope);
  written_.resize(open.written);
  open_.pop_back();
  flush_if_much();
}

void Canonicaliser::text(std::string_view text) {
  add_escaped(out_, text, "&<>\r");
  flush_if_much();
}

void Canonicaliser::instruction(std::string_view target, std::string_view data) {
  out_ += "<?";
  out_ += target;
  if (!data.empty()) {
    out_ += ' ';
    add_escaped(out_, data, "\r");
  }
  out_ += "?>";
}

void Canonicaliser::flush_if_much() {
  if (out_.size() < much) return;
  sink_(out_);
  out_.clear();
}

void Canonicaliser::finish() {
  if (!out_.empty()) sink_(out_);
  out_.clear();
}

}  // namespace cimgate::wss

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <array>
#include <memory>

#include "gateway/security/wss/verify.hpp"
#include "gateway/xml/survey.hpp"
#include "tests/fuzz/surfaces.hpp"

namespace cimgate::fuzz {
namespace {

/// 2026-12-01T00:00:00Z: when the messages of the corpus were signed.
constexpr keys::Seconds signed_at = 1796083200;

/// What the Bodies of the corpus are in canonical form; the key that signed them is gone.
constexpr std::array bodies = {
    R"(<a></a>)",
    R"(<m:a xmlns:m="urn:m" b="2 &lt;" z="1"><b>x &amp; y</b><m:c></m:c></m:a>)",
};

const wss::Trust& trust() {
  static const auto made = [] {
    auto issuers = keys::TrustStore::load(CIMGATE_SOURCE_DIR "/tests/fuzz/trust/ca.pem");
    if (!issuers) throw Broken("the corpus has lost its authority");
    wss::Trust trust;
    trust.issuers = std::make_shared<keys::TrustStore>(*std::move(issuers));
    return trust;
  }();
  return made;
}

/// The content of the Body of the Envelope as libxml2 sees it; comments do not count.
std::string body_of(std::string_view bytes) {
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                    XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      xmlFreeDoc);
  if (!document) return "not XML";
  const auto* root = xmlDocGetRootElement(document.get());
  std::string made;
  for (auto* part = root->children; part != nullptr; part = part->next) {
    if (part->type != XML_ELEMENT_NODE ||
        std::string_view(reinterpret_cast<const char*>(part->name)) != "Body")
      continue;
    for (auto* child = part->children; child != nullptr; child = child->next) {
      if (child->type == XML_COMMENT_NODE) continue;
      const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> alone(xmlNewDoc(nullptr), xmlFreeDoc);
      xmlDocSetRootElement(alone.get(), xmlDocCopyNode(child, alone.get(), 1));
      xmlChar* text = nullptr;
      const int size = xmlC14NDocDumpMemory(alone.get(), nullptr, XML_C14N_EXCLUSIVE_1_0, nullptr, 0, &text);
      if (size > 0) made.append(reinterpret_cast<char*>(text), static_cast<std::size_t>(size));
      xmlFree(text);
    }
  }
  return made;
}

}  // namespace

/// Whatever is taken has a Body that was signed.
void take_signature(std::string_view bytes) {
  if (!xml::survey_xml(source::SourceText(nullptr, bytes, 1, 0), {})) return;
  const auto verified = wss::verify(bytes, {}, trust(), signed_at);
  if (!verified && verified.error().text.empty()) throw Broken("refused without a word");
  if (!verified) return;
  const auto body = body_of(bytes);
  for (const auto* known : bodies)
    if (body == known) return;
  throw Broken("taken, and never signed");
}

}  // namespace cimgate::fuzz

#include "gateway/elhub/emif_client/answer.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <array>
#include <memory>

#include "gateway/xml/survey.hpp"

namespace cimgate::emif_client {
namespace {

constexpr std::string_view soap = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view common = "urn:no:elhub:emif:wsdl:common:v2";
constexpr std::string_view instance = "http://www.w3.org/2001/XMLSchema-instance";

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using DocumentHandle = std::unique_ptr<xmlDoc, FreeDocument>;

std::string_view text_of(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

bool is(const xmlNode& node, std::string_view ns, std::string_view name) {
  return node.type == XML_ELEMENT_NODE && text_of(node.name) == name &&
         (node.ns == nullptr ? std::string_view() : text_of(node.ns->href)) == ns;
}

std::vector<xmlNode*> elements_in(const xmlNode& node) {
  std::vector<xmlNode*> all;
  for (auto* child = node.children; child != nullptr; child = child->next)
    if (child->type == XML_ELEMENT_NODE) all.push_back(child);
  return all;
}

xmlNode* child_called(const xmlNode& node, std::string_view ns, std::string_view name) {
  for (auto* child : elements_in(node))
    if (is(*child, ns, name)) return child;
  return nullptr;
}

std::string content_of(xmlNode* node) {
  if (node == nullptr) return {};
  std::string all;
  for (auto* child = node->children; child != nullptr; child = child->next)
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) all += text_of(child->content);
  const auto from = all.find_first_not_of(" \t\r\n");
  if (from == std::string::npos) return {};
  return all.substr(from, all.find_last_not_of(" \t\r\n") - from + 1);
}

/// An element as a document of its own.
std::string as_document(const xmlNode* element) {
  const DocumentHandle alone(xmlNewDoc(reinterpret_cast<const xmlChar*>("1.0")));
  auto* copy = alone == nullptr ? nullptr : xmlDocCopyNode(const_cast<xmlNode*>(element), alone.get(), 1);
  if (copy == nullptr) return {};
  xmlDocSetRootElement(alone.get(), copy);
  xmlReconciliateNs(alone.get(), copy);
  xmlChar* text = nullptr;
  int size = 0;
  xmlDocDumpMemoryEnc(alone.get(), &text, &size, "UTF-8");
  const std::unique_ptr<xmlChar, decltype(xmlFree)> kept(text, xmlFree);
  return text == nullptr ? std::string()
                         : std::string(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
}

hub::FaultGroup group_of(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(hub::FaultGroup::other); ++i)
    if (to_string(static_cast<hub::FaultGroup>(i)) == name) return static_cast<hub::FaultGroup>(i);
  return hub::FaultGroup::other;
}

hub::Fault fault_of(const xmlNode& fault) {
  hub::Fault made;
  const auto code = content_of(child_called(fault, {}, "faultcode"));
  // A fault that is not Elhub's own is one of the server's unless it says otherwise (SOAP 1.1, 4.4.1).
  made.group = code.ends_with("Client") ? hub::FaultGroup::other : hub::FaultGroup::system;
  made.description = content_of(child_called(fault, {}, "faultstring"));
  const auto* detail = child_called(fault, {}, "detail");
  const auto* own = detail == nullptr ? nullptr : child_called(*detail, common, "ElhubSOAPFault");
  if (own == nullptr) return made;
  made.group = group_of(content_of(child_called(*own, common, "CodeGroup")));
  made.description = content_of(child_called(*own, common, "Description"));
  made.text = content_of(child_called(*own, common, "FaultText"));
  return made;
}

bool is_nil(const xmlNode& node) {
  for (const auto* attribute = node.properties; attribute != nullptr; attribute = attribute->next)
    if (text_of(attribute->name) == "nil" && attribute->ns != nullptr &&
        text_of(attribute->ns->href) == instance && attribute->children != nullptr) {
      const auto value = text_of(attribute->children->content);
      return value == "true" || value == "1";
    }
  return false;
}

tl::expected<Answer, std::string> read_body(const xmlNode& body) {
  Answer answer;
  const auto in_body = elements_in(body);
  if (in_body.empty()) return answer;
  if (in_body.size() > 1) return tl::make_unexpected(std::string("the Body has more than one element"));
  const auto& wrapper = *in_body.front();
  if (is(wrapper, soap, "Fault")) {
    answer.fault = fault_of(wrapper);
    return answer;
  }
  const auto ns = wrapper.ns == nullptr ? std::string_view() : text_of(wrapper.ns->href);
  if (text_of(wrapper.name) != "PollForDataResponse") {
    const auto inside = elements_in(wrapper);
    if (inside.size() != 1) return tl::make_unexpected(std::string("the answer does not hold one message"));
    answer.message = as_document(inside.front());
    return answer;
  }
  if (is_nil(wrapper)) return answer;
  ResultSet set;
  set.id = content_of(child_called(wrapper, ns, "Identification"));
  const auto* data = child_called(wrapper, ns, "ResultDataSet");
  if (set.id.empty() || data == nullptr)
    return tl::make_unexpected(std::string("the result set has no Identification or no ResultDataSet"));
  for (const auto* message : elements_in(*data)) set.messages.push_back(as_document(message));
  answer.result_set = std::move(set);
  return answer;
}

void be_silent(void*, const char*, ...) {}  // NOLINT: what libxml2 calls

}  // namespace

tl::expected<Answer, std::string> read_answer(std::string_view envelope, std::size_t most) {
  const auto wrong = [](const char* what) { return tl::make_unexpected(std::string(what)); };
  source::Limits limits;
  limits.bytes = most;
  limits.text = most;
  if (envelope.size() > most || envelope.size() > 0x7fffffff) return wrong("the answer is too large");
  // Document types never reach the parser, nor what it would take longer with than it is long.
  if (!xml::survey_xml(source::SourceText(nullptr, envelope, 1, 0), limits))
    return wrong("the answer is beyond the limits of what is read");
  const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> context(xmlNewParserCtxt(),
                                                                             xmlFreeParserCtxt);
  if (context == nullptr) return wrong("no memory");
  context->sax->error = be_silent;
  context->sax->warning = be_silent;
  const DocumentHandle document(
      xmlCtxtReadMemory(context.get(), envelope.data(), static_cast<int>(envelope.size()), nullptr, nullptr,
                        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE));
  const auto* root = document == nullptr ? nullptr : xmlDocGetRootElement(document.get());
  if (root == nullptr || document->intSubset != nullptr) return wrong("the answer is not XML");
  if (!is(*root, soap, "Envelope")) return wrong("the answer is not a SOAP 1.1 envelope");
  const xmlNode* body = nullptr;
  for (const auto* child : elements_in(*root)) {
    if (!is(*child, soap, "Body")) continue;
    if (body != nullptr) return wrong("the answer has more than one Body");
    body = child;
  }
  if (body == nullptr) return wrong("the answer has no Body");
  return read_body(*body);
}

}  // namespace cimgate::emif_client

#include <doctest/doctest.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <array>

#include "gateway/schema/value.hpp"
#include "tests/unit/xml/fixture.hpp"

namespace cimgate::test {
namespace {

using schema::Particle;

std::uint32_t below(std::mt19937& random, std::size_t n) {
  return static_cast<std::uint32_t>(random() % n);
}

class Sampler {
 public:
  explicit Sampler(std::uint32_t seed) : random_(seed) {}

  std::string sample(const schema::Element& root) {
    element(root, 0, true);
    return std::move(xml_);
  }

 private:
  void element(const schema::Element& e, int depth, bool is_root = false) {
    const std::string name = (e.name.ns.empty() ? "" : prefix(e.name.ns) + ":") + e.name.local;
    const std::size_t start = xml_.size();
    xml_ += "<" + name;
    const std::size_t names_go_here = xml_.size();
    for (const auto& attribute : e.attributes()) {
      if (!attribute.required && below(random_, 2) == 0) continue;
      xml_ +=
          " " + attribute.name + "='" + (attribute.fixed ? *attribute.fixed : value(*attribute.type)) + "'";
    }
    xml_ += ">";
    if (e.text != nullptr) {
      if (e.implied_text() == nullptr)
        xml_ += value(*e.text);
      else if (below(random_, 2) == 0)
        xml_ += *e.implied_text();
    } else {
      particle(e.type->content, depth);
    }
    xml_ += "</" + name + ">";
    if (!is_root) return;
    std::string names;
    for (std::size_t i = 0; i < namespaces_.size(); ++i)
      names += " xmlns:p" + std::to_string(i) + "='" + namespaces_[i] + "'";
    xml_.insert(names_go_here - start, names);
  }

  void particle(const Particle& p, int depth) {
    const std::uint32_t more = depth > 6 ? 0 : below(random_, 3);
    const std::uint32_t count = std::min(p.max, p.min + more);
    for (std::uint32_t n = 0; n < count; ++n) {
      if (p.kind == Particle::Kind::element)
        element(*p.element, depth + 1);
      else if (p.kind == Particle::Kind::choice)
        particle(p.parts[below(random_, p.parts.size())], depth);
      else
        for (const auto& part : p.parts) particle(part, depth);
    }
  }

  std::string prefix(const std::string& ns) {
    const auto at = std::find(namespaces_.begin(), namespaces_.end(), ns);
    if (at != namespaces_.end()) return "p" + std::to_string(at - namespaces_.begin());
    namespaces_.push_back(ns);
    return "p" + std::to_string(namespaces_.size() - 1);
  }

  /// A value that the type takes, different from time to time where it has to be unique.
  std::string value(const schema::SimpleType& type) {
    if (const auto codes = schema::codes_of(type)) return (*codes)[below(random_, codes->size())]->value;
    const std::string n = std::to_string(++counter_);
    const std::string uuid = "123e4567-e89b-12d3-a456-" + std::string(12 - n.size(), '0') + n;
    const std::array<std::string, 12> candidates = {n,
                                                    uuid,
                                                    "707057500012345678",
                                                    "0." + n,
                                                    "0",
                                                    "1",
                                                    "true",
                                                    "2026-01-31T00:00:00+01:00",
                                                    "PT1H",
                                                    "--12-31",
                                                    "AA",
                                                    "2026-01-31T23:00Z"};
    for (const auto& candidate : candidates)
      if (!schema::check_value(type, candidate)) return candidate;
    FAIL("no value for the type ", schema::name_of(type));
    return {};
  }

  std::mt19937 random_;
  std::string xml_;
  std::vector<std::string> namespaces_;
  std::uint32_t counter_ = 0;
};

std::vector<xmlNode*> elements_below(xmlNode* node) {
  std::vector<xmlNode*> all;
  for (xmlNode* at = node->children; at != nullptr; at = at->next) {
    if (at->type != XML_ELEMENT_NODE) continue;
    all.push_back(at);
    for (xmlNode* more : elements_below(at)) all.push_back(more);
  }
  return all;
}

const xmlChar* to_xml(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);
}

const char* any_value(std::mt19937& random) {
  static constexpr std::array values = {"",
                                        " ",
                                        "x",
                                        "0",
                                        "1",
                                        "-1",
                                        "00007",
                                        "+5",
                                        "1.",
                                        ".5",
                                        "1,5",
                                        "10.4567",
                                        "999999999999.9990",
                                        "1000000000000",
                                        "99999",
                                        "2147483648",
                                        "true",
                                        "false",
                                        "TRUE",
                                        " true ",
                                        "2026-01-31T00:00:00Z",
                                        "2026-01-31T00:00:00",
                                        "2026-02-29T00:00:00Z",
                                        "2026-01-31T24:00:00+01:00",
                                        "2026-01-31T00:00:00.1234567Z",
                                        "2026-01-31",
                                        "PT1H",
                                        "P",
                                        "P1M",
                                        "E17",
                                        "E18",
                                        " E17",
                                        "A10",
                                        "9",
                                        "89",
                                        "260",
                                        "6",
                                        "82",
                                        "305",
                                        "23",
                                        "707057500012345678",
                                        "70705750001234567",
                                        "123e4567-e89b-12d3-a456-426655440000",
                                        "123E4567-E89B-12D3-A456-426655440000",
                                        "--02-30",
                                        "KWH",
                                        "kWh",
                                        "æøå",
                                        "a text that is much longer than a short code would ever be, and "
                                        "then some more of it, so that limits are met: 1234567890"};
  return values[below(random, values.size())];
}

/// A child with its own text only; its elements stay.
void set_text(xmlNode* node, const char* text) {
  for (xmlNode* at = node->children; at != nullptr;) {
    xmlNode* next = at->next;
    if (at->type == XML_TEXT_NODE) {
      xmlUnlinkNode(at);
      xmlFreeNode(at);
    }
    at = next;
  }
  if (*text != '\0') xmlAddChild(node, xmlNewText(to_xml(text)));
}

void change_attribute(xmlNode* node, std::mt19937& random) {
  if (node->properties == nullptr || below(random, 4) == 0) {
    xmlSetProp(node, to_xml("surplus"), to_xml("1"));
    return;
  }
  xmlAttr* attribute = node->properties;
  if (attribute->next != nullptr && below(random, 2) == 0) attribute = attribute->next;
  if (below(random, 3) == 0)
    xmlRemoveProp(attribute);
  else
    xmlSetProp(node, attribute->name, to_xml(any_value(random)));
}

void mutate(xmlNode* root, std::mt19937& random) {
  const auto all = elements_below(root);
  xmlNode* const node = all[below(random, all.size())];
  xmlNode* const other = all[below(random, all.size())];
  switch (below(random, 11)) {
    case 0:
      xmlUnlinkNode(node);
      xmlFreeNode(node);
      break;
    case 1:
      xmlAddNextSibling(node, xmlCopyNode(node, 1));
      break;
    case 2:  // after a sibling
      for (xmlNode* at = node->next; at != nullptr; at = at->next)
        if (at->type == XML_ELEMENT_NODE) {
          xmlUnlinkNode(node);
          xmlAddNextSibling(at, node);
          break;
        }
      break;
    case 3:
      xmlAddPrevSibling(node, xmlCopyNode(other, 1));
      break;
    case 4:
      xmlAddChild(node, xmlCopyNode(other, 1));
      break;
    case 5:
      xmlNodeSetName(node,
                     to_xml(below(random, 2) == 0 ? "Unknown" : reinterpret_cast<const char*>(other->name)));
      break;
    case 6:
      xmlSetNs(node, below(random, 2) == 0 ? nullptr : root->ns);
      break;
    case 7:
      change_attribute(node, random);
      break;
    case 8:
      set_text(node, any_value(random));
      break;
    default:  // most elements that matter are leaves
      for (std::size_t i = 0; i < all.size(); ++i) {
        xmlNode* leaf = all[(below(random, all.size()) + i) % all.size()];
        if (xmlChildElementCount(leaf) != 0) continue;
        set_text(leaf, any_value(random));
        break;
      }
  }
}

}  // namespace

std::string sample_xml(const schema::Element& root, std::uint32_t seed) {
  return Sampler(seed).sample(root);
}

std::string mutated_xml(const std::string& xml, std::mt19937& random) {
  xmlDoc* doc = xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, XML_PARSE_NONET);
  REQUIRE(doc != nullptr);
  mutate(xmlDocGetRootElement(doc), random);
  xmlChar* text = nullptr;
  int size = 0;
  xmlDocDumpMemoryEnc(doc, &text, &size, "UTF-8");
  std::string mutated(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  xmlFree(text);
  xmlFreeDoc(doc);
  return mutated;
}

}  // namespace cimgate::test

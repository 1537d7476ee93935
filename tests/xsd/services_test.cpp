#include <doctest/doctest.h>
#include <libxml/parser.h>

#include <map>
#include <memory>
#include <string>

#include "../models/files.hpp"

using namespace cimgate;
namespace fs = std::filesystem;

namespace {

using Document = std::unique_ptr<xmlDoc, void (*)(xmlDoc*)>;

Document open(const fs::path& path) {
  return {xmlReadFile(path.c_str(), nullptr, XML_PARSE_NONET), xmlFreeDoc};
}

std::string attribute(const xmlNode* node, const char* name) {
  xmlChar* value = xmlGetNoNsProp(const_cast<xmlNode*>(node), reinterpret_cast<const xmlChar*>(name));
  std::string text = value == nullptr ? "" : reinterpret_cast<const char*>(value);
  xmlFree(value);
  return text;
}

bool is(const xmlNode* node, const char* name) {
  return node->type == XML_ELEMENT_NODE && std::string(reinterpret_cast<const char*>(node->name)) == name;
}

std::string local(const std::string& name) {
  return name.substr(name.find(':') + 1);
}

template <typename Visit>
void each(const xmlNode* parent, const char* name, const Visit& visit) {
  for (const xmlNode* child = parent->children; child != nullptr; child = child->next)
    if (is(child, name)) visit(child);
}

bool has_global_element(const fs::path& schema, const std::string& name) {
  const Document document = open(schema);
  bool found = false;
  each(xmlDocGetRootElement(document.get()), "element",
       [&](const xmlNode* element) { found = found || attribute(element, "name") == name; });
  return found;
}

}  // namespace

TEST_CASE("the services are complete: messages, operations, addresses") {
  const fs::path folder = test::source_folder() / "xsd/elhub/wsdl";
  const std::map<std::string, int> services = {{"MarketProcesses", 7},
                                               {"MeteringValues", 2},
                                               {"PollMarketProcesses", 2},
                                               {"PollMeteringValues", 2},
                                               {"Query", 5}};
  for (const auto& [name, expected] : services) {
    CAPTURE(name);
    const Document document = open(folder / (name + ".wsdl"));
    REQUIRE(document != nullptr);
    const xmlNode* root = xmlDocGetRootElement(document.get());

    std::map<std::string, int> parts;
    each(root, "message", [&](const xmlNode* message) {
      int& count = parts[attribute(message, "name")];
      each(message, "part", [&](const xmlNode* part) {
        ++count;
        const std::string element = attribute(part, "element");
        const fs::path schema = folder / "xsd" / (element.starts_with("cmn:") ? "common.xsd" : name + ".xsd");
        CHECK_MESSAGE(has_global_element(schema, local(element)), element);
      });
    });

    int operations = 0;
    each(root, "portType", [&](const xmlNode* port) {
      each(port, "operation", [&](const xmlNode* operation) {
        ++operations;
        // An answer without content is a message without part: the client must wait for it, since it may be a
        // fault.
        for (const char* direction : {"input", "output", "fault"})
          each(operation, direction, [&](const xmlNode* use) {
            const std::string message = local(attribute(use, "message"));
            REQUIRE(parts.contains(message));
            CHECK(parts.at(message) == (message == "EmptyResponse" ? 0 : 1));
          });
      });
    });
    CHECK(operations == expected);

    int bound = 0;
    each(root, "binding", [&](const xmlNode* binding) {
      each(binding, "operation", [&](const xmlNode* operation) {
        ++bound;
        const std::string action = attribute(operation, "name");
        each(operation, "operation",
             [&](const xmlNode* soap) { CHECK(attribute(soap, "soapAction") == action); });
      });
    });
    CHECK(bound == expected);

    each(root, "service", [&](const xmlNode* service) {
      each(service, "port", [&](const xmlNode* port) {
        each(port, "address", [&](const xmlNode* address) {
          CHECK(attribute(address, "location") == "http://localhost:8080/emif/services/" + name);
        });
      });
    });
  }
}

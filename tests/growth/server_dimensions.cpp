#include <zlib.h>

#include <stdexcept>

#include "../cli/process.hpp"
#include "../server/client.hpp"
#include "measure.hpp"

namespace cimgate::test {
namespace {

using std::to_string;

std::string example(const std::string& path) {
  return read_file(source_folder() / path);
}

/// A member of gzip (RFC 1952).
std::string gzip(const std::string& text) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("deflate");
  std::string packed(deflateBound(&stream, text.size()) + 32, '\0');
  auto input = text;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string validate(const std::string& body, const std::string& type = "application/xml",
                     const std::string& more = {}) {
  return request_text("POST", "/v1/validate", "Content-Type: " + type + "\r\n" + more, body);
}
std::string packed(const std::string& body) {
  return validate(body, "application/xml", "Content-Encoding: gzip\r\n");
}
std::string soap(const std::string& body) {
  return request_text("POST", "/emif/services/MarketProcesses", "Content-Type: text/xml; charset=utf-8\r\n",
                      body);
}

/// The envelope with something behind the first occurrence of `mark`.
std::string envelope(const std::string& mark, const std::string& what) {
  auto text = example("examples/RequestStartOfSupply/valid/change-of-supplier-soap.xml");
  return text.insert(text.find(mark) + mark.size(), what);
}
std::string attributes(std::size_t n) {
  return repeat(n, [](std::size_t i) { return " p" + to_string(i) + "='u'"; });
}
std::string elements(std::size_t n) {
  return repeat(n, [](std::size_t i) { return "<e" + to_string(i) + "/>"; });
}

}  // namespace

std::vector<Dimension> server_dimensions() {
  const auto field = [](const char* name, const char* one) {
    return [=](std::size_t n) {
      return request_text("GET", "/v1/rules", name + std::string(": ") + repeat(n, [&](std::size_t i) {
                                                return one + to_string(i);
                                              }) + "\r\n");
    };
  };
  return {
      of_server("SOAP: attributes of the Envelope", 20'000,
                [](std::size_t n) { return soap(envelope("<soapenv:Envelope", attributes(n))); }),
      of_server("SOAP: attributes of the Body", 20'000,
                [](std::size_t n) { return soap(envelope("<soapenv:Body", attributes(n))); }),
      of_server(
          "SOAP: attributes of the wrapper", 20'000,
          [](std::size_t n) { return soap(envelope("<mp:RequestStartOfSupplyRequest", attributes(n))); }),
      of_server("SOAP: attributes of the message", 20'000,
                [](std::size_t n) { return soap(envelope("<rsm:RequestStartOfSupply", attributes(n))); }),
      of_server("SOAP: names before the Body", 20'000,
                [](std::size_t n) { return soap(envelope("<soapenv:Header/>", elements(n))); }),
      of_server("SOAP: names in the message", 20'000,
                [](std::size_t n) { return soap(envelope("</rsm:Header>", elements(n))); }),
      of_server("SOAP: depth", 20'000,
                [](std::size_t n) {
                  return soap(envelope("<soapenv:Body>", repeat(n, [](std::size_t) { return "<a>"; })));
                }),
      of_server("SOAP: declarations of namespaces", 20'000,
                [](std::size_t n) {
                  return soap(envelope("<soapenv:Body", repeat(n, [](std::size_t i) {
                                         return " xmlns:n" + to_string(i) + "='u'";
                                       })));
                }),
      of_server("SOAP: white space", 2'000'000,
                [](std::size_t n) { return soap(envelope("<soapenv:Header/>", std::string(n, ' '))); }),
      of_server("SOAP: comments", 100'000,
                [](std::size_t n) {
                  return soap(
                      envelope("<soapenv:Header/>", repeat(n, [](std::size_t) { return "<!---->"; })));
                }),
      of_server("elements with many attributes each", 150,
                [](std::size_t n) {
                  return validate(
                      "<r>" + repeat(n, [](std::size_t) { return "<a" + attributes(250) + "/>"; }) + "</r>");
                }),
      of_server("members of a document", 10'000,
                [](std::size_t n) {
                  return validate(
                      "{\"RequestChangeOfSupplier_MarketDocument\":{" +
                          repeat(n, [](std::size_t i) { return "\"m" + to_string(i) + "\":1,"; }) +
                          "\"z\":1}}",
                      "application/json");
                }),
      of_server("brackets of a market", 50'000,
                [](std::size_t n) {
                  return request_text("POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
                                      "parties: " + std::string(n, '['));
                }),
      of_server("parties of a market", 5000,
                [](std::size_t n) {
                  return request_text("POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
                                      "parties:\n" + repeat(n, [](std::size_t i) {
                                        return "  - { gln: \"" + to_string(7'080'000'000'000 + i) +
                                               "\", name: x, roles: [DDQ] }\n";
                                      }));
                }),
      of_server("documents posted", 200,
                [](std::size_t n) {
                  const auto one = example("examples/cim/change-of-supplier.json");
                  return request_text(
                      "POST", "/cim/v1/documents",
                      "Content-Type: application/json\r\nSenderGLN: 7099990001015\r\n",
                      "{\"documents\": [" + repeat(n, [&](std::size_t) { return one + ","; }) + one + "]}");
                }),
      of_server("fields of a head", 800,
                [](std::size_t n) {
                  return request_text("GET", "/livez", repeat(n, [](std::size_t i) {
                                        return "A" + to_string(i) + ": 1\r\n";
                                      }));
                }),
      of_server("types of Accept", 800, field("Accept", ", a/b;q=0.")),
      of_server("codings of Accept-Encoding", 800, field("Accept-Encoding", ", a;q=0.")),
      of_server("languages of Accept-Language", 800, field("Accept-Language", ", a;q=0.")),
      of_server("parameters of Content-Type", 800,
                [](std::size_t n) {
                  return validate("<a/>", "application/xml" + repeat(n, [](std::size_t i) {
                                            return ";p" + to_string(i) + "=1";
                                          }));
                }),
      of_server("parameters of a query", 400,
                [](std::size_t n) {
                  return request_text("GET", "/v1/rules?" + repeat(n, [](std::size_t i) {
                                               return "a" + to_string(i) + "=1&";
                                             }));
                }),
      of_server(
          "segments of a path", 1000,
          [](std::size_t n) { return request_text("GET", repeat(n, [](std::size_t) { return "/a"; })); }),
      of_server("chunks of a body", 20'000,
                [](std::size_t n) {
                  return "POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/xml\r\n"
                         "Transfer-Encoding: chunked\r\n\r\n" +
                         repeat(n, [](std::size_t) { return "1\r\n \r\n"; }) + "0\r\n\r\n";
                }),
      of_server("members of gzip that are empty", 100'000,
                [](std::size_t n) {
                  const auto one = gzip("");
                  return packed(repeat(n, [&](std::size_t) { return one; }));
                }),
      of_server("members of gzip", 20'000,
                [](std::size_t n) {
                  const auto one = gzip(" ");
                  return packed(repeat(n, [&](std::size_t) { return one; }) + gzip("<a/>"));
                }),
      of_server("what gzip becomes: a message", 300,
                [](std::size_t n) {
                  return packed(gzip(
                      "<r>" + repeat(n, [](std::size_t) { return "<a" + attributes(250) + "/>"; }) + "</r>"));
                }),
  };
}

}  // namespace cimgate::test

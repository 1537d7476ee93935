#include "gateway/http/trust.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "client.hpp"
#include "gateway/http/charset.hpp"
#include "service.hpp"

namespace cimgate::test {
namespace {

using http::Trust;

int status(std::uint16_t port, const std::string& head, const std::string& body = {}) {
  Client client(port);
  client.send(head + (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") +
              "\r\n" + body);
  return client.receive().value_or(Response{}).status;
}

TEST_CASE("hosts: addresses, localhost and the names that are given") {
  const Trust trust{{"cim.example.no"}};
  for (const auto* host : {"127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:80", "10.1.2.3:1", "localhost",
                           "LOCALHOST:8080", "cim.example.no", "CIM.example.no:8443"}) {
    CAPTURE(host);
    CHECK(trust.knows_host(host));
  }
  for (const auto* host : {"", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example",
                           "localhost:80:80", "localhost:x", "[::1", "[evil]", "::1", "a@localhost",
                           "localhost/", "cim.example.no.evil", " localhost", "0x7f.1", "[::1%25eth0]"}) {
    CAPTURE(host);
    CHECK_FALSE(trust.knows_host(host));
  }
}

TEST_CASE("origins: the server's own, and those of its names") {
  const Trust trust{{"cim.example.no"}};
  CHECK(trust.knows_origin("http://localhost:8080", "localhost:8080"));
  CHECK(trust.knows_origin("http://localhost", "localhost"));
  CHECK(trust.knows_origin("http://localhost", "localhost:80"));
  CHECK(trust.knows_origin("https://cim.example.no", "127.0.0.1:8080"));
  CHECK(trust.knows_origin("http://[::1]:8080", "[::1]:8080"));
  for (const auto* origin :
       {"http://localhost:3000", "http://127.0.0.1:8080", "null", "", "https://evil.example",
        "http://localhost:8080/page", "file://", "https://localhost.evil"}) {
    CAPTURE(origin);
    CHECK_FALSE(trust.knows_origin(origin, "localhost:8080"));
  }
}

TEST_CASE("a name that somebody else points here is refused on every route") {
  Service hub({"--allow-host", "cim.example.no", "--public-url", "https://market.example.no/hub"});
  for (const auto* line : {"GET /livez", "GET /hub/v1/clock", "GET /", "GET /hub/v1/queues", "GET /nothing",
                           "DELETE /cim/v1/queues/market-processes/x", "GET http://evil.example/livez"}) {
    CAPTURE(line);
    CHECK(status(hub.port(), std::string(line) + " HTTP/1.1\r\nHost: evil.example\r\n") == 421);
  }
  CHECK(status(hub.port(), "GET http://evil.example/livez HTTP/1.1\r\nHost: localhost\r\n") == 421);
  for (const auto* host :
       {"localhost", "127.0.0.1", "[::1]:99", "cim.example.no:8443", "market.example.no"}) {
    CAPTURE(host);
    CHECK(status(hub.port(), std::string("GET /livez HTTP/1.1\r\nHost: ") + host + "\r\n") == 200);
  }
}

TEST_CASE("a page of somebody else's moves nothing; other programs and the own page do") {
  Service hub;
  const auto own = "http://localhost:" + std::to_string(hub.port());
  const auto post = [&](const std::string& fields, const std::string& target = "/hub/v1/market",
                        const std::string& method = "POST") {
    return status(hub.port(),
                  method + " " + target + " HTTP/1.1\r\nHost: localhost:" + std::to_string(hub.port()) +
                      "\r\n" + fields,
                  method == "PUT" ? "{\"by\": \"PT1H\"}" : "parties: []\n");
  };
  const std::string yaml = "Content-Type: application/yaml\r\n";
  CHECK(post(yaml) == 200);
  CHECK(post("") == 200);
  CHECK(post(yaml + "Origin: " + own + "\r\nSec-Fetch-Site: same-origin\r\n") == 200);
  CHECK(post(yaml + "Origin: https://evil.example\r\n") == 403);
  CHECK(post(yaml + "Origin: null\r\n") == 403);
  CHECK(post(yaml + "Origin: http://localhost:1\r\n") == 403);
  CHECK(post(yaml + "Sec-Fetch-Site: cross-site\r\n") == 403);
  CHECK(post(yaml + "Sec-Fetch-Site: same-site\r\n") == 403);
  // What a form can send without being asked.
  CHECK(post("Content-Type: text/plain\r\n") == 415);
  CHECK(post("Content-Type: text/plain;charset=utf-8\r\n") == 415);
  CHECK(post("Content-Type: multipart/form-data; boundary=x\r\n") == 415);
  CHECK(post("Content-Type: application/x-www-form-urlencoded\r\n") == 415);
  CHECK(post("Origin: " + own + "\r\n") == 415);
  for (const auto* target : {"/emif/services/MarketProcesses", "/cim/v1/documents", "/hub/v1/takeovers"}) {
    CAPTURE(target);
    CHECK(post("Origin: https://evil.example\r\nContent-Type: text/xml\r\n", target) == 403);
    CHECK(post("Content-Type: text/plain\r\n", target) == 415);
  }
  CHECK(post("", "/hub/v1/clock", "PUT") == 200);
  CHECK(post("Content-Type: application/x-www-form-urlencoded\r\n", "/hub/v1/clock", "PUT") == 200);
  CHECK(post("Origin: https://evil.example\r\nContent-Type: application/json\r\n", "/hub/v1/clock", "PUT") ==
        403);
  // What changes nothing takes whatever a command line sends, but no foreign page either.
  const auto text = example("RequestStartOfSupply/valid/change-of-supplier.xml");
  CHECK(ask(hub.port(), "POST", "/v1/validate", "Content-Type: application/x-www-form-urlencoded\r\n", text)
            .status == 200);
  CHECK(ask(hub.port(), "POST", "/v1/validate", "Origin: https://evil.example\r\n", text).status == 403);
}

TEST_CASE("without somebody in front, others than this machine are not listened to") {
  for (const auto* address : {"0.0.0.0:0", "[::]:0"}) {
    Service open({"--listen", address});
    CHECK(open.wait() == 2);
    CHECK(open.errors().find("--allow-anonymous") != std::string::npos);
  }
  Service allowed({"--listen", "0.0.0.0:0", "--allow-anonymous"});
  CHECK(allowed.greeting().find("0.0.0.0") != std::string::npos);
  Service wrong({"--public-url", "cim.example.no"});
  CHECK(wrong.wait() == 2);
}

TEST_CASE("the charset of Content-Type comes before the declaration, a byte order mark before both") {
  const auto applied = [](const std::string& type, const std::string& body) {
    http::Request request;
    request.headers.add("Content-Type", type);
    request.body = body;
    const auto error = http::apply_charset(request, 1000);
    return error ? std::to_string(error->status) : request.body;
  };
  const std::string latin = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xF8</a>";
  const std::string named = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xC3\xB8</a>";
  const std::string blank = "<?xml version=\"1.0\"                      ?><a>\xC3\xB8</a>";
  CHECK(applied("text/xml", latin) == latin);
  CHECK(applied("text/xml; charset=utf-8", named) == blank);
  CHECK(applied("text/xml; charset=\"UTF-8\"", named) == blank);
  CHECK(applied("application/soap+xml; action=\"x\"; Charset=utf8", named) == blank);
  // What stands within quotes is no parameter.
  CHECK(applied("text/xml; action=\"a; charset=iso-8859-1; b\"; charset=utf-8", named) == blank);
  CHECK(applied("text/xml; x=\"\\\";charset=iso-8859-1\"; charset=utf-8", named) == blank);
  CHECK(applied("text/xml; charset=ISO-8859-1", latin) == blank);
  CHECK(applied("text/xml; charset=windows-1252", "<a>\x80</a>") == "<a>\xE2\x82\xAC</a>");
  CHECK(applied("text/xml; charset=iso-8859-1", "\xEF\xBB\xBF" + named) == "\xEF\xBB\xBF" + blank);
  CHECK(applied("text/xml; charset=utf-16le", std::string("<\0a\0/\0>\0", 8)) == "<a/>");
  CHECK(applied("text/xml; charset=utf-16", std::string("\0<\0a\0/\0>", 8)) == "<a/>");
  // A mark says it alone, whatever else is said.
  const auto in_utf16 = [](const std::string& ascii) {
    std::string text = "\xFF\xFE";
    for (const char c : ascii) text += {c, '\0'};
    return text;
  };
  const std::string marked = in_utf16("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>");
  const std::string read = "<?xml version=\"1.0\"                      ?><a/>";
  for (const char* type : {"text/xml; charset=utf-16", "text/xml; charset=iso-8859-1", "text/xml"})
    CHECK(applied(type, marked) == read);
  CHECK(applied("text/xml", "\xEF\xBB\xBF" + named) == "\xEF\xBB\xBF" + blank);
  CHECK(applied("text/xml; charset=utf-16", marked + '<') == "400");
  CHECK(applied("text/xml", marked + '<') == marked + '<');
  CHECK(applied("text/xml; charset=us-ascii", "<a>\xF8</a>") == "400");
  CHECK(applied("text/xml; charset=ebcdic-xx", "<a/>") == "415");
  CHECK(applied("text/xml; charset=iso-8859-1", std::string(900, '\xF8')) == "413");
  // JSON is UTF-8 whatever is said.
  CHECK(applied("application/json; charset=iso-8859-1", "\"\xC3\xB8\"") == "\"\xC3\xB8\"");
}

TEST_CASE("too few files are told at the start, as what cannot be used") {
  const TemporaryFolder folder;
  const auto said = folder.file("errors");
  const auto command = std::string("(ulimit -n 12; exec timeout 20 ") + CIMGATE_BINARY +
                       " serve --listen 127.0.0.1:0) >/dev/null 2>" + said;
  const int found = std::system(command.c_str());  // NOLINT: a shell sets the limit
  CHECK(WEXITSTATUS(found) == 2);
  std::ifstream file(said);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  CHECK(text.find("ulimit -n") != std::string::npos);
}

}  // namespace
}  // namespace cimgate::test

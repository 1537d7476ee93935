#include <doctest/doctest.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>

#include <array>
#include <random>

#include "gateway/security/wss/canonical.hpp"
#include "gateway/security/wss/pass.hpp"
#include "tests/security/signed_messages.hpp"

namespace cimgate::test {
namespace {

std::string ours(const std::string& xml, const std::vector<std::string>& inclusive) {
  std::string made;
  wss::Canonicaliser canonical([&](std::string_view piece) { made += piece; }, inclusive, {});
  wss::Pass pass(canonical);
  // Piece by piece: where they are cut must not matter.
  bool good = true;
  for (std::size_t at = 0; at < xml.size(); at += 7)
    good = good && pass.add(std::string_view(xml).substr(at, 7));
  good = good && pass.finish();
  canonical.finish();
  return good ? made : "not well-formed";
}

/// By libxml2, which makes a tree of it.
std::string theirs(const std::string& xml, std::vector<std::string> inclusive) {
  xmlDocPtr document =
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                    XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (document == nullptr) return "not well-formed";
  std::vector<xmlChar*> prefixes;
  for (auto& one : inclusive) {
    if (one.empty()) one = "#default";
    prefixes.push_back(reinterpret_cast<xmlChar*>(one.data()));
  }
  prefixes.push_back(nullptr);
  xmlChar* text = nullptr;
  const int size = xmlC14NDocDumpMemory(document, nullptr, XML_C14N_EXCLUSIVE_1_0, prefixes.data(), 0, &text);
  std::string made =
      size < 0 ? "failed" : std::string(reinterpret_cast<char*>(text), static_cast<std::size_t>(size));
  xmlFree(text);
  xmlFreeDoc(document);
  return made;
}

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::string element(int depth, std::vector<std::string> known) {
    std::string declared;
    for (const char* prefix : {"a", "b", "c"})
      if (pick(3) == 0) {
        declared += std::string(" xmlns:") + prefix + "=\"urn:" + std::to_string(pick(3)) + "\"";
        known.emplace_back(prefix);
      }
    if (pick(3) == 0)
      declared += pick(3) == 0 ? " xmlns=\"\"" : " xmlns=\"urn:" + std::to_string(pick(3)) + "\"";
    const auto name = prefix_of(known) + std::string(1, static_cast<char>('p' + pick(3)));
    std::string attributes;
    if (pick(2) == 0) attributes += " z=\"" + text() + "\"";
    if (pick(2) == 0) attributes += " k='" + text() + "'";
    // One a namespace, whatever it is called: two of one name would not be well-formed.
    if (!known.empty() && pick(2) == 0) attributes += " " + known.back() + ":m=\"" + text() + "\"";
    if (pick(5) == 0) attributes += " xml:lang=\"nb\"";
    std::string inside;
    for (unsigned i = pick(4); i > 0 && depth < 5; --i) inside += text() + element(depth + 1, known);
    inside += text();
    if (pick(6) == 0) inside += "<!-- comment -->";
    if (pick(6) == 0) inside += "<?target  some data?>";
    if (pick(6) == 0) inside += "<![CDATA[<&>]]>";
    if (inside.empty() && pick(2) == 0) return "<" + name + declared + attributes + " />";
    return "<" + name + attributes + declared + ">" + inside + "</" + name + ">";
  }

 private:
  unsigned pick(unsigned of) { return static_cast<unsigned>(random_() % of); }
  std::string prefix_of(const std::vector<std::string>& known) {
    if (known.empty() || pick(2) == 0) return {};
    return known[pick(static_cast<unsigned>(known.size()))] + ":";
  }
  std::string text() {
    constexpr std::array parts = {"x",        "&amp;",  "&lt;", "&gt;", ">",     "&#13;", "\r\n",
                                  "\xC3\xB8", "&quot;", "\t",   "\n",   "&#x9;", "&#xA;", "\xF0\x9F\x94\x8C"};
    std::string made;
    for (unsigned i = pick(3); i > 0; --i) made += parts.at(pick(parts.size()));
    return made;
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("canonical form is that of libxml2, for documents of every kind") {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    const auto xml = Maker(seed).element(0, {});
    for (const auto& inclusive :
         std::vector<std::vector<std::string>>{{}, {"a"}, {"", "b", "nowhere"}, {"a", "b", "c", ""}}) {
      CAPTURE(xml);
      REQUIRE(ours(xml, inclusive) == theirs(xml, inclusive));
    }
  }
}

TEST_CASE("what we sign we verify: both pairs of algorithms, both ways to name the signer") {
  for (const auto& algorithms : {wss::basic256, wss::basic256_sha256}) {
    for (const auto by : {wss::SignerBy::token, wss::SignerBy::key_identifier}) {
      wss::Signing signing;
      signing.algorithms = algorithms;
      signing.signer_by = by;
      signing.must_understand = true;
      auto trusted = trust();
      trusted.known = {stranger().certificate, party().certificate};
      wss::Policy policy;
      policy.strict_layout = true;
      const auto verified = wss::verify(signed_message(party(), signing), policy, trusted, now);
      CAPTURE((verified ? std::string() : verified.error().text));
      REQUIRE(verified);
      CHECK(verified->signer.organisation_number() == "313000125");
      CHECK(verified->algorithms == algorithms);
      CHECK(verified->created == now);
      CHECK(verified->expires == now + 60);
      CHECK(verified->strict_layout);
    }
  }
}

TEST_CASE("any content is signed: nothing, much, and text of every kind") {
  std::string much = "<a xmlns='urn:a'>";
  for (int i = 0; i < 20000; ++i) much += "<b c='" + std::to_string(i) + "'>\xC3\xA6</b>\n";
  much += "</a>";
  for (const auto& body :
       {std::string(), std::string("<a/><b/>"), much, std::string("<a>\r\n&#13;<![CDATA[<]]></a>")}) {
    const auto verified = wss::verify(signed_message(party(), {}, now, body), {}, trust(), now);
    CAPTURE((verified ? std::string() : verified.error().text));
    CHECK(verified.has_value());
  }
}

TEST_CASE("what is not well-formed by itself is not signed") {
  for (const char* body : {"<a>", "</soap:Body><x/>", "<a/></soap:Body></soap:Envelope>", "a & b", "<p:a/>",
                           "<!DOCTYPE a><a/>", "\x01", "<?xml version=\"1.0\"?><a/>", "\xFF"}) {
    CAPTURE(body);
    CHECK(!wss::signed_envelope(body, party(), {}, now));
  }
}

TEST_CASE("the pieces in which a Body is written make no difference") {
  wss::BodySigner signer({});
  for (const char c : content) signer.add(std::string_view(&c, 1));
  const auto frame = signer.finish(party(), now);
  REQUIRE(frame);
  CHECK(wss::verify(frame->before + content + frame->after, {}, trust(), now));
}

TEST_CASE("what is signed twice in a second has two signatures, and neither counts as the other come again") {
  auto trusted = trust();
  trusted.replays = std::make_shared<wss::ReplayGuard>();
  for (int i = 0; i < 2; ++i) {
    const auto made = wss::signed_envelope(content, party(), {}, now);
    REQUIRE(made);
    CHECK(wss::verify(*made, {}, trusted, now));
  }
}

TEST_CASE("a key that cannot sign like this says so") {
  const auto elliptic = authority().issue(order_of(keys::CertificateUse::signatures, 0));
  const auto made = wss::signed_envelope(content, elliptic, {}, now);
  REQUIRE(!made);
  CHECK(made.error().find("not of RSA") != std::string::npos);
}

}  // namespace cimgate::test

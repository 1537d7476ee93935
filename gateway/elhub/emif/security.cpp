#include "gateway/elhub/emif/security.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/emif/envelope.hpp"
#include "gateway/text/escape.hpp"
#include "gateway/xml/survey.hpp"

namespace cimgate::emif {
namespace {

using hub::FaultGroup;

/// Of the mock of CollectedData; for other services none is known.
constexpr std::size_t most_characters = 100'000'000;

std::string lower(std::string_view text) {
  std::string made(text);
  for (auto& c : made)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return made;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

EarlyFault security_fault(std::string reason) {
  return {"Security error", FaultGroup::security, "Authorization failed", "", std::move(reason)};
}

/// What the parser would take longer with than it is long, it does not get to see.
bool within_limits(std::string_view body) {
  source::Limits limits;
  limits.depth = 1000;
  limits.text = limits.bytes;
  return xml::survey_xml(source::SourceText(nullptr, body, 1, 0), limits).has_value();
}

}  // namespace

tl::expected<std::optional<wss::Verified>, EarlyFault> Security::check(const http::Request& request,
                                                                       bool large) {
  const auto type = request.headers.get("Content-Type");
  if (lower(type).find("utf-8") == std::string::npos)
    return tl::make_unexpected(EarlyFault{
        "Invalid Encoding", FaultGroup::other, "Invalid encoding",
        fmt::format("The content type must name utf-8 as charset, and is: {}", type.empty() ? "none" : type),
        "encoding"});
  if (large && request.body.size() > most_characters && characters(request.body) > most_characters)
    return tl::make_unexpected(
        EarlyFault{"Message too big", FaultGroup::size, "Message too big",
                   fmt::format("The message has {} MB.", request.body.size() / 1'000'000), "size"});
  wss::Trust trust;
  trust.issuers = setting_.issuers->current();
  trust.replays = setting_.replays;
  auto verified = within_limits(request.body)
                      ? wss::verify(request.body, setting_.policy, trust, setting_.now())
                      : tl::make_unexpected(wss::Refusal{wss::Refused::not_xml, "It exceeds the limits."});
  if (verified) {
    ++taken_;
    return std::optional(*std::move(verified));
  }
  const auto why = verified.error().why;
  // What is no envelope is taken by nobody; whoever reads it next says better why.
  const bool says_nothing =
      why == wss::Refused::no_security || why == wss::Refused::not_xml || why == wss::Refused::no_envelope;
  if (setting_.demand == Demand::optional && says_nothing) {
    ++unsigned_;
    return std::optional<wss::Verified>();
  }
  ++refused_[static_cast<std::size_t>(why)];
  return tl::make_unexpected(security_fault(std::string(to_string(why))));
}

tl::expected<void, EarlyFault> Security::check_party(const wss::Verified& signer,
                                                     std::string_view organisation) {
  const auto signed_by = signer.signer.organisation_number();
  if (!organisation.empty() && signed_by == organisation) return {};
  ++other_party_;
  return tl::make_unexpected(security_fault(organisation.empty() ? "party-without-organisation"
                                            : signed_by.empty()  ? "certificate-without-organisation"
                                                                 : "other-party"));
}

http::Answer Security::sign(http::Answer answer, const std::optional<wss::Verified>& signer,
                            const std::string& at) const {
  constexpr std::string_view begins = "<soap:Body>", ends = "</soap:Body>";
  const auto begin = answer.body.find(begins);
  const auto end = answer.body.rfind(ends);
  if (begin == std::string::npos || end == std::string::npos) return answer;
  wss::Signing signing;
  signing.algorithms = signer ? signer->algorithms : setting_.policy.algorithms.back();
  const auto from = begin + begins.size();
  auto made = wss::signed_envelope(std::string_view(answer.body).substr(from, end - from),
                                   *setting_.own->current(), signing, setting_.now());
  if (made) {
    answer.body = *std::move(made);
    return answer;
  }
  // Was tried when the server began; a certificate that came later cannot do it.
  answer.status = 500;
  answer.body = fault_envelope({FaultGroup::system, "The answer could not be signed.", "", {}}, at);
  return answer;
}

http::Answer Security::fault(const EarlyFault& fault, const std::string& at) const {
  http::Answer answer;
  answer.status = 500;
  answer.content_type = "text/xml; charset=utf-8";
  answer.headers.add("Cimgate-Refusal", fault.reason);
  answer.body = fault_envelope({fault.group, fault.description, fault.text, {}}, at);
  // Here the two texts of a fault are not the same.
  constexpr std::string_view tag = "<faultstring>";
  const auto from = answer.body.find(tag) + tag.size();
  answer.body.replace(from, answer.body.find('<', from) - from, text::xml_text(fault.fault_string));
  return answer;
}

std::string Security::metrics() const {
  std::string made =
      "# HELP cimgate_ws_security_messages_total Messages by what their signature came to.\n"
      "# TYPE cimgate_ws_security_messages_total counter\n";
  const auto line = [&](std::string_view outcome, std::uint64_t count) {
    made += fmt::format("cimgate_ws_security_messages_total{{outcome=\"{}\"}} {}\n", outcome, count);
  };
  line("taken", taken_);
  line("unsigned", unsigned_);
  line("other-party", other_party_);
  for (std::size_t i = 0; i < kinds; ++i)
    if (refused_[i] > 0) line(to_string(static_cast<wss::Refused>(i)), refused_[i]);
  return made;
}

std::string with_policy(std::string wsdl) {
  // In one namespace of policies throughout. Elhub's own mixes two, so that readers of one see half of it.
  constexpr std::string_view policies = R"(
  <wsp:Policy xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy" xmlns:sp="http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702" xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" wsu:Id="signatures">
    <sp:AsymmetricBinding>
      <wsp:Policy>
        <sp:InitiatorToken><wsp:Policy>
          <sp:X509Token sp:IncludeToken="http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702/IncludeToken/AlwaysToRecipient"><wsp:Policy><sp:WssX509V3Token10/></wsp:Policy></sp:X509Token>
        </wsp:Policy></sp:InitiatorToken>
        <sp:RecipientToken><wsp:Policy>
          <sp:X509Token sp:IncludeToken="http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702/IncludeToken/Never"><wsp:Policy><sp:WssX509V3Token10/></wsp:Policy></sp:X509Token>
        </wsp:Policy></sp:RecipientToken>
        <sp:AlgorithmSuite><wsp:Policy><sp:Basic256/></wsp:Policy></sp:AlgorithmSuite>
        <sp:Layout><wsp:Policy><sp:Strict/></wsp:Policy></sp:Layout>
        <sp:IncludeTimestamp/>
        <sp:OnlySignEntireHeadersAndBody/>
      </wsp:Policy>
    </sp:AsymmetricBinding>
    <sp:Wss10><wsp:Policy><sp:MustSupportRefKeyIdentifier/></wsp:Policy></sp:Wss10>
  </wsp:Policy>
  <wsp:Policy xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy" xmlns:sp="http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702" xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" wsu:Id="sign_body">
    <sp:SignedParts><sp:Body/></sp:SignedParts>
  </wsp:Policy>
)";
  const auto reference = [](std::string_view id) {
    return fmt::format(
        R"(<wsp:PolicyReference xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy" URI="#{}"/>)", id);
  };
  const auto insert_behind = [&](std::string_view what, const std::string& text) {
    for (auto at = wsdl.find(what); at != std::string::npos;
         at = wsdl.find(what, at + what.size() + text.size()))
      wsdl.insert(at + what.size(), text);
  };
  insert_behind(R"(transport="http://schemas.xmlsoap.org/soap/http"/>)", reference("signatures"));
  insert_behind(R"(<soap:body use="literal"/>)", reference("sign_body"));
  if (const auto end = wsdl.rfind("</wsdl:definitions>"); end != std::string::npos)
    wsdl.insert(end, policies);
  return wsdl;
}

}  // namespace cimgate::emif

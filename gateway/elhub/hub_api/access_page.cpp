#include "gateway/elhub/hub_api/access_page.hpp"

#include <fmt/format.h>

#include "gateway/rules/calendar.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::hub_api {
namespace {

using text::xml_text;

/// Forms go to this server and nowhere else; nobody frames the page, and nothing on it runs.
constexpr const char* policy =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

constexpr const char* style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#16232b;"
    "background:#fff}"
    "label{display:block;margin:.5rem 0}fieldset{border:1px solid #c4ced4;border-radius:8px;margin:1rem 0}"
    "input[type=text],input[type=date]{font:inherit;padding:.35rem .5rem}"
    "button{font:inherit;padding:.5rem 1rem;margin:.5rem .5rem 0 0}.hint{font-weight:650;color:#9b1c1c}"
    ".soft{color:#4a5a64}"
    "@media(prefers-color-scheme:dark){body{color:#eef4f7;background:#16232b}.hint{color:#ffb4ab}"
    ".soft{color:#b6c4cc}}\n";

const std::string& said(const Text& text, bool norwegian) {
  return norwegian ? text.nb : text.en;
}

http::Answer html(std::uint16_t status, bool norwegian, const std::string& title, const std::string& body) {
  http::Answer answer;
  answer.status = status;
  answer.content_type = "text/html; charset=utf-8";
  answer.headers.add("Content-Security-Policy", policy);
  // A form of a page with no referrer at all says nothing of where it comes from.
  answer.headers.add("Referrer-Policy", "same-origin");
  answer.headers.add("Cross-Origin-Resource-Policy", "same-origin");
  answer.body = fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>{}</title><link rel=\"stylesheet\" "
      "href=\"/third-party-access/style.css\"></head>\n<body>\n<main>\n<h1>{}</h1>\n{}</main>\n"
      "<p class=\"soft\">{}</p>\n</body>\n</html>\n",
      norwegian ? "nb" : "en", title, title, body,
      norwegian ? "Dette er en testhub, ikke Elhub. Markedet er oppdiktet."
                : "This is a test hub, not Elhub. Its market is invented.");
  return answer;
}

std::string hidden(std::string_view name, std::string_view value) {
  return fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", name, xml_text(value));
}

std::string form(const AccessPage& page, const std::string& inside) {
  return fmt::format("<form method=\"post\" action=\"/third-party-access/authorize?lang={}\">\n",
                     page.norwegian ? "nb" : "en") +
         hidden("client_id", page.link.party) + hidden("request_id", page.link.request) +
         hidden("scope", page.link.full ? "Full" : "Limited") + inside + "</form>\n";
}

std::string title_of(const AccessPage& page) {
  return xml_text(fmt::format(fmt::runtime(page.norwegian ? "{} ber om tilgang til målepunktene dine"
                                                          : "{} asks for access to your metering points"),
                              page.party));
}

std::string scope_of(const AccessPage& page) {
  if (page.norwegian) return page.link.full ? "Full tilgang" : "Begrenset tilgang";
  return page.link.full ? "Full access" : "Limited access";
}

}  // namespace

http::Answer ask_who(const AccessPage& page) {
  const auto other = fmt::format(
      "<p><a "
      "href=\"/third-party-access/authorize?client_id={}&amp;request_id={}&amp;scope={}&amp;lang={}\">{}</"
      "a></p>\n",
      page.link.party, page.link.request, page.link.full ? "Full" : "Limited", page.norwegian ? "en" : "nb",
      page.norwegian ? "In English" : "På norsk");
  const auto inside = fmt::format(
      "<label>{} <input type=\"text\" name=\"customer\" inputmode=\"numeric\" autocomplete=\"off\" "
      "pattern=\"[0-9]{{9}}|[0-9]{{11}}\" required></label>\n<button>{}</button>\n",
      page.norwegian ? "Nummeret til sluttbrukeren, en oppdiktet person eller bedrift i markedet"
                     : "Number of the end user, an invented person or company of the market",
      page.norwegian ? "Fortsett" : "Continue");
  return html(200, page.norwegian, title_of(page),
              fmt::format("<p>{}. GLN {}.</p>\n<p>{}</p>\n{}{}", scope_of(page), xml_text(page.link.party),
                          page.norwegian ? "Her velger du hvem du er. I Elhub logger du inn med ID-porten."
                                         : "Here you choose who you are. In Elhub you log in by ID-porten.",
                          form(page, inside), other));
}

http::Answer ask_what(const AccessPage& page, const std::string& customer,
                      const std::vector<hub::OwnPoint>& points, const Text& hint) {
  std::string inside = hidden("customer", customer);
  inside +=
      fmt::format("<fieldset><legend>{}</legend>\n", page.norwegian ? "Målepunkter" : "Metering points");
  for (const auto& point : points)
    inside += fmt::format(
        "<label><input type=\"checkbox\" name=\"point\" value=\"{0}\"> {0} {1} ({2} {3})</label>\n"
        "<label class=\"soft\">{4} <input type=\"date\" name=\"end.{0}\"></label>\n",
        point.gsrn, xml_text(point.address), page.norwegian ? "fra" : "from", rules::to_text(point.since),
        page.norwegian ? "Til (valgfritt)" : "Until (optional)");
  inside += fmt::format(
      "</fieldset>\n<button name=\"decision\" value=\"approve\">{}</button>\n"
      "<button name=\"decision\" value=\"refuse\">{}</button>\n",
      page.norwegian ? "Gi tilgang" : "Give access", page.norwegian ? "Avslå" : "Refuse");
  const auto& why = said(hint, page.norwegian);
  return html(
      why.empty() ? 200 : 422, page.norwegian, title_of(page),
      (why.empty() ? "" : fmt::format("<p class=\"hint\" role=\"alert\">{}</p>\n", xml_text(why))) +
          fmt::format("<p>{}. {}</p>\n", scope_of(page),
                      page.norwegian ? "Velg hva tilgangen skal gjelde." : "Choose what the access is to.") +
          form(page, inside));
}

http::Answer say(bool norwegian, std::uint16_t status, const Text& title, const Text& text) {
  return html(status, norwegian, xml_text(said(title, norwegian)),
              fmt::format("<p>{}</p>\n", xml_text(said(text, norwegian))));
}

http::Answer access_style() {
  http::Answer answer;
  answer.content_type = "text/css; charset=utf-8";
  answer.body = style;
  return answer;
}

}  // namespace cimgate::hub_api

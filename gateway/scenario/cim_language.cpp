#include <fmt/format.h>

#include "gateway/json/out.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/scenario/language.hpp"

/// CIM documents over REST: POST /cim/v1/documents, GET and DELETE of /cim/v1/queues.
namespace cimgate::scenario {
namespace {

using json::JsonId;
using json::JsonTree;
using json::JsonValue;
using json::no_json;

constexpr const char* profile = "nmeg-no/0.1";

/// Writes a value of a JSON text, alone or within another.
void write(const JsonTree& json, JsonId id, json::JsonOut& out) {
  const auto& value = json[id];
  const bool object = value.kind == JsonValue::Kind::object;
  switch (value.kind) {
    case JsonValue::Kind::null:
      return out.literal("null");
    case JsonValue::Kind::string:
      return out.text(value.text);
    case JsonValue::Kind::number:
    case JsonValue::Kind::boolean:
      return out.literal(value.text);
    case JsonValue::Kind::object:
      out.begin_object();
      break;
    case JsonValue::Kind::array:
      out.begin_array();
      break;
  }
  for (JsonId child = value.first; child != no_json; child = json[child].next) {
    if (object) out.key(json[child].name);
    write(json, child, out);
  }
  object ? out.end_object() : out.end_array();
}

std::string json_of(const JsonTree& json, JsonId id) {
  json::JsonOut out(false);
  write(json, id, out);
  return out.take_piece();
}

std::string text_of(const JsonTree& json, JsonId object, std::string_view name) {
  const auto at = json.member(object, name);
  return at == no_json ? std::string() : std::string(json[at].text);
}

/// "title: detail · finding · finding" of a problem.
Text problem_text(const std::string& body, unsigned status) {
  const auto json = json::parse_json(body, {});
  Text text{fmt::format("HTTP status {}", status), fmt::format("HTTP-status {}", status)};
  if (!json) return text;
  for (const char* name : {"title", "detail"})
    if (const auto part = text_of(*json, 0, name); !part.empty()) {
      text.en += " · " + part;
      text.nb += " · " + part;
    }
  const auto findings = json->member(0, "findings");
  if (findings == no_json) return text;
  for (JsonId one = (*json)[findings].first; one != no_json; one = (*json)[one].next) {
    const auto sentence = json->member(one, "text");
    if (sentence == no_json) continue;
    text.en += " · " + text_of(*json, sentence, "en");
    text.nb += " · " + text_of(*json, sentence, "nb");
  }
  return text;
}

class CimLanguage final : public Language {
 public:
  CimLanguage(const Gateway& gateway, Exchange& exchange, std::string schema)
      : gateway_(gateway), exchange_(exchange), schema_(std::move(schema)) {}

  tl::expected<Submitted, Trouble> submit(const Composed& message) override {
    TranslateOptions options;
    options.target = Target::cim_json;
    options.profile = profile;
    options.schema = schema_;
    options.files = false;
    const auto translated = gateway_.translate(message.xml, options);
    if (translated.whole.empty())
      return tl::make_unexpected(Trouble{false, why_not("The message cannot be expressed in CIM",
                                                        "Meldingen kan ikke uttrykkes i CIM", translated)});
    Call call{"POST", "/cim/v1/documents", headers(message.sent_by, message.sender), translated.whole};
    call.headers.emplace_back("Content-Type", "application/json");
    call.headers.emplace_back("Idempotency-Key", message.id);
    const auto reply = exchange_.send(call);
    if (!reply) return tl::make_unexpected(Trouble{true, {reply.error(), reply.error()}});
    Submitted submitted;
    submitted.wire = std::make_shared<const Wire>(Wire{std::move(call), *reply});
    if (reply->status < 200 || reply->status > 299) {
      submitted.group = "problem";
      submitted.why = problem_text(reply->body, reply->status);
      return submitted;
    }
    submitted.accepted = true;
    auto answers = messages_in(reply->body);
    if (!answers) return tl::make_unexpected(answers.error());
    submitted.answers = std::move(answers->messages);
    return submitted;
  }

  tl::expected<Submitted, Trouble> fetch(const Scene& scene, const Fetch& fetch) override {
    const auto* party = scene.party(fetch.party);
    const auto* asker = scene.party(fetch.sent_by.empty() ? fetch.party : fetch.sent_by);
    if (party == nullptr || asker == nullptr)
      return tl::make_unexpected(Trouble{false, {"there is no such party", "det finnes ingen slik aktør"}});
    Call call{"GET", "/cim/v1/queues/" + fetch.queue, headers(asker->gln, party->gln), {}};
    const auto reply = exchange_.send(call);
    if (!reply) return tl::make_unexpected(Trouble{true, {reply.error(), reply.error()}});
    Submitted submitted;
    submitted.wire = std::make_shared<const Wire>(Wire{std::move(call), *reply});
    submitted.accepted = reply->status == 200 || reply->status == 204;
    if (submitted.accepted) return submitted;
    submitted.group = "problem";
    submitted.why = problem_text(reply->body, reply->status);
    return submitted;
  }

  tl::expected<std::vector<Collected>, Trouble> collect(const Scene& scene, const std::string& party,
                                                        std::string_view queue) override {
    std::vector<Collected> all;
    const auto* who = scene.party(party);
    if (who == nullptr) return all;
    const auto target = fmt::format("/cim/v1/queues/{}", queue);
    for (int i = 0; i < most_polls; ++i) {
      Call call{"GET", target, headers(who->gln, who->gln), {}};
      const auto reply = exchange_.send(call);
      if (!reply) return tl::make_unexpected(Trouble{true, {reply.error(), reply.error()}});
      if (reply->status == 204) return all;
      if (reply->status != 200)
        return tl::make_unexpected(Trouble{false, problem_text(reply->body, reply->status)});
      auto set = messages_in(reply->body);
      if (!set) return tl::make_unexpected(set.error());
      const auto wire = std::make_shared<const Wire>(Wire{std::move(call), *reply});
      for (auto& message : set->messages) all.push_back({std::move(message), wire});
      const auto taken = exchange_.send({"DELETE", target + "/" + set->id, headers(who->gln, who->gln), {}});
      if (!taken) return tl::make_unexpected(Trouble{true, {taken.error(), taken.error()}});
      if (taken->status < 200 || taken->status > 299)
        return tl::make_unexpected(Trouble{false, problem_text(taken->body, taken->status)});
    }
    return tl::make_unexpected(Trouble{false,
                                       {"the queue never gets empty: acknowledged result sets come again",
                                        "køen blir aldri tom: kvitterte resultatsett kommer igjen"}});
  }

 private:
  struct Set {
    std::string id;
    std::vector<document::Message> messages;
  };

  static std::vector<std::pair<std::string, std::string>> headers(const std::string& sent_by,
                                                                  const std::string& for_whom) {
    std::vector<std::pair<std::string, std::string>> headers = {{"Accept", "application/json"},
                                                                {"SenderGLN", sent_by}};
    if (for_whom != sent_by) headers.emplace_back("OnBehalfOfGLN", for_whom);
    return headers;
  }

  static Text why_not(const char* en, const char* nb, const Translated& translated) {
    Text text{en, nb};
    for (const auto& finding : translated.findings)
      if (finding.severity == Severity::error) {
        text.en += " · " + finding.text.en;
        text.nb += " · " + finding.text.nb;
      }
    return text;
  }

  /// The bundles of a result set, or the one bundle of an answer, as messages of BIM.
  tl::expected<Set, Trouble> messages_in(const std::string& body) const {
    Set set;
    if (body.empty()) return set;
    const auto json = json::parse_json(body, {});
    if (!json)
      return tl::make_unexpected(Trouble{false,
                                         {"the answer is not JSON: " + json.error().text.en,
                                          "svaret er ikke JSON: " + json.error().text.nb}});
    set.id = text_of(*json, 0, "id");
    JsonId bundles = json->member(0, "bundles");
    if (bundles == no_json)
      if (const auto inside = json->member(0, "documents");
          inside != no_json && (*json)[inside].kind == JsonValue::Kind::object)
        bundles = json->member(inside, "bundles");
    std::vector<std::string> texts;
    if (bundles != no_json)
      for (JsonId one = (*json)[bundles].first; one != no_json; one = (*json)[one].next)
        texts.push_back(json_of(*json, one));
    else if (const auto answer = json->member(0, "answer"); answer != no_json)
      texts.push_back(json_of(*json, answer));
    else if (json->member(0, "documents") != no_json || body.find("_MarketDocument\"") != std::string::npos)
      texts.push_back(body);
    for (const auto& text : texts) {
      TranslateOptions options;
      options.target = Target::bim;
      options.version = schema_;
      options.files = false;
      const auto translated = gateway_.translate(text, options);
      document::ReadOptions as_written;
      as_written.schema = schema_;
      auto read = reader::read(*gateway_.engine().catalog, translated.whole, as_written);
      if (translated.whole.empty() || read.messages.empty())
        return tl::make_unexpected(
            Trouble{false, why_not("A bundle cannot be translated back",
                                   "En dokumentpakke kan ikke oversettes tilbake", translated)});
      std::move(read.messages.begin(), read.messages.end(), std::back_inserter(set.messages));
    }
    return set;
  }

  const Gateway& gateway_;
  Exchange& exchange_;
  std::string schema_;  ///< version of the messages
};

}  // namespace

std::unique_ptr<Language> cim_language(const Gateway& gateway, Exchange& exchange,
                                       const std::string& schema) {
  return std::make_unique<CimLanguage>(gateway, exchange, schema);
}

}  // namespace cimgate::scenario

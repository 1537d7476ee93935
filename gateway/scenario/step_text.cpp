#include "gateway/scenario/step_text.hpp"

#include <fmt/format.h>

#include "gateway/scenario/placeholders.hpp"
#include "gateway/scenario/usage_words.hpp"

namespace cimgate::scenario {
namespace {

/// “home”: what stands so in the pack.
Text named(std::string_view name) {
  return {fmt::format("“{}”", name), fmt::format("«{}»", name)};
}

/// "/metering-points/${home}" as "/metering-points/home".
std::string bare(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool opens = text.compare(i, 2, "${") == 0;
    if (opens) ++i;
    if (!opens && text[i] != '}') out += text[i];
  }
  return out;
}

/// A value in a sentence. Names that the pack gave are set off; codes, numbers and days speak for themselves.
Text value_text(ValueKind kind, const std::string& value) {
  if (has_placeholder(value)) return {bare(value), bare(value)};
  const bool told = value.find_first_of("0123456789 ") != std::string::npos || value == "today";
  switch (kind) {
    case ValueKind::day:
    case ValueKind::time:
      return told ? Text{value, value} : named(value);
    case ValueKind::party:
    case ValueKind::point:
    case ValueKind::points:
    case ValueKind::area:
    case ValueKind::customer:
    case ValueKind::reference:
      return named(value);
    case ValueKind::code:
    case ValueKind::number:
    case ValueKind::numbers:
    case ValueKind::text:
      break;
  }
  return {value, value};
}

/// "a, b and c".
Text listed(const std::vector<Text>& parts) {
  Text text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    text.en += (i == 0 ? "" : last ? " and " : ", ") + parts[i].en;
    text.nb += (i == 0 ? "" : last ? " og " : ", ") + parts[i].nb;
  }
  return text;
}

Text with_value(const Text& word, ValueKind kind, const std::vector<std::string>& texts) {
  if (texts.empty()) return {"no " + word.en, "ingen " + word.nb};
  std::vector<Text> values;
  for (const auto& one : texts) values.push_back(value_text(kind, one));
  const auto all = listed(values);
  return {word.en + " " + all.en, word.nb + " " + all.nb};
}

/// "RequestStartOfSupply (392, BRS-NO-101) with start today + 14 days and metering point “home”".
Text message_text(const Message& message, const Words& words) {
  std::string head = message.name;
  if (!message.type.empty() || !message.process.empty())
    head += fmt::format(" ({}{}{})", message.type,
                        message.type.empty() || message.process.empty() ? "" : ", ", message.process);
  std::vector<Text> parts;
  for (const auto& value : message.with)
    if (const auto* word = words.find(value.word))
      parts.push_back(with_value(word->text, word->kind, value.texts));
  if (parts.empty()) return {head, head};
  const auto values = listed(parts);
  return {head + " with " + values.en, head + " med " + values.nb};
}

/// A word of what the hub knows of a metering point.
struct StateWord {
  std::string_view name;
  const char* en;
  const char* nb;
  ValueKind kind = ValueKind::code;
};
constexpr StateWord state_words[] = {
    {"status", "status", "status"},
    {"settlement", "settlement method", "avregningsmetode"},
    {"resolution", "resolution", "oppløsning"},
    {"type", "type", "type"},
    {"area", "grid area", "nettområde", ValueKind::area},
    {"contract", "contract", "kontrakt"},
    {"supplier", "supplier", "kraftleverandør", ValueKind::party},
    {"role", "role", "rolle"},
    {"from", "contract from", "kontrakt fra", ValueKind::day},
    {"to", "contract to", "kontrakt til", ValueKind::day},
    {"origin", "origin", "opphav"},
    {"process", "process", "prosess", ValueKind::reference},
    {"process-status", "process status", "prosesstatus"},
};

/// What became of a process, in Norwegian.
std::string status_nb(const std::string& status) {
  constexpr std::pair<std::string_view, std::string_view> said[] = {{"ongoing", "pågår"},
                                                                    {"completed", "fullført"},
                                                                    {"cancelled", "kansellert"},
                                                                    {"rejected", "avvist"},
                                                                    {"rolled-back", "reversert"}};
  for (const auto& [code, text] : said)
    if (code == status) return std::string(text);
  return status;
}

Text state_text(const Value& value) {
  if (value.word == "process-status" && !value.texts.empty())
    return {"process status " + value.texts.front(), "prosesstatus " + status_nb(value.texts.front())};
  for (const auto& word : state_words)
    if (word.name == value.word) return with_value({word.en, word.nb}, word.kind, value.texts);
  return with_value({value.word, value.word}, ValueKind::code, value.texts);
}

struct Teller {
  const Words& words;

  Text operator()(const Send& send) const {
    const auto text = message_text(send.message, words);
    const auto who = named(send.as);
    Text all{who.en + " sends " + text.en, who.nb + " sender " + text.nb};
    if (send.confirm) {
      all.en += ", and asks for a confirmation";
      all.nb += ", og ber om bekreftelse";
    }
    if (!send.takes_back.empty()) {
      all.en += fmt::format(", to cancel or roll back “{}”", send.takes_back);
      all.nb += fmt::format(", for å kansellere eller reversere «{}»", send.takes_back);
    }
    if (!send.same_id_as.empty()) {
      all.en += fmt::format(", with the message id of “{}”", send.same_id_as);
      all.nb += fmt::format(", med meldings-id fra «{}»", send.same_id_as);
    }
    return {all.en + ".", all.nb + "."};
  }
  Text operator()(const Resend& resend) const {
    return {fmt::format("The message of “{}” is sent once more.", resend.step),
            fmt::format("Meldingen fra «{}» sendes en gang til.", resend.step)};
  }
  Text operator()(const Expect& expect) const {
    const auto text = message_text(expect.message, words);
    return {fmt::format("“{}” receives {}.", expect.at, text.en),
            fmt::format("«{}» mottar {}.", expect.at, text.nb)};
  }
  Text operator()(const ExpectNone& none) const {
    const auto text = message_text(none.message, words);
    if (none.message.name.empty())
      return {fmt::format("Nothing waits for “{}”.", none.at),
              fmt::format("Ingenting venter på «{}».", none.at)};
    return {fmt::format("No {} waits for “{}”.", text.en, none.at),
            fmt::format("Ingen {} venter på «{}».", text.nb, none.at)};
  }
  Text operator()(const ExpectAnswer& answer) const {
    const auto text = message_text(answer.message, words);
    return {fmt::format("The answer comes at once: {}.", text.en),
            fmt::format("Svaret kommer med en gang: {}.", text.nb)};
  }
  Text operator()(const ExpectFault& fault) const {
    if (fault.group == "any") return {"The message is rejected at once.", "Meldingen avvises med en gang."};
    return {fmt::format("The message is rejected with a SOAP fault of group {}.", fault.group),
            fmt::format("Meldingen avvises med en SOAP-feil i gruppen {}.", fault.group)};
  }
  Text operator()(const Move& move) const {
    switch (move.how) {
      case Move::How::next_step:
        return {"The clock moves to the hub's next step.", "Klokken går til hubens neste steg."};
      case Move::How::by:
        return {fmt::format("The clock moves on by {}.", move.to),
                fmt::format("Klokken går frem med {}.", move.to)};
      case Move::How::to:
        break;
    }
    return {fmt::format("The clock moves to {}.", move.to), fmt::format("Klokken går til {}.", move.to)};
  }
  Text operator()(const State& state) const {
    std::vector<Text> values;
    for (const auto& value : state.is) {
      if (value.word != "known") {
        values.push_back(state_text(value));
        continue;
      }
      const bool known = value.texts == std::vector<std::string>{"true"};
      return {fmt::format("The hub {} metering point “{}”.", known ? "knows" : "does not know", state.point),
              fmt::format("Huben kjenner {}målepunkt «{}».", known ? "" : "ikke ", state.point)};
    }
    const auto all = listed(values);
    const auto day = state.on.empty() ? Text() : value_text(ValueKind::day, state.on);
    const auto on = state.on.empty() ? Text() : Text{" on " + day.en, " den " + day.nb};
    return {fmt::format("Metering point “{}” has {}{}.", state.point, all.en, on.en),
            fmt::format("Målepunkt «{}» har {}{}.", state.point, all.nb, on.nb)};
  }
  Text operator()(const ExpectMail& mail) const {
    if (mail.none)
      return {fmt::format("No other mail goes to the end user of metering point “{}”.", mail.point),
              fmt::format("Ingen annen e-post går til sluttbrukeren i målepunkt «{}».", mail.point)};
    std::vector<Text> values;
    for (const auto& value : mail.is) {
      if (value.word == "process")
        values.push_back(with_value({"process", "prosess"}, ValueKind::code, value.texts));
      if (value.word == "ends") values.push_back(with_value({"end", "opphør"}, ValueKind::day, value.texts));
      if (value.word == "to")
        values.push_back(with_value({"recipient", "mottaker"}, ValueKind::text, value.texts));
      if (value.word == "nb" || value.word == "en")
        for (const auto& text : value.texts)
          values.push_back({fmt::format("the words “{}”", text), fmt::format("ordene «{}»", text)});
    }
    const auto all = listed(values);
    return {
        fmt::format("A mail to the end user of metering point “{}” is written, with {}.", mail.point, all.en),
        fmt::format("Det skrives en e-post til sluttbrukeren i målepunkt «{}», med {}.", mail.point, all.nb)};
  }
  Text operator()(const TakeOver& takeover) const {
    return {fmt::format("The hub moves the portfolio of “{}” to “{}” on {}.", takeover.from, takeover.to,
                        takeover.on),
            fmt::format("Huben flytter porteføljen fra «{}» til «{}» den {}.", takeover.from, takeover.to,
                        takeover.on)};
  }
  Text operator()(const Correct& correct) const {
    Text what;
    if (correct.kind == "remove-switch")
      what = {"takes the takeover out of the way of a move-in",
              "fjerner overtagelsen som sperrer for innflytting"};
    if (correct.kind == "end-supply")
      what = {"ends the supply before the takeover", "avslutter leveransen før overtagelsen"};
    if (correct.kind == "reopen")
      what = {"opens the contract before the takeover again", "gjenåpner kontrakten før overtagelsen"};
    const auto day = correct.on.empty() ? Text() : value_text(ValueKind::day, correct.on);
    const Text on = correct.on.empty() ? Text() : Text{" (" + day.en + ")", " (" + day.nb + ")"};
    if (!correct.refused.empty())
      return {fmt::format("The hub does not put “{}” right by hand ({} does not fit).", correct.point,
                          correct.refused),
              fmt::format("Huben korrigerer ikke «{}» manuelt ({} passer ikke).", correct.point,
                          correct.refused)};
    return {fmt::format("The hub puts “{}” right by hand: it {}{}.", correct.point, what.en, on.en),
            fmt::format("Huben korrigerer «{}» manuelt: den {}{}.", correct.point, what.nb, on.nb)};
  }
  Text operator()(const ReactiveChannels& channels) const {
    Text all;
    const auto add = [&](const std::vector<std::string>& which, Text what) {
      if (which.empty()) return;
      all.en += fmt::format("{}{} {}", all.en.empty() ? "" : ", and ", what.en, fmt::join(which, ", "));
      all.nb += fmt::format("{}{} {}", all.nb.empty() ? "" : ", og ", what.nb, fmt::join(which, ", "));
    };
    add(channels.open, {"opens", "åpner"});
    add(channels.close, {"closes", "lukker"});
    const auto points = fmt::format("“{}”", fmt::join(channels.points, "”, “"));
    Text blocked;
    const auto block = [&](const std::vector<std::string>& which, Text what) {
      if (which.empty()) return;
      blocked.en += fmt::format(" On “{}” {} is blocked.", fmt::join(which, "”, “"), what.en);
      blocked.nb += fmt::format(" På «{}» er {} sperret.", fmt::join(which, "», «"), what.nb);
    };
    block(channels.not_open, {"opening", "åpning"});
    block(channels.not_close, {"closing", "lukking"});
    return {fmt::format("The hub {} on {}, from {}.{}", all.en, points, channels.on, blocked.en),
            fmt::format("Huben {} på «{}», fra og med {}.{}", all.nb, fmt::join(channels.points, "», «"),
                        channels.on, blocked.nb)};
  }
  Text operator()(const Fetch& fetch) const {
    const auto who = named(fetch.sent_by.empty() ? fetch.party : fetch.sent_by);
    const auto whose = fetch.sent_by.empty() ? Text{"it", "den"} : named(fetch.party);
    return {fmt::format("{} asks for what waits for {} ({}).", who.en, whose.en, fetch.queue),
            fmt::format("{} spør etter det som venter på {} ({}).", who.nb, whose.nb, fetch.queue)};
  }
  Text operator()(const Usage& usage) const {
    std::vector<Text> values;
    for (const auto& value : usage.is) {
      const auto word = usage_word(value.word);
      const auto text = value.texts.empty() ? std::string("none") : value.texts.front();
      const auto nb = text == "green" ? "grønt" : text == "yellow" ? "gult" : text == "red" ? "rødt" : text;
      values.push_back({fmt::format("{} {}", word.en, text), fmt::format("{} {}", word.nb, nb)});
    }
    const auto told = listed(values);
    return {fmt::format("The use of BRS-NO-611 by “{}” has {}.", usage.party, told.en),
            fmt::format("Bruken av BRS-NO-611 hos «{}» har {}.", usage.party, told.nb)};
  }
  Text operator()(const Rest& rest) const {
    const auto request = fmt::format("{} {}", rest.method, bare(rest.address));
    const auto status = rest.status == 0
                            ? Text{"succeeds", "lykkes"}
                            : Text{fmt::format("gives {}", rest.status), fmt::format("gir {}", rest.status)};
    const auto who = rest.as.empty() ? Text() : Text{named(rest.as).en + ": ", named(rest.as).nb + ": "};
    Text all{fmt::format("{}{} {}", who.en, request, status.en),
             fmt::format("{}{} {}", who.nb, request, status.nb)};
    std::vector<Text> values;
    for (const auto& value : rest.is) {
      std::vector<std::string> texts;
      for (const auto& text : value.texts) texts.push_back(bare(text));
      values.push_back(with_value({value.word, value.word}, ValueKind::text, texts));
    }
    for (const auto& text : rest.says)
      values.push_back({fmt::format("the words “{}”", bare(text)), fmt::format("ordene «{}»", bare(text))});
    if (!values.empty()) {
      const auto with = listed(values);
      all = {all.en + ", with " + with.en, all.nb + ", med " + with.nb};
    }
    return {all.en + ".", all.nb + "."};
  }
  Text operator()(const SendAgain& again) const {
    const auto to = again.to.empty() ? Text() : Text{" to " + again.to, " til " + again.to};
    return {
        fmt::format("The hub sends “{}” again what it sent from {}{}.", again.party, again.from, to.en),
        fmt::format("Huben sender «{}» på nytt det den sendte fra {}{}.", again.party, again.from, to.nb)};
  }
};

}  // namespace

Text text_of(const Step& step, const Words& words) {
  return step.text.en.empty() ? std::visit(Teller{words}, step.what) : step.text;
}

std::string kind_of(const Step& step) {
  constexpr const char* kinds[] = {"send",       "resend", "expect",  "none",
                                   "answer",     "fault",  "move",    "state",
                                   "take-over",  "mail",   "correct", "reactive-channels",
                                   "send-again", "fetch",  "usage",   "rest"};
  return kinds[step.what.index()];
}

std::string party_of(const Step& step) {
  if (const auto* send = std::get_if<Send>(&step.what)) return send->as;
  if (const auto* expect = std::get_if<Expect>(&step.what)) return expect->at;
  if (const auto* none = std::get_if<ExpectNone>(&step.what)) return none->at;
  if (const auto* fetch = std::get_if<Fetch>(&step.what))
    return fetch->sent_by.empty() ? fetch->party : fetch->sent_by;
  if (const auto* usage = std::get_if<Usage>(&step.what)) return usage->party;
  if (const auto* rest = std::get_if<Rest>(&step.what)) return rest->as;
  return {};
}

std::string message_of(const Step& step) {
  if (const auto* send = std::get_if<Send>(&step.what)) return send->message.name;
  if (const auto* expect = std::get_if<Expect>(&step.what)) return expect->message.name;
  if (const auto* none = std::get_if<ExpectNone>(&step.what)) return none->message.name;
  if (const auto* answer = std::get_if<ExpectAnswer>(&step.what)) return answer->message.name;
  return {};
}

}  // namespace cimgate::scenario

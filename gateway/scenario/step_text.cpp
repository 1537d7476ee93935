#include "gateway/scenario/step_text.hpp"

#include <fmt/format.h>

namespace cimgate::scenario {
namespace {

/// "RequestStartOfSupply 392 (BRS-NO-101): start today + 14 days, metering point home".
Text message_text(const Message& message, const Words& words) {
  std::string head = message.name;
  if (!message.type.empty()) head += " " + message.type;
  if (!message.process.empty()) head += " (" + message.process + ")";
  Text text{head, head};
  const char* between = ": ";
  for (const auto& value : message.with) {
    const auto* word = words.find(value.word);
    if (word == nullptr) continue;
    const auto values = fmt::format("{}", fmt::join(value.texts, ", "));
    text.en += fmt::format("{}{} {}", between, word->text.en, value.texts.empty() ? "none" : values);
    text.nb += fmt::format("{}{} {}", between, word->text.nb, value.texts.empty() ? "ingen" : values);
    between = ", ";
  }
  return text;
}

struct Teller {
  const Words& words;

  Text operator()(const Send& send) const {
    auto text = message_text(send.message, words);
    text.en = fmt::format("{} sends {}{}", send.as, text.en, send.confirm ? ", asks for a confirmation" : "");
    text.nb = fmt::format("{} sender {}{}", send.as, text.nb, send.confirm ? ", ber om bekreftelse" : "");
    if (!send.takes_back.empty()) {
      text.en += fmt::format(" (takes back '{}')", send.takes_back);
      text.nb += fmt::format(" (tar tilbake «{}»)", send.takes_back);
    }
    if (!send.same_id_as.empty()) {
      text.en += fmt::format(" (with the message id of '{}')", send.same_id_as);
      text.nb += fmt::format(" (med meldings-id fra «{}»)", send.same_id_as);
    }
    return text;
  }
  Text operator()(const Resend& resend) const {
    return {fmt::format("the message of '{}' is sent once more", resend.step),
            fmt::format("meldingen fra «{}» sendes en gang til", resend.step)};
  }
  Text operator()(const Expect& expect) const {
    const auto text = message_text(expect.message, words);
    return {fmt::format("{} receives {}", expect.at, text.en),
            fmt::format("{} mottar {}", expect.at, text.nb)};
  }
  Text operator()(const ExpectNone& none) const {
    const auto text = message_text(none.message, words);
    if (none.message.name.empty())
      return {fmt::format("nothing waits for {}", none.at), fmt::format("ingenting venter på {}", none.at)};
    return {fmt::format("no {} waits for {}", text.en, none.at),
            fmt::format("ingen {} venter på {}", text.nb, none.at)};
  }
  Text operator()(const ExpectAnswer& answer) const {
    const auto text = message_text(answer.message, words);
    return {"the answer at once is " + text.en, "svaret med en gang er " + text.nb};
  }
  Text operator()(const ExpectFault& fault) const {
    if (fault.group == "any") return {"the message is refused at once", "meldingen avvises med en gang"};
    return {fmt::format("the message is refused with a SOAP fault of group {}", fault.group),
            fmt::format("meldingen avvises med en SOAP-feil i gruppen {}", fault.group)};
  }
  Text operator()(const Move& move) const {
    switch (move.how) {
      case Move::How::next_step:
        return {"the clock moves to the hub's next step", "klokken går til hubens neste steg"};
      case Move::How::by:
        return {"the clock moves on by " + move.to, "klokken går fram med " + move.to};
      case Move::How::to:
        break;
    }
    return {"the clock moves to " + move.to, "klokken går til " + move.to};
  }
  Text operator()(const State& state) const {
    std::string values_en, values_nb;
    for (const auto& value : state.is) {
      const auto wanted =
          value.texts.empty() ? std::string() : fmt::format("{}", fmt::join(value.texts, ", "));
      values_en +=
          fmt::format("{}{} {}", values_en.empty() ? "" : ", ", value.word, wanted.empty() ? "none" : wanted);
      values_nb += fmt::format("{}{} {}", values_nb.empty() ? "" : ", ", value.word,
                               wanted.empty() ? "ingen" : wanted);
    }
    const auto on_en = state.on.empty() ? std::string() : " on " + state.on;
    const auto on_nb = state.on.empty() ? std::string() : " den " + state.on;
    return {fmt::format("metering point {}{}: {}", state.point, on_en, values_en),
            fmt::format("målepunkt {}{}: {}", state.point, on_nb, values_nb)};
  }
  Text operator()(const TakeOver& takeover) const {
    return {
        fmt::format("the hub moves the portfolio of {} to {} on {}", takeover.from, takeover.to, takeover.on),
        fmt::format("huben flytter porteføljen fra {} til {} den {}", takeover.from, takeover.to,
                    takeover.on)};
  }
};

}  // namespace

Text text_of(const Step& step, const Words& words) {
  return step.text.en.empty() ? std::visit(Teller{words}, step.what) : step.text;
}

std::string kind_of(const Step& step) {
  constexpr const char* kinds[] = {"send",  "resend", "expect", "none",     "answer",
                                   "fault", "move",   "state",  "take-over"};
  return kinds[step.what.index()];
}

std::string party_of(const Step& step) {
  if (const auto* send = std::get_if<Send>(&step.what)) return send->as;
  if (const auto* expect = std::get_if<Expect>(&step.what)) return expect->at;
  if (const auto* none = std::get_if<ExpectNone>(&step.what)) return none->at;
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

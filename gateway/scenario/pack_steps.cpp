#include "gateway/scenario/pack_steps.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/json/from_yaml.hpp"
#include "gateway/scenario/mail_words.hpp"
#include "gateway/scenario/state_words.hpp"
#include "gateway/scenario/usage_words.hpp"
#include "gateway/schema/date_time.hpp"

namespace cimgate::scenario {
namespace {

using validation::RuleFile;

const std::vector<std::string_view> kinds = {"send",
                                             "cancel",
                                             "roll-back",
                                             "resend",
                                             "expect",
                                             "answer",
                                             "fault",
                                             "move",
                                             "state",
                                             "take-over",
                                             "mail",
                                             "correct",
                                             "reactive-channels",
                                             "send-again",
                                             "fetch",
                                             "usage",
                                             "rest"};

class StepReader {
 public:
  StepReader(RuleFile& file, const Words& words) : file_(file), words_(words) {}

  std::vector<Step> read(const std::vector<yaml::Node>& nodes) {
    for (const auto& node : nodes) read_step(node);
    return std::move(steps_);
  }

 private:
  void read_step(const yaml::Node& node) {
    Step step;
    step.line = node.line();
    step.column = node.column();
    if (!node.is_map() || node.size() == 0)
      return file_.error(node, "expected a step: send, expect, move, state …");
    const auto kind = kind_of(node);
    if (kind.empty()) return;
    step.id = file_.optional_text(node, "step");
    if (!step.id.empty() && find(step.id) != nullptr)
      file_.error(node["step"], fmt::format("there is a step '{}' already", step.id));
    if (node["text"]) step.text = file_.sentence(node, "text");
    if (kind == "send") read_send(node, step);
    if (kind == "cancel" || kind == "roll-back") read_take_back(node, kind.c_str(), step);
    if (kind == "resend") read_resend(node, step);
    if (kind == "expect") read_expect(node, step);
    if (kind == "answer") read_answer(node, step);
    if (kind == "fault") read_fault(node, step);
    if (kind == "move") read_move(node, step);
    if (kind == "state") read_state(node, step);
    if (kind == "take-over") read_take_over(node, step);
    if (kind == "mail") read_mail(node, step);
    if (kind == "correct") read_correct(node, step);
    if (kind == "reactive-channels") read_channels(node, step);
    if (kind == "send-again") read_send_again(node, step);
    if (kind == "fetch") read_fetch(node, step);
    if (kind == "usage") read_usage(node, step);
    if (kind == "rest") read_rest(node, step);
    steps_.push_back(std::move(step));
  }

  std::string kind_of(const yaml::Node& node) {
    std::string found;
    for (const auto& entry : node) {
      const auto key = entry.first.text();
      if (std::find(kinds.begin(), kinds.end(), key) == kinds.end()) continue;
      if (!found.empty())
        file_.error(entry.first, fmt::format("a step does one thing: '{}' or '{}'", found, key));
      found = key;
    }
    if (found.empty()) {
      const auto first = (*node.begin()).first.text();
      file_.error(node, fmt::format("what does the step do? expected one of {}{}", fmt::join(kinds, ", "),
                                    RuleFile::hint(first, kinds)));
    }
    return found;
  }

  const Step* find(const std::string& id) const {
    const auto at =
        std::find_if(steps_.begin(), steps_.end(), [&](const Step& step) { return step.id == id; });
    return at == steps_.end() ? nullptr : &*at;
  }
  /// The earlier step that a step names; null, and a mistake, when there is none that sends.
  const Send* sent_by_step(const yaml::Node& node, const char* key) {
    const auto id = file_.text(node, key);
    if (id.empty()) return nullptr;
    const auto* step = find(id);
    const auto* send = step == nullptr ? nullptr : std::get_if<Send>(&step->what);
    if (send == nullptr) {
      std::vector<std::string_view> known;
      for (const auto& one : steps_)
        if (!one.id.empty() && std::holds_alternative<Send>(one.what)) known.push_back(one.id);
      file_.error(node[key], fmt::format("'{}' is not an earlier step that sends a message{}", id,
                                         RuleFile::hint(id, known)));
    }
    return send;
  }

  std::vector<Value> values(const yaml::Node& map, const char* key,
                            const std::vector<std::string_view>& known) {
    auto all = values(map, key);
    for (const auto& value : all)
      if (std::find(known.begin(), known.end(), value.word) == known.end())
        file_.error(
            value.line, value.column,
            fmt::format("'{}' is not a word of scenarios{}", value.word, RuleFile::hint(value.word, known)));
    return all;
  }
  std::vector<Value> values(const yaml::Node& map, const char* key) {
    std::vector<Value> all;
    if (!map[key]) return all;
    if (!map[key].is_map()) {
      file_.error(map[key], "expected words with values");
      return all;
    }
    for (const auto& entry : map[key]) {
      Value value;
      value.word = entry.first.text();
      value.line = entry.first.line();
      value.column = entry.first.column();
      if (entry.second.is_scalar()) {
        if (entry.second.text() != "none") value.texts.push_back(entry.second.text());
      } else if (entry.second.is_list() && entry.second.size() > 0) {
        for (const auto& one : entry.second) {
          if (!one.is_scalar()) file_.error(one, fmt::format("expected a value for '{}'", value.word));
          value.texts.push_back(one.text());
        }
      } else {
        file_.error(entry.second, fmt::format("expected a value for '{}', or several", value.word));
      }
      all.push_back(std::move(value));
    }
    return all;
  }

  Message message(const yaml::Node& node, const char* key) {
    Message message;
    message.name = file_.text(node, key);
    message.process = file_.optional_text(node, "process");
    message.with = values(node, "with", words_.names());
    if (node["type"] && node["type"].is_list())
      message.with.insert(message.with.begin(), {"type", file_.texts(node, "type"), message_line(node)});
    else
      message.type = file_.optional_text(node, "type");
    return message;
  }
  static std::uint32_t message_line(const yaml::Node& node) { return node.line(); }

  bool flag(const yaml::Node& node, const char* key) {
    const auto text = file_.optional_text(node, key);
    if (!text.empty() && text != "true" && text != "false") file_.error(node[key], "expected true or false");
    return text == "true";
  }

  void read_send(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "send", "as", "process", "type", "role", "sent-by", "confirm",
                            "base", "same-id-as", "with"});
    Send send;
    send.message = message(node, "send");
    if (!node["process"]) file_.error(node, "'process' is missing: the process of the message");
    read_sender(node, send);
    if (node["same-id-as"] && sent_by_step(node, "same-id-as") != nullptr)
      send.same_id_as = node["same-id-as"].text();
    step.what = std::move(send);
  }

  void read_sender(const yaml::Node& node, Send& send) {
    send.as = file_.optional_text(node, "as");
    send.role = file_.optional_text(node, "role");
    send.sent_by = file_.optional_text(node, "sent-by");
    send.base = file_.optional_text(node, "base");
    send.confirm = flag(node, "confirm");
  }

  /// A message like the one of an earlier step, with document type E02 and a reference to it. A rollback has
  /// a process of its own.
  void read_take_back(const yaml::Node& node, const char* key, Step& step) {
    file_.check_keys(
        node, {"step", "text", key, "as", "process", "type", "role", "sent-by", "confirm", "base", "with"});
    const auto* original = sent_by_step(node, key);
    if (original == nullptr) return;
    Send send;
    read_sender(node, send);
    if (send.as.empty()) send.as = original->as;
    if (send.role.empty()) send.role = original->role;
    send.takes_back = node[key].text();
    send.message.name = original->message.name;
    send.message.process = file_.optional_text(node, "process");
    if (send.message.process.empty() && key == std::string_view("roll-back"))
      file_.error(node, "'process' is missing: the process of the rollback");
    if (send.message.process.empty()) send.message.process = original->message.process;
    send.message.type = node["type"] ? file_.text(node, "type") : "E02";
    for (const auto& value : original->message.with)
      if (value.word == "point" || value.word == "start" || value.word == "end" || value.word == "customer" ||
          value.word == "supplier")
        send.message.with.push_back(value);
    auto own = values(node, "with", words_.names());
    if (std::none_of(own.begin(), own.end(), [](const Value& value) { return value.word == "reference"; }))
      send.message.with.push_back({"reference", {send.takes_back}, step.line});
    for (auto& value : own) {
      std::erase_if(send.message.with, [&](const Value& other) { return other.word == value.word; });
      send.message.with.push_back(std::move(value));
    }
    step.what = std::move(send);
  }

  void read_resend(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "resend"});
    sent_by_step(node, "resend");
    step.what = Resend{file_.text(node, "resend"), false};
  }

  void read_expect(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "expect", "at", "process", "type", "queue", "with", "message"});
    const auto at = file_.text(node, "at");
    if (file_.text(node, "expect") == "none") {
      Message none;
      none.name = file_.optional_text(node, "message");
      none.process = file_.optional_text(node, "process");
      none.type = file_.optional_text(node, "type");
      none.with = values(node, "with", words_.names());
      step.what = ExpectNone{std::move(none), at};
      return;
    }
    Expect expect{message(node, "expect"), at, {}};
    if (node["queue"]) {
      file_.one_of(node, "queue", {"market-processes", "metering-values"});
      expect.queue = node["queue"].text();
    }
    step.what = std::move(expect);
  }

  /// What comes at once belongs to the message before it.
  void read_answer(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "answer", "process", "type", "with"});
    step.what = ExpectAnswer{message(node, "answer")};
    mark_last(node);
  }
  void read_fault(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "fault"});
    file_.one_of(node, "fault",
                 {"XSD", "Compression", "Security", "System", "UUID", "Size", "Date", "Other", "any"});
    step.what = ExpectFault{node["fault"].text()};
    mark_last(node);
  }
  void mark_last(const yaml::Node& node) {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
      if (auto* send = std::get_if<Send>(&step->what)) send->last_is_refused = true;
      if (auto* resend = std::get_if<Resend>(&step->what)) resend->last_is_refused = true;
      if (auto* fetch = std::get_if<Fetch>(&step->what)) fetch->last_is_refused = true;
      if (std::holds_alternative<Send>(step->what) || std::holds_alternative<Resend>(step->what) ||
          std::holds_alternative<Fetch>(step->what))
        return;
      if (!std::holds_alternative<ExpectAnswer>(step->what)) break;
    }
    file_.error(node, "an answer or a fault belongs right after the message that it answers");
  }

  void read_move(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "move"});
    Move move;
    if (node["move"].is_map()) {
      file_.check_keys(node["move"], {"to", "by"});
      if (node["move"]["by"]) {
        move.how = Move::How::by;
        move.to = file_.text(node["move"], "by");
        if (!schema::is_duration(move.to))
          file_.error(node["move"]["by"], "expected a duration such as P1D or PT2H");
      } else {
        move.to = file_.text(node["move"], "to");
      }
    } else {
      move.to = file_.text(node, "move");
      if (move.to == "next step") move.how = Move::How::next_step;
    }
    step.what = std::move(move);
  }

  void read_take_over(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "take-over", "to", "on"});
    step.what = TakeOver{file_.text(node, "take-over"), file_.text(node, "to"), file_.text(node, "on")};
  }

  void read_correct(const yaml::Node& node, Step& step) {
    file_.check_keys(
        node, {"step", "text", "correct", "by", "on", "message", "supplier", "last-resort", "refused"});
    Correct correct;
    correct.point = file_.text(node, "correct");
    file_.one_of(node, "by", {"remove-switch", "end-supply", "reopen"});
    correct.kind = node["by"].text();
    correct.on = file_.optional_text(node, "on");
    // A message that was never sent may be what is tried.
    correct.message = file_.optional_text(node, "message");
    correct.supplier = file_.optional_text(node, "supplier");
    correct.last_resort = flag(node, "last-resort");
    correct.refused = file_.optional_text(node, "refused");
    if (!correct.message.empty() && correct.message != "none") sent_by_step(node, "message");
    step.what = std::move(correct);
  }

  void read_channels(const yaml::Node& node, Step& step) {
    file_.check_keys(node,
                     {"step", "text", "reactive-channels", "on", "open", "close", "not-open", "not-close"});
    const auto list = [&](const char* key) {
      return node[key] ? file_.texts(node, key) : std::vector<std::string>();
    };
    step.what =
        ReactiveChannels{list("reactive-channels"), file_.text(node, "on"), list("open"), list("close"),
                         list("not-open"),          list("not-close")};
  }

  void read_send_again(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "send-again", "from", "to"});
    step.what =
        SendAgain{file_.text(node, "send-again"), file_.text(node, "from"), file_.optional_text(node, "to")};
  }

  void read_fetch(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "fetch", "sent-by", "queue"});
    Fetch fetch{file_.text(node, "fetch"), file_.optional_text(node, "sent-by"), "market-processes"};
    if (node["queue"]) {
      file_.one_of(node, "queue", {"market-processes", "metering-values"});
      fetch.queue = node["queue"].text();
    }
    step.what = std::move(fetch);
  }

  void read_usage(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "usage", "is"});
    Usage usage{file_.text(node, "usage"), values(node, "is", usage_words())};
    if (usage.is.empty()) file_.error(node, "'is' is missing: how far the party must have come");
    step.what = std::move(usage);
  }

  static std::string json_text(const yaml::Node& node) {
    json::JsonOut out(false);
    json::append_json(node, out);
    return std::move(out).take_piece();
  }

  void read_rest(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "rest", "as", "headers", "json", "form", "status", "is", "says"});
    Rest rest;
    const auto request = file_.text(node, "rest");
    const auto space = std::min(request.find(' '), request.size());
    rest.method = request.substr(0, space);
    rest.address = request.substr(std::min(space + 1, request.size()));
    constexpr std::string_view methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    if (std::find(std::begin(methods), std::end(methods), rest.method) == std::end(methods) ||
        !rest.address.starts_with('/'))
      file_.error(node["rest"],
                  "expected GET, POST, PUT, PATCH or DELETE and an address, such as GET /cim/v1/parties");
    rest.as = file_.optional_text(node, "as");
    for (const auto& value : values(node, "headers")) {
      if (value.texts.size() > 1) file_.error(value.line, value.column, "a header has one value");
      rest.headers.emplace_back(value.word, value.texts.empty() ? "none" : value.texts.front());
    }
    if (node["json"] && node["form"]) file_.error(node["form"], "a body is JSON or a form");
    if (node["json"] && !node["json"].is_map() && !node["json"].is_list())
      file_.error(node["json"], "expected an object or an array");
    else if (node["json"])
      rest.json = json_text(node["json"]);
    for (const auto& value : values(node, "form")) {
      if (value.texts.empty()) rest.form.emplace_back(value.word, "none");
      for (const auto& text : value.texts) rest.form.emplace_back(value.word, text);
    }
    if (node["status"]) rest.status = static_cast<unsigned>(file_.number(node["status"], 100, 599));
    rest.is = values(node, "is");
    for (const auto& value : rest.is)
      if (!is_pointer(value.word))
        file_.error(value.line, value.column,
                    fmt::format("'{}' is no JSON pointer, such as /data/0/id", value.word));
    rest.says = file_.optional_texts(node, "says");
    step.what = std::move(rest);
  }

  /// RFC 6901, 3.
  static bool is_pointer(std::string_view text) {
    for (auto at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1))
      if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
    return text.empty() || text.front() == '/';
  }

  void read_state(const yaml::Node& node, Step& step) {
    file_.check_keys(node, {"step", "text", "state", "on", "is"});
    State state;
    state.point = file_.text(node, "state");
    state.on = file_.optional_text(node, "on");
    state.is = values(node, "is", state_words());
    if (state.is.empty()) file_.error(node, "'is' is missing: what the state must be");
    step.what = std::move(state);
  }

  void read_mail(const yaml::Node& node, Step& step) {
    ExpectMail mail;
    mail.none = file_.text(node, "mail") == "none";
    if (mail.none) {
      file_.check_keys(node, {"step", "text", "mail", "about"});
      mail.point = file_.text(node, "about");
    } else {
      file_.check_keys(node, {"step", "text", "mail", "is"});
      mail.point = file_.text(node, "mail");
      mail.is = values(node, "is", mail_words());
      if (mail.is.empty()) file_.error(node, "'is' is missing: what the mail must be");
    }
    step.what = std::move(mail);
  }

  RuleFile& file_;
  const Words& words_;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<Step> read_steps(RuleFile& file, const std::vector<yaml::Node>& nodes, const Words& words) {
  return StepReader(file, words).read(nodes);
}

}  // namespace cimgate::scenario

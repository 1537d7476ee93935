#include "gateway/scenario/play.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gateway/document/write.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/scenario/expectation.hpp"
#include "gateway/scenario/hub_face.hpp"
#include "gateway/scenario/language.hpp"
#include "gateway/scenario/mail_words.hpp"
#include "gateway/scenario/rest_step.hpp"
#include "gateway/scenario/state_words.hpp"
#include "gateway/scenario/step_text.hpp"
#include "gateway/scenario/usage_words.hpp"
#include "gateway/xml/write.hpp"

namespace cimgate::scenario {
namespace {

constexpr std::string_view queues[] = {"market-processes", "metering-values"};

/// A message that was taken from a queue.
struct Waiting {
  document::Message message;
  std::shared_ptr<const Wire> wire;
  std::string queue;
  std::string xml;
  bool met = false;  ///< a step expected it
};

class Player {
 public:
  Player(const Gateway& gateway, const Words& words, const Pack& pack, Exchange& exchange,
         const PlayOptions& options)
      : words_(words),
        pack_(pack),
        options_(options),
        composer_(gateway.engine(), words),
        exchange_(exchange),
        hub_(exchange) {
    const auto seed = pack.name + " " + options.seed;
    language_ = options.by == "cim" ? cim_language(gateway, exchange, pack.schema)
                                    : soap_language(gateway, words, exchange, pack.schema, seed);
    transcript_.name = pack.name;
    transcript_.file = pack.file;
    transcript_.title = pack.title;
    transcript_.schema = pack.schema;
    transcript_.by = options.by;
  }

  Transcript play() {
    const bool started = start();
    for (std::size_t i = 0; i < pack_.steps.size(); ++i) {
      const auto& step = pack_.steps[i];
      step_ = &step;
      PlayedStep played;
      played.number = i + 1;
      played.line = step.line;
      played.kind = kind_of(step);
      played.text = text_of(step, words_);
      played.party = party_of(step);
      played.message = message_of(step);
      played_ = &played;
      if (!started || transcript_.transport_failed)
        undetermined(
            {"not played: the scenario could not go on", "ikke spilt: scenariet kunne ikke fortsette"});
      else
        std::visit([this](const auto& what) { take(what); }, step.what);
      played.at = scene_.now;
      transcript_.steps.push_back(std::move(played));
    }
    if (started && !transcript_.transport_failed) collect_the_rest();
    // Whatever is played next on the same hub is not asked for roles that this one gave, and goes by the
    // limits that it had.
    if (started && !pack_.users.empty() && !transcript_.transport_failed)
      static_cast<void>(hub_.forget_users());
    if (limits_before_ && !transcript_.transport_failed)
      static_cast<void>(hub_.set_usage_limits(*limits_before_));
    return std::move(transcript_);
  }

 private:
  // What becomes of a step.
  void failed(Text why) {
    // Where the clock could not be moved, or something could not be asked, nothing can be said of what has
    // not come.
    played_->outcome = clock_lost_ || answer_lost_ ? Outcome::undetermined : Outcome::failed;
    played_->why = std::move(why);
  }
  void undetermined(Text why) {
    played_->outcome = Outcome::undetermined;
    played_->why = std::move(why);
  }
  void trouble(const Trouble& trouble) {
    transcript_.transport_failed = transcript_.transport_failed || trouble.transport;
    failed(trouble.text);
  }
  void trouble(const HubTrouble& trouble) {
    if (trouble.kind == HubTrouble::Kind::missing) return undetermined(trouble.text);
    transcript_.transport_failed =
        transcript_.transport_failed || trouble.kind == HubTrouble::Kind::transport;
    failed(trouble.text);
  }

  /// Sets the clock and loads the market. A system without /hub/v1 is taken as it is.
  bool start() {
    PlayedStep played;
    played.kind = "start";
    played.text = {"the hub takes the market of the scenario", "huben får scenariets marked"};
    played_ = &played;
    scene_.pack = &pack_;
    const auto now = hub_.move_to(pack_.clock);
    // A clock that is further on already does not go back: days are counted from where it stands.
    auto clock = now || now.error().kind == HubTrouble::Kind::refused
                     ? hub_.clock()
                     : tl::expected<std::int64_t, HubTrouble>(tl::make_unexpected(now.error()));
    if (!clock && clock.error().kind == HubTrouble::Kind::missing) {
      clock = options_.now;
    } else if (clock) {
      auto loaded = hub_.load(pack_.market);
      if (loaded && !pack_.users.empty()) loaded = hub_.take_users(pack_.users);
      if (!loaded) clock = tl::make_unexpected(loaded.error());
      if (clock && !pack_.limits.empty())
        if (const auto set = set_limits(); !set) clock = tl::make_unexpected(set.error());
    }
    auto scene = first_scene(pack_, clock ? *clock : pack_.clock);
    if (scene) scene_ = std::move(*scene);
    started_ = scene_.now;
    if (clock && scene) return true;
    if (!clock)
      trouble(clock.error());
    else
      failed({scene.error(), scene.error()});
    played.at = scene_.now;
    transcript_.steps.push_back(std::move(played));
    return false;
  }

  tl::expected<void, HubTrouble> set_limits() {
    auto before = hub_.usage_limits();
    if (!before) return tl::make_unexpected(before.error());
    auto set = hub_.set_usage_limits(pack_.limits);
    if (set) limits_before_ = *std::move(before);
    return set;
  }

  void take(const Send& send) {
    const auto seed = fmt::format("{}|{}|{}", pack_.name, options_.seed, played_->number);
    const auto same = sent_.find(send.same_id_as);
    const auto id = send.same_id_as.empty() || same == sent_.end() ? uuid_of(seed) : same->second.id;
    auto composed = composer_.compose(scene_, send, id);
    if (!composed) {
      const auto& error = composed.error();
      return failed({fmt::format("the message cannot be made: {} {}", error.word, error.text),
                     fmt::format("meldingen kan ikke lages: {} {}", error.word, error.text)});
    }
    if (!step_->id.empty()) {
      scene_.ids[step_->id] = composed->id;
      scene_.payloads[step_->id] = composed->payload;
      sent_[step_->id] = *composed;
    }
    submit(*composed, send.last_is_refused);
  }
  void take(const Resend& resend) {
    const auto at = sent_.find(resend.step);
    if (at == sent_.end())
      return failed({"there is nothing to send again", "det er ingenting å sende igjen"});
    submit(at->second, resend.last_is_refused);
  }
  void submit(const Composed& composed, bool judged_by_next) {
    played_->content = composed.xml;
    last_sender_ = scene_.name_of(composed.sender);
    auto submitted = language_->submit(composed);
    last_ = Submitted();
    if (!submitted) return trouble(submitted.error());
    last_ = std::move(*submitted);
    played_->wire = last_.wire;
    if (!last_.accepted && !judged_by_next)
      failed({"the message was refused: " + last_.why.en, "meldingen ble avvist: " + last_.why.nb});
  }

  /// Takes what waits for a party out of its queues.
  bool collect(const std::string& party, const std::string& queue) {
    for (const auto name : queues) {
      if (!queue.empty() && queue != name) continue;
      auto messages = language_->collect(scene_, party, name);
      if (!messages) {
        trouble(messages.error());
        return false;
      }
      for (auto& message : *messages) {
        Waiting waiting{std::move(message.message), std::move(message.wire), std::string(name), {}, false};
        waiting.xml = xml::to_xml(waiting.message, {});
        transcript_.received.push_back({party, waiting.queue, waiting.message.kind->root.local, waiting.xml});
        waiting_[party].push_back(std::move(waiting));
      }
    }
    return true;
  }

  void take(const Expect& expect) {
    if (!collect(expect.at, expect.queue)) return;
    std::vector<Difference> nearest;
    const Waiting* almost = nullptr;
    for (auto& waiting : waiting_[expect.at]) {
      if (waiting.met || waiting.message.kind->root.local != expect.message.name) continue;
      if (!expect.queue.empty() && waiting.queue != expect.queue) continue;
      auto differences = compare(words_, scene_, expect.message, waiting.message);
      if (!differences) return failed({differences.error(), differences.error()});
      if (differences->empty()) {
        waiting.met = true;
        played_->wire = waiting.wire;
        return meet(waiting.message, waiting.xml);
      }
      if (almost == nullptr || differences->size() < nearest.size()) {
        almost = &waiting;
        nearest = std::move(*differences);
      }
    }
    if (almost != nullptr) {
      played_->content = almost->xml;
      played_->wire = almost->wire;
      return failed(told(almost->message, nearest));
    }
    failed(waiting_instead(expect.at));
  }
  void meet(const document::Message& message, const std::string& xml) {
    played_->content = xml;
    if (step_->id.empty()) return;
    scene_.ids[step_->id] = value_of(words_, message, "id");
    scene_.payloads[step_->id] = value_of(words_, message, "payload");
  }

  Text told(const document::Message& almost, const std::vector<Difference>& differences) const {
    const auto short_text = in_short(words_, almost);
    Text text{short_text + " came instead:", short_text + " kom i stedet:"};
    for (const auto& difference : differences) {
      text.en +=
          fmt::format(" {} is {}, expected {};", difference.word.en, difference.found, difference.wanted);
      text.nb +=
          fmt::format(" {} er {}, ventet {};", difference.word.nb, difference.found, difference.wanted);
    }
    text.en.pop_back();
    text.nb.pop_back();
    return text;
  }
  Text waiting_instead(const std::string& party) const {
    std::vector<std::string> others;
    if (const auto at = waiting_.find(party); at != waiting_.end())
      for (const auto& waiting : at->second)
        if (!waiting.met) others.push_back(in_short(words_, waiting.message));
    if (others.empty())
      return {fmt::format("nothing waits for {}", party), fmt::format("ingenting venter på {}", party)};
    return {fmt::format("it has not come; what waits for {}: {}", party, fmt::join(others, "; ")),
            fmt::format("den har ikke kommet; dette venter på {}: {}", party, fmt::join(others, "; "))};
  }

  void take(const ExpectNone& none) {
    if (!collect(none.at, {})) return;
    for (const auto& waiting : waiting_[none.at]) {
      if (waiting.met ||
          (!none.message.name.empty() && waiting.message.kind->root.local != none.message.name))
        continue;
      const auto differences = compare(words_, scene_, none.message, waiting.message);
      if (!differences) return failed({differences.error(), differences.error()});
      if (!differences->empty()) continue;
      played_->content = waiting.xml;
      played_->wire = waiting.wire;
      const auto text = in_short(words_, waiting.message);
      return failed({text + " waits", text + " venter"});
    }
  }

  void take(const ExpectAnswer& answer) {
    if (!last_.accepted)
      return failed({"the message was refused: " + last_.why.en, "meldingen ble avvist: " + last_.why.nb});
    // By REST the answer may have to be fetched.
    if (last_.answers.empty() && options_.by == "cim") {
      Expect expect{answer.message, last_sender_, {}};
      return take(expect);
    }
    played_->wire = last_.wire;
    Text why{"no answer came at once", "det kom ikke noe svar med en gang"};
    for (const auto& message : last_.answers) {
      played_->content = xml::to_xml(message, {});
      if (message.kind->root.local != answer.message.name) {
        const auto text = in_short(words_, message);
        why = {text + " came instead", text + " kom i stedet"};
        continue;
      }
      const auto differences = compare(words_, scene_, answer.message, message);
      if (!differences) return failed({differences.error(), differences.error()});
      if (differences->empty()) return meet(message, played_->content);
      why = told(message, *differences);
    }
    failed(std::move(why));
  }

  void take(const ExpectFault& fault) {
    played_->wire = last_.wire;
    if (last_.accepted) return failed({"it was accepted", "den ble godtatt"});
    if (last_.group != "problem" && fault.group != "any" && last_.group != fault.group)
      failed({"another refusal came: " + last_.why.en, "en annen avvisning kom: " + last_.why.nb});
  }

  void take(const Fetch& fetch) {
    auto fetched = language_->fetch(scene_, fetch);
    last_ = Submitted();
    if (!fetched) return trouble(fetched.error());
    last_ = std::move(*fetched);
    played_->wire = last_.wire;
    if (!last_.accepted && !fetch.last_is_refused)
      failed({"it was refused: " + last_.why.en, "det ble avvist: " + last_.why.nb});
  }

  void take(const Move& move) {
    tl::expected<void, HubTrouble> moved;
    if (move.how == Move::How::to) {
      const auto time = time_of(move.to, scene_.days);
      if (!time) return failed({time.error(), time.error()});
      moved = hub_.move_to(*time);
    } else {
      moved = hub_.move(move);
    }
    if (moved) {
      const auto now = hub_.clock();
      if (now) {
        scene_.now = *now;
        return;
      }
      return trouble(now.error());
    }
    if (moved.error().kind == HubTrouble::Kind::missing) clock_lost_ = true;
    trouble(moved.error());
  }

  static void add(Text& why, const Text& more) {
    const char* const between = why.en.empty() ? "" : "; ";
    why.en += between + more.en;
    why.nb += between + more.nb;
  }
  /// "supplier is old, expected new"
  static void tell(Text& why, const std::string& what, const std::string& wanted, const std::string& found) {
    add(why, {fmt::format("{} is {}, expected {}", what, found, wanted),
              fmt::format("{} er {}, ventet {}", what, found, wanted)});
  }

  void take(const State& state) {
    const auto gsrn = resolve(scene_, point_word(), state.point);
    const auto day = state.on.empty() ? tl::expected<rules::Day, std::string>(norway::day_of(scene_.now))
                                      : day_of(state.on, scene_.days);
    if (!gsrn) return failed({gsrn.error(), gsrn.error()});
    if (!day) return failed({day.error(), day.error()});
    const auto answer = hub_.market_of(*gsrn);
    if (!answer) return trouble(answer.error());
    const auto differences = compare_state(scene_, state, *gsrn, *day, *answer);
    if (!differences) return failed({differences.error(), differences.error()});
    if (differences->empty()) return;
    Text why;
    for (const auto& difference : *differences) {
      const auto found = difference.word == "supplier" ? scene_.name_of(difference.found) : difference.found;
      const auto wanted =
          difference.word == "supplier" ? scene_.name_of(difference.wanted) : difference.wanted;
      tell(why, difference.word, wanted, found);
    }
    failed(std::move(why));
  }

  void take(const Usage& usage) {
    const auto* party = scene_.party(usage.party);
    if (party == nullptr) return failed({"there is no such party", "aktøren finnes ikke"});
    const auto answer = hub_.usage_of(party->gln);
    if (!answer) return trouble(answer.error());
    const auto differences = compare_usage(usage.is, *answer);
    if (!differences) return failed({differences.error(), differences.error()});
    Text why;
    for (const auto& [word, wanted, seen] : *differences) tell(why, word, wanted, seen);
    if (!differences->empty()) failed(std::move(why));
  }

  void take(const ExpectMail& mail) {
    const auto gsrn = resolve(scene_, point_word(), mail.point);
    if (!gsrn) return failed({gsrn.error(), gsrn.error()});
    const auto answer = hub_.mails_of(*gsrn, started_);
    if (!answer) return trouble(answer.error());
    const auto found = find_mail(scene_, mail.is, met_mails_, *answer);
    if (!found) return failed({found.error(), found.error()});
    if (mail.none) {
      if (found->number != 0) failed({"a mail was written", "en e-post er skrevet"});
      return;
    }
    if (found->number == 0)
      return failed({"no mail was written that no step expected",
                     "det er ikke skrevet noen e-post som ingen steg ventet"});
    if (found->differences.empty()) {
      met_mails_.insert(found->number);
      return;
    }
    Text why;
    for (const auto& [word, wanted, seen] : found->differences) tell(why, word, wanted, seen);
    failed(std::move(why));
  }

  void take(const TakeOver& takeover) {
    const auto* from = scene_.party(takeover.from);
    const auto* to = scene_.party(takeover.to);
    const auto day = day_of(takeover.on, scene_.days);
    if (from == nullptr || to == nullptr || !day)
      return failed({"the takeover cannot be understood", "porteføljeovertagelsen kan ikke forstås"});
    if (const auto done = hub_.take_over(from->gln, to->gln, *day); !done) trouble(done.error());
  }

  void take(const Correct& correct) {
    const auto gsrn = resolve(scene_, point_word(), correct.point);
    const auto day = correct.on.empty() ? tl::expected<rules::Day, std::string>(rules::Day())
                                        : day_of(correct.on, scene_.days);
    if (!gsrn) return failed({gsrn.error(), gsrn.error()});
    if (!day) return failed({day.error(), day.error()});
    HubFace::Correction wanted{correct.kind, *gsrn, correct.on.empty() ? "" : rules::to_text(*day),
                               {},           {},    correct.last_resort};
    const auto sent = scene_.ids.find(correct.message);
    if (sent != scene_.ids.end()) wanted.message = sent->second;
    if (correct.message == "none") wanted.message = uuid_of("a message that nobody has sent");
    if (const auto* supplier = scene_.party(correct.supplier)) wanted.supplier = supplier->gln;
    const auto done = hub_.correct(wanted);
    if (!done && (correct.refused.empty() || done.error().member != correct.refused))
      return trouble(done.error());
    if (done && !correct.refused.empty()) failed({"the correction was made", "korrigeringen ble gjort"});
  }

  void take(const ReactiveChannels& channels) {
    const auto day = day_of(channels.on, scene_.days);
    if (!day) return failed({day.error(), day.error()});
    HubFace::ReactiveChannels wanted{rules::to_text(*day), channels.open, channels.close, {}, {}, {}};
    for (const auto& [names, gsrns] :
         {std::pair(&channels.points, &wanted.points), std::pair(&channels.not_open, &wanted.not_open),
          std::pair(&channels.not_close, &wanted.not_close)})
      for (const auto& name : *names) {
        const auto gsrn = resolve(scene_, point_word(), name);
        if (!gsrn) return failed({gsrn.error(), gsrn.error()});
        gsrns->push_back(*gsrn);
      }
    if (const auto done = hub_.change_channels(wanted); !done) trouble(done.error());
  }

  void take(const SendAgain& again) {
    const auto* party = scene_.party(again.party);
    const auto from = time_of(again.from, scene_.days);
    const auto to = again.to.empty() ? from : time_of(again.to, scene_.days);
    if (party == nullptr || !from || !to)
      return failed({"the period cannot be understood", "perioden kan ikke forstås"});
    const auto done = hub_.send_again(party->gln, *from,
                                      again.to.empty() ? std::nullopt : std::optional<std::int64_t>(*to));
    if (!done) trouble(done.error());
  }

  void take(const Rest& rest) {
    auto call = call_of(scene_, rest);
    if (!call) return failed({call.error(), call.error()});
    auto reply = exchange_.send(*call);
    if (!reply) return trouble(Trouble{true, {reply.error(), reply.error()}});
    played_->wire = std::make_shared<Wire>(Wire{*std::move(call), *reply});
    const bool missing = is_missing(*reply);
    answer_lost_ = answer_lost_ || missing;
    if (!step_->id.empty() && !missing) scene_.answers[step_->id] = reply->body;
    if (missing)
      return undetermined(
          {fmt::format("not checked: the system has no {} {}", rest.method, rest.address),
           fmt::format("ikke kontrollert: systemet har ikke {} {}", rest.method, rest.address)});
    const auto differences = compare_answer(scene_, rest, *reply);
    if (!differences) return failed({differences.error(), differences.error()});
    Text why;
    for (const auto& [what, wanted, found] : *differences)
      if (what.empty())
        add(why, {fmt::format("the answer does not say “{}”", wanted),
                  fmt::format("svaret sier ikke «{}»", wanted)});
      else
        tell(why, what, wanted, found);
    if (!differences->empty()) failed(std::move(why));
  }

  /// What no step asked for belongs to what the parties received, too.
  void collect_the_rest() {
    PlayedStep ignored;
    played_ = &ignored;
    for (const auto& [name, named] : pack_.names)
      if (std::holds_alternative<Party>(named) && name != "elhub" && !transcript_.transport_failed)
        collect(name, {});
  }

  const Words& words_;
  const Pack& pack_;
  const PlayOptions& options_;
  Composer composer_;
  Exchange& exchange_;
  HubFace hub_;
  std::unique_ptr<Language> language_;
  Scene scene_;
  Transcript transcript_;
  std::optional<std::string> limits_before_;  ///< of the hub, when the pack has some of its own
  const Step* step_ = nullptr;
  PlayedStep* played_ = nullptr;
  bool clock_lost_ = false;
  bool answer_lost_ = false;          ///< a step over REST could not be checked
  std::int64_t started_ = 0;          ///< the hub's time when the scenario began
  std::set<std::int64_t> met_mails_;  ///< that a step expected
  Submitted last_;
  std::string last_sender_;
  std::map<std::string, Composed, std::less<>> sent_;                 ///< by step
  std::map<std::string, std::vector<Waiting>, std::less<>> waiting_;  ///< by party
};

}  // namespace

Transcript play(const Gateway& gateway, const Words& words, const Pack& pack, Exchange& exchange,
                const PlayOptions& options) {
  return Player(gateway, words, pack, exchange, options).play();
}

}  // namespace cimgate::scenario

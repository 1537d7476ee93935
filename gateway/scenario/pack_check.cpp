#include "gateway/scenario/pack_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "gateway/elhub/hub/spoken_versions.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/elhub/users/directory.hpp"
#include "gateway/market/state_file.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/scenario/compose.hpp"
#include "gateway/scenario/placeholders.hpp"
#include "gateway/scenario/rest_step.hpp"
#include "gateway/scenario/state_words.hpp"
#include "gateway/text/nearest.hpp"
#include "gateway/validation/schema_stage.hpp"

namespace cimgate::scenario {
namespace {

/// Only reads.
class NoState final : public market::StateWriter {
 public:
  void begin_file(const std::string&) override {}
  void add(const market::Record&, market::StateErrors&) override {}
  void end_file(market::StateErrors&) override {}
};

class Checker {
 public:
  Checker(const Engine& engine, const Words& words, const Pack& pack)
      : engine_(engine), words_(words), pack_(pack), composer_(engine, words) {}

  std::vector<yaml::Mistake> check() {
    if (!find_schema()) return std::move(faults_);
    check_market();
    check_users();
    auto scene = first_scene(pack_, pack_.clock);
    if (!scene) {
      faults_.push_back({{pack_.file, 1, 1}, scene.error()});
      return std::move(faults_);
    }
    scene_ = std::move(*scene);
    for (const auto& step : pack_.steps) {
      step_ = &step;
      std::visit([this](const auto& what) { check(what); }, step.what);
      if (!step.id.empty() && std::holds_alternative<Rest>(step.what)) {
        scene_.answers[step.id] = std::nullopt;
      } else if (!step.id.empty() && !scene_.ids.contains(step.id)) {
        scene_.ids[step.id] = uuid_of(step.id);
        scene_.payloads[step.id] = uuid_of(step.id + " payload");
      }
    }
    return std::move(faults_);
  }

 private:
  void fault(std::uint32_t line, const std::string& text) {
    faults_.push_back({pack_.file, line, line == step_->line ? step_->column : 1, text});
  }
  void fault(const std::string& text) { fault(step_->line, text); }
  void fault(const Value& value, const std::string& text) {
    faults_.push_back({pack_.file, value.line, value.column, text});
  }

  /// The version of the messages; a mistake when the hub speaks no such one.
  bool find_schema() {
    const auto spoken = hub::spoken_versions(*engine_.catalog);
    std::vector<std::string_view> names;
    for (const auto* one : spoken) {
      if (set_ == nullptr && (pack_.schema.empty() || one->id == pack_.schema)) set_ = one;
      names.push_back(one->id);
    }
    if (set_ == nullptr)
      faults_.push_back({{pack_.file, 1, 1},
                         fmt::format("schema: the hub does not speak '{}'{}", pack_.schema,
                                     validation::RuleFile::hint(pack_.schema, names))});
    return set_ != nullptr;
  }

  void check_market() {
    std::istringstream input(pack_.market);
    NoState none;
    market::StateErrors errors;
    market::read_state_file(pack_.file, input, none, errors);
    for (const auto& error : errors.list()) faults_.push_back({error.place, "market: " + error.text});
  }

  void check_users() {
    if (pack_.users.empty()) return;
    const auto file = engine_.store->read(users::roles_file);
    const auto roles =
        file ? users::read_roles(users::roles_file, *file) : tl::make_unexpected(std::string(file.error()));
    if (!roles) return faults_.push_back({{pack_.file, 1, 1}, roles.error()});
    const auto read =
        users::read_directory(pack_.file, pack_.users, std::make_shared<const users::Roles>(*roles));
    if (!read)
      for (const auto& mistake : read.error()) faults_.push_back({mistake.place, "users: " + mistake.text});
  }

  void check_party(const std::string& name) {
    if (scene_.party(name) != nullptr) return;
    std::vector<std::string_view> parties;
    for (const auto& [known, named] : pack_.names)
      if (std::holds_alternative<Party>(named)) parties.push_back(known);
    fault(fmt::format("'{}' is not the name of a party{}", name, validation::RuleFile::hint(name, parties)));
  }

  void check(const Send& send) {
    check_party(send.as);
    if (scene_.party(send.as) == nullptr) return;
    // What an answer has is known when the scenario is played.
    for (const auto& value : send.message.with)
      for (const auto& text : value.texts)
        if (waits_for_answer(scene_, text)) return;
    const auto composed = composer_.compose(scene_, send, uuid_of(fmt::format("{}", step_->line)));
    if (!composed) {
      const auto& error = composed.error();
      auto line = step_->line;
      for (const auto& value : send.message.with)
        if (value.word == error.word && value.line != 0) line = value.line;
      fault(line, error.word.empty() ? error.text : fmt::format("{}: {}", error.word, error.text));
      return;
    }
    if (!step_->id.empty()) {
      scene_.ids[step_->id] = composed->id;
      scene_.payloads[step_->id] = composed->payload;
    }
    if (send.last_is_refused) return;  // a fault may be what is wanted
    document::ReadOptions options;
    options.schema = pack_.schema;
    const auto read = reader::read(*engine_.catalog, composed->xml, options);
    for (const auto& finding : validation::check_schema(read, 3).findings)
      fault(fmt::format("the message is not valid: {} {}", finding.xpath, finding.text.en));
  }
  void check(const Resend&) {}
  void check(const Fetch& fetch) {
    check_party(fetch.party);
    if (!fetch.sent_by.empty()) check_party(fetch.sent_by);
  }

  /// The words of an expectation, held against the schema of its message.
  void check_message(const Message& message) {
    if (message.name.empty()) {
      for (const auto& value : message.with) check_value(value, nullptr);
      return;
    }
    const auto* kind = set_->find(std::string_view(message.name));
    if (kind == nullptr) {
      std::vector<std::string_view> names;
      for (const auto& one : set_->messages) names.push_back(one.root.local);
      fault(fmt::format("'{}' is not an Elhub message{}", message.name,
                        validation::RuleFile::hint(message.name, names)));
      return;
    }
    const auto schema = engine_.catalog->schema(*set_, *kind);
    if (!schema) return fault(schema.error());
    const auto* root = (*schema)->root(std::string_view(message.name));
    for (const auto& value : message.with) check_value(value, root);
  }
  void check_value(const Value& value, const schema::Element* root) {
    const auto* word = words_.find(value.word);
    if (word == nullptr) return;  // told by the reader
    if (root != nullptr && path_in(*word, *root).empty())
      return fault(value.line, fmt::format("{} has no place for '{}'", root->name.local, value.word));
    for (const auto& text : value.texts)
      if (text != "any" && !waits_for_answer(scene_, text))
        if (const auto resolved = resolve(scene_, *word, text); !resolved)
          fault(value.line, resolved.error());
  }

  void check(const Expect& expect) {
    check_party(expect.at);
    check_message(expect.message);
  }
  void check(const ExpectNone& none) {
    check_party(none.at);
    check_message(none.message);
  }
  void check(const ExpectAnswer& answer) { check_message(answer.message); }
  void check(const ExpectFault&) {}
  void check(const Move& move) {
    if (move.how != Move::How::to) return;
    if (const auto time = time_of(move.to, scene_.days); !time) fault(time.error());
  }
  void check(const State& state) {
    const auto point = resolve(scene_, point_word(), state.point);
    if (!point) fault(point.error());
    for (const auto& value : state.is)
      if (!state.on.empty() && is_told_as_of_today(value.word))
        fault(value.line,
              fmt::format("'{}' is known as of today only: ask for it with RequestDataFromElhub, or leave "
                          "'on' out",
                          value.word));
    if (!state.on.empty())
      if (const auto day = day_of(state.on, scene_.days); !day) fault(day.error());
    if (const auto differences =
            compare_state(scene_, state, point.value_or(""), norway::day_of(scene_.now), "{}");
        !differences)
      fault(state.is.empty() ? step_->line : state.is.front().line, differences.error());
  }
  void check(const TakeOver& takeover) {
    check_party(takeover.from);
    check_party(takeover.to);
    if (const auto day = day_of(takeover.on, scene_.days); !day) fault(day.error());
  }
  void check(const Correct& correct) {
    const auto point = resolve(scene_, point_word(), correct.point);
    if (!point) fault(point.error());
    if (!correct.supplier.empty()) check_party(correct.supplier);
    if (!correct.on.empty())
      if (const auto day = day_of(correct.on, scene_.days); !day) fault(day.error());
  }
  void check(const ReactiveChannels& channels) {
    for (const auto* points : {&channels.points, &channels.not_open, &channels.not_close})
      for (const auto& name : *points)
        if (const auto point = resolve(scene_, point_word(), name); !point) fault(point.error());
    if (const auto day = day_of(channels.on, scene_.days); !day) fault(day.error());
  }
  void check(const SendAgain& again) {
    check_party(again.party);
    for (const auto* time : {&again.from, &again.to})
      if (!time->empty())
        if (const auto found = time_of(*time, scene_.days); !found) fault(found.error());
  }

  void check(const Usage& usage) { check_party(usage.party); }

  /// All that its placeholders stand for; the values of answers are not known yet.
  void check(const Rest& rest) {
    const auto& id = step_->id;
    const bool is_name = pack_.names.contains(id) || scene_.days.contains(id) || id == "now";
    if (is_name || id.find_first_of("/}") != std::string::npos)
      fault(fmt::format("a step over REST cannot be named '{}': ${{…}} would not mean it", id));
    if (!rest.as.empty()) check_party(rest.as);
    if (const auto call = call_of(scene_, rest); !call) fault(call.error());
    for (const auto& value : rest.is)
      for (const auto& text : value.texts)
        if (const auto text_wanted = filled(scene_, text); !text_wanted) fault(value, text_wanted.error());
    for (const auto& text : rest.says)
      if (const auto words = filled(scene_, text); !words) fault(words.error());
  }

  void check(const ExpectMail& mail) {
    Word word;
    word.kind = ValueKind::point;
    word.text.en = "metering point";
    if (const auto point = resolve(scene_, word, mail.point); !point) fault(point.error());
    for (const auto& value : mail.is)
      if (value.word == "ends" && !value.texts.empty())
        if (const auto day = day_of(value.texts.front(), scene_.days); !day) fault(value.line, day.error());
  }

  const Engine& engine_;
  const Words& words_;
  const Pack& pack_;
  Composer composer_;
  const schema::SchemaSet* set_ = nullptr;
  Scene scene_;
  const Step* step_ = nullptr;
  std::vector<yaml::Mistake> faults_;
};

}  // namespace

std::vector<yaml::Mistake> check_pack(const Engine& engine, const Words& words, const Pack& pack) {
  return Checker(engine, words, pack).check();
}

}  // namespace cimgate::scenario

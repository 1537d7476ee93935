#include "gateway/elhub/bridge/bridge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/bridge/failure.hpp"
#include "gateway/elhub/cim_rest/bundles.hpp"
#include "gateway/security/keys/hash.hpp"
#include "gateway/security/keys/uuid.hpp"
#include "gateway/work/envelopes.hpp"

namespace cimgate::bridge {
namespace {

using hub::Fault;
using hub::FaultGroup;

Fault fault(FaultGroup group, std::string description, std::string text = {}) {
  return {group, std::move(description), std::move(text), {}};
}

Fault not_written() {
  return fault(FaultGroup::system, "The database of the bridge cannot be written now.");
}

/// The text of the first element of this name, wherever it stands; "" when there is none.
std::string first_text(const document::Document& document, std::string_view name) {
  for (document::NodeId id = 0; id < document.size(); ++id)
    if (document[id].name == name) return std::string(document[id].text);
  return {};
}

std::shared_ptr<const Engine> engine_of(const Gateway& gateway) {
  const auto kept = std::make_shared<const Gateway>(gateway);
  return {kept, &kept->engine()};
}

}  // namespace

std::vector<std::string> points_in(const document::Document& document) {
  std::vector<std::string> points;
  for (document::NodeId id = 0; id < document.size(); ++id) {
    const auto& node = document[id];
    if (node.name != "Identification" || node.parent == document::no_node ||
        document[node.parent].name != "MeteringPointUsedDomainLocation")
      continue;
    points.emplace_back(node.text);
  }
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

tl::expected<std::shared_ptr<Bridge>, std::string> Bridge::open(const Gateway& gateway, Setting setting) {
  const schema::SchemaSet* version = nullptr;
  if (!setting.version.empty()) {
    std::string names;
    for (const auto* set : hub::spoken_versions(*gateway.engine().catalog)) {
      if (set->id == setting.version) version = set;
      names += (names.empty() ? "" : ", ") + set->id;
    }
    if (version == nullptr)
      return tl::make_unexpected(
          fmt::format("the bridge does not speak {}: it speaks {}", setting.version, names));
  }
  auto book = Book::open(setting.database, setting.backlog);
  if (!book) return tl::make_unexpected(book.error());
  if (!setting.log) setting.log = [](const Happening&) {};
  if (!setting.certificates) setting.certificates = [] { return std::vector<CertificateView>(); };
  std::shared_ptr<Bridge> bridge(
      new Bridge(gateway, version, *std::move(book), std::move(setting)));  // NOLINT
  if (const auto taken = bridge->gate_->open(bridge->setting_.users); !taken)
    return tl::make_unexpected(taken.error());
  return bridge;
}

Bridge::Bridge(const Gateway& gateway, const schema::SchemaSet* version, std::shared_ptr<Book> book,
               Setting setting)
    : gateway_(gateway),
      intake_(engine_of(gateway), setting.limits, version),
      book_(std::move(book)),
      setting_(std::move(setting)),
      around_{setting_.now, setting_.log, std::make_shared<Upstream>(),
              std::make_shared<std::atomic<bool>>(false), setting_.light},
      gate_(std::make_shared<UserGate>(gateway, book_, setting_.now, [this](const std::string& gln) {
        const auto* one = this->party(gln);
        return one != nullptr && one->role == "QRY";
      })) {
  if (setting_.light) setting_.retention.keep_uses = setting_.light->reach();
}

Bridge::~Bridge() {
  stop();
}

void Bridge::start() {
  certificate_watch_ = std::make_unique<CertificateWatch>(setting_.certificates, around_);
  user_watch_ = std::make_unique<UserWatch>(gate_, book_, around_);
  if (setting_.shadow) {
    // What a bridge that sends has left in the book stays where it is.
    if (setting_.retention.keep > 0) janitor_ = std::make_unique<Janitor>(book_, setting_.retention, around_);
    start_broker_source();
    return;
  }
  // Of several bridges each begins with what nobody else is sending.
  if (book_->is_shared())
    attendance_ = std::make_unique<Attendance>(book_, around_);
  else
    book_->run([](Pages& pages) { pages.begin_again(); });
  if (setting_.light)
    book_->read([&](Pages& pages) {
      pages.each_use((setting_.now() - setting_.light->reach()) / 1000,
                     [&](const usage::Sent& sent) { setting_.light->add(sent); });
    });
  if (setting_.broker_sink) book_->run([](Pages& pages) { pages.tell_outcomes(); });
  sender_ = std::make_unique<Sender>(book_, setting_.emif, setting_.delivery, around_);
  for (const auto& party : setting_.parties) {
    if (party.role.empty()) continue;
    for (const auto channel : {Channel::market_processes, Channel::metering_values})
      pollers_.push_back(std::make_unique<Poller>(
          book_, setting_.emif, emif_client::Asker{setting_.own_gln, party.gln, party.role, setting_.hub_gln},
          channel, setting_.polling, [this](std::string xml) { return classify(std::move(xml)); }, around_));
  }
  if (setting_.retention.keep > 0 || setting_.retention.keep_uses > 0)
    janitor_ = std::make_unique<Janitor>(book_, setting_.retention, around_);
  if (setting_.webhook)
    webhook_ = std::make_unique<Webhook>(
        book_, setting_.webhook, [this](const std::string& xml) { return bundle_of(xml); }, around_);
  if (setting_.broker_sink)
    broker_sink_ = std::make_unique<BrokerSink>(
        book_, setting_.broker_sink, [this](const std::string& xml) { return spoken_of(xml); }, around_);
  start_broker_source();
}

void Bridge::start_broker_source() {
  if (!setting_.broker_source) return;
  broker_source_ = std::make_unique<BrokerSource>(
      setting_.broker_source,
      [this](const cim_rest::Carried& document, const auto& done) {
        cim_rest::hand_in(gateway_, *this, document, done);
      },
      around_);
}

void Bridge::stop() {
  *around_.stopping = true;
  broker_source_.reset();
  broker_sink_.reset();
  certificate_watch_.reset();
  user_watch_.reset();
  janitor_.reset();
  webhook_.reset();
  pollers_.clear();
  sender_.reset();
  attendance_.reset();
  book_->close();
}

const Party* Bridge::party(const std::string& gln) const {
  const auto at = std::find_if(setting_.parties.begin(), setting_.parties.end(),
                               [&](const Party& one) { return one.gln == gln; });
  return at == setting_.parties.end() ? nullptr : &*at;
}

std::string Bridge::not_ready() const {
  return book_->writes() ? std::string() : "the database of the bridge cannot be written";
}

void Bridge::submit(const cim_rest::HandedIn& document,
                    std::function<void(tl::expected<hub::Receipt, cim_rest::NotTaken>)> done) {
  const auto refuse = [&](Fault why) {
    done(tl::make_unexpected(cim_rest::NotTaken{false, std::move(why)}));
  };
  const auto& request = *document.request;
  if (!emif::operation_for(request.name))
    return refuse(fault(FaultGroup::other, "The market takes no such message from a party."));
  if (request.physical_sender != setting_.own_gln)
    return refuse(fault(FaultGroup::security, "The bridge signs for another physical sender.",
                        "SenderGLN must be the GLN that the bridge sends as."));
  if (party(request.sender) == nullptr)
    return refuse(fault(FaultGroup::security, "The bridge does not work for this party."));
  if (setting_.shadow) return submit_shadow(document, std::move(done));
  Outgoing message;
  message.id = request.id;
  message.name = request.name;
  message.process = request.process;
  message.physical_sender = request.physical_sender;
  message.sender = request.sender;
  message.xml = request.xml;
  message.digest = keys::hex_digest(request.xml);
  message.accepted = message.next_try = setting_.now();
  message.traceparent = work::is_traceparent(document.traceparent) ? document.traceparent : std::string();
  auto points = points_in(request.document->document);
  std::optional<usage::Sent> use;
  if (setting_.light && setting_.light->counts(message.process))
    use = usage::Sent{message.accepted / 1000,
                      message.sender,
                      message.process,
                      points.empty() ? std::string() : points.front(),
                      true,
                      first_text(request.document->document, "Purpose")};
  struct Outcome {
    hub::Receipt receipt;
    bool key_reused = false, id_reused = false, forgotten = false;
    std::optional<UsageLight::Verdict> light;
  };
  const auto outcome = std::make_shared<Outcome>();
  book_->order(
      [outcome, message, key = document.key, points = std::move(points), use,
       light = setting_.light](Pages& pages) {
        *outcome = {};
        outcome->receipt.id = message.id;
        const auto before = pages.outgoing(message.id);
        outcome->id_reused = before && before->digest != message.digest;
        if (outcome->id_reused) return;
        outcome->forgotten = !before && pages.was_used(message.id);
        if (outcome->forgotten) return;
        // Before anything is written: a query that is not taken leaves nothing.
        if (!before && use) {
          outcome->light = light->take(*use);
          if (!outcome->light->taken) return;
        }
        outcome->key_reused = !key.empty() && !pages.claim_key(message.physical_sender, key, message.id);
        if (outcome->key_reused) {
          if (outcome->light) light->take_back(*use);
          return;
        }
        outcome->receipt.repeated = before.has_value();
        if (before)
          outcome->receipt.answer = before->answer;
        else
          pages.add(message, points);
        if (!before && use) pages.add_use(message.id, *use);
      },
      [this, outcome, use, message, done = std::move(done)](bool written) {
        using cim_rest::NotTaken;
        const auto& light = outcome->light;
        if (!written) {
          if (light && light->taken) setting_.light->take_back(*use);
          return done(tl::make_unexpected(NotTaken{false, not_written()}));
        }
        if (light && light->level != usage::Level::green) tell_light(message, *light);
        if (light && !light->taken)
          return done(tl::make_unexpected(NotTaken{
              false, {FaultGroup::other, "The use of BRS-NO-611 is at its limit.", light->why, {}}, true}));
        if (outcome->forgotten)
          return done(tl::make_unexpected(NotTaken{
              false, fault(FaultGroup::uuid, "A document had the same id.",
                           "It was handed in so long ago that it is not known any more which one.")}));
        if (outcome->key_reused) return done(tl::make_unexpected(NotTaken{true, {}}));
        if (outcome->id_reused)
          return done(tl::make_unexpected(
              NotTaken{false, fault(FaultGroup::uuid, "Another document had the same id.")}));
        if (sender_) sender_->wake();
        done(outcome->receipt);
      });
}

void Bridge::submit_shadow(const cim_rest::HandedIn& document,
                           std::function<void(tl::expected<hub::Receipt, cim_rest::NotTaken>)> done) {
  auto fresh = std::make_shared<bool>(false);
  const auto one = std::make_shared<const Shadow>(shadow_of(*document.request, Side::cim, setting_.now()));
  book_->order([fresh, one](Pages& pages) { *fresh = pages.add_shadow(*one); },
               [fresh, one, done = std::move(done)](bool written) {
                 if (!written) return done(tl::make_unexpected(cim_rest::NotTaken{false, not_written()}));
                 hub::Receipt receipt;
                 receipt.id = one->id;
                 receipt.repeated = !*fresh;
                 done(receipt);
               });
}

bool Bridge::take_shadow(const std::string& bytes, Shadow& taken) {
  const auto request = intake_.read(bytes);
  if (request) {
    taken = shadow_of(*request, Side::soap, setting_.now());
  } else {
    taken = {};
    taken.at = setting_.now();
    taken.id = "sha256:" + keys::hex_digest(bytes);
    taken.xml = bytes;
  }
  return book_->run([&](Pages& pages) { pages.add_shadow(taken); });
}

bool Bridge::compare_shadows(Millis from, Millis to, ShadowReport& report) {
  const auto* version = intake_.version();
  return bridge::compare_shadows(gateway_, *book_, version == nullptr ? "" : version->id, from, to, report);
}

void Bridge::tell_light(const Outgoing& message, const UsageLight::Verdict& light) const {
  Happening happening;
  happening.at = setting_.now();
  happening.trouble = true;
  happening.event = light.level == usage::Level::yellow ? "usage-yellow"
                    : light.taken                       ? "usage-red"
                                                        : "usage-stopped";
  happening.message = message.id;
  happening.name = message.name;
  happening.party = message.sender;
  happening.text = light.why;
  setting_.log(happening);
}

tl::expected<void, Fault> Bridge::check(const hub::PollOrder& order) const {
  if (order.asker != setting_.own_gln || party(order.party) == nullptr)
    return tl::make_unexpected(fault(FaultGroup::security, "The bridge does not work for this party."));
  return {};
}

void Bridge::poll(const hub::PollOrder& order, std::function<void(ResultSet)> done) {
  if (const auto good = check(order); !good) return done(tl::make_unexpected(good.error()));
  auto set = std::make_shared<std::optional<Pages::ResultSet>>();
  book_->order(
      [set, order, most = setting_.result_set, id = keys::new_uuid(), now = setting_.now()](Pages& pages) {
        *set = pages.next_result_set(order.party, order.channel, most, id, now);
      },
      [set, done = std::move(done)](bool written) {
        if (!written) return done(tl::make_unexpected(not_written()));
        if (!*set) return done(std::optional<hub::MessageProcessor::ResultSet>());
        done(std::optional(hub::MessageProcessor::ResultSet{(*set)->id, std::move((*set)->messages)}));
      });
}

void Bridge::acknowledge(const hub::PollOrder& order, const std::string& result_set,
                         std::function<void(tl::expected<void, hub::Fault>)> done) {
  if (const auto good = check(order); !good) return done(tl::make_unexpected(good.error()));
  auto known = std::make_shared<bool>(false);
  book_->order([known, order, result_set, now = setting_.now()](
                   Pages& pages) { *known = pages.acknowledge(order.party, order.channel, result_set, now); },
               [known, done = std::move(done)](bool written) {
                 if (!written) return done(tl::make_unexpected(not_written()));
                 if (!*known)
                   return done(tl::make_unexpected(fault(
                       FaultGroup::uuid, "There is no such result set.",
                       "Acknowledge the id of the result set that was handed out, not that of a message.")));
                 done({});
               });
}

void Bridge::state_of(const std::string& physical_sender, const std::string& id,
                      std::function<void(State)> done) {
  std::optional<cim_rest::DocumentState> state;
  const bool read = book_->read([&](Pages& pages) {
    if (setting_.shadow && pages.has_shadow(Side::cim, id)) {
      state.emplace();
      state->id = id;
      return;
    }
    const auto message = pages.outgoing(id);
    if (!message || message->physical_sender != physical_sender) return;
    state.emplace();
    state->id = id;
    state->state = message->state;
    state->tries = message->tries;
    if (!message->answer.empty()) state->answers.push_back(message->answer);
    for (auto& answer : pages.answers_to(id)) state->answers.push_back(std::move(answer));
    if (message->state == bridge::State::failed) state->problem = failure_of(*message);
  });
  if (!read)
    return done(tl::make_unexpected(fault(FaultGroup::system, "The database of the bridge cannot be read.")));
  done(std::move(state));
}

void Bridge::waiting(const hub::PollOrder& order, std::int64_t after, std::size_t most,
                     std::function<void(Queue)> done) {
  if (const auto good = check(order); !good) return done(tl::make_unexpected(good.error()));
  std::vector<Waiting> all;
  const bool read = book_->read([&](Pages& pages) {
    for (auto& one : pages.waiting(order.party, order.channel, after, most))
      all.push_back({one.sequence, std::move(one.id), std::move(one.name)});
  });
  if (!read)
    return done(tl::make_unexpected(fault(FaultGroup::system, "The database of the bridge cannot be read.")));
  done(std::move(all));
}

bool Bridge::send_again(const std::string& id) {
  std::optional<Outgoing> message;
  book_->read([&](Pages& pages) { message = pages.outgoing(id); });
  if (!message) return false;
  const auto input = intake_.look_at(message->xml);
  std::vector<std::string> points;
  if (!input.read.messages.empty()) points = points_in(input.read.messages.front().document);
  bool was_failed = false;
  const bool written =
      book_->run([&](Pages& pages) { was_failed = pages.again(id, points, setting_.now()); });
  if (written && was_failed && sender_) sender_->wake();
  return written && was_failed;
}

std::optional<std::string> Bridge::bundle_of(const std::string& xml) const {
  auto bundle = cim_rest::bundle_of(gateway_, xml, cim_rest::form_of(intake_, cim_rest::profile_of_queues));
  if (!bundle) return std::nullopt;
  return *std::move(bundle);
}

Spoken Bridge::spoken_of(const std::string& xml) const {
  Spoken made;
  made.bundle = bundle_of(xml).value_or("");
  const auto input = intake_.look_at(xml);
  if (input.read.messages.empty()) return made;
  const auto points = points_in(input.read.messages.front().document);
  if (points.size() == 1) made.point = points.front();
  return made;
}

Incoming Bridge::classify(std::string xml) const {
  Incoming made;
  made.digest = keys::hex_digest(xml);
  made.id = "sha256:" + made.digest;
  made.state = Fetched::unreadable;
  const auto input = intake_.look_at(xml);
  if (input.read.messages.size() == 1) {
    const auto& message = input.read.messages.front();
    const auto& document = message.document;
    made.name = message.kind->root.local;
    // The first Identification is that of the header.
    if (auto id = first_text(document, "Identification"); !id.empty() && input.all_valid())
      made.id = std::move(id);
    made.reference = first_text(document, "OriginalBusinessDocumentReference");
    // Series name the query that they answer.
    if (made.reference.empty()) made.reference = first_text(document, "RequestReference");
  }
  if (input.read.messages.size() != 1 || !input.all_valid()) {
    made.problem = "not valid against its schema";
  } else {
    const auto bundle =
        cim_rest::bundle_of(gateway_, xml, cim_rest::form_of(intake_, cim_rest::profile_of_queues));
    if (bundle)
      made.state = Fetched::waiting;
    else
      made.problem = bundle.error().title;
  }
  made.xml = std::move(xml);
  return made;
}

}  // namespace cimgate::bridge

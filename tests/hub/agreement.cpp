#include "agreement.hpp"

#include <fmt/format.h>

#include <regex>

#include "gateway/elhub/hub/replay.hpp"
#include "gateway/market/market_facts.hpp"
#include "gateway/scenario/built_in_hub.hpp"
#include "gateway/scenario/days.hpp"
#include "gateway/store/stored_market.hpp"

namespace cimgate::test {

namespace {

std::string code_text(const std::string& value, const std::string& agency) {
  return fmt::format("{} ({})", value, agency);
}

/// What the findings refuse a message with. A rule without a code of the market's is answered with E86.
Codes codes_of(const std::vector<Finding>& findings) {
  Codes codes;
  for (const auto& finding : findings) {
    if (finding.severity != Severity::error || finding.outcome != Outcome::failed) continue;
    const auto code = finding.code.value_or(ReasonCode{"E86", "260"});
    codes.insert(code_text(code.value, code.agency));
  }
  return codes;
}

Codes codes_in(const std::string& answer) {
  static const std::regex reason("ResponseReasonType[^>]*listAgencyIdentifier=\"(\\w+)\"[^>]*>(\\w+)<");
  Codes codes;
  for (std::sregex_iterator at(answer.begin(), answer.end(), reason), end; at != end; ++at)
    codes.insert(code_text((*at)[2], (*at)[1]));
  return codes;
}

std::string text_of(const Codes& codes) {
  return fmt::format("{}", fmt::join(codes, ", "));
}

/// Refusals are answers to the message itself; what the hub asks others to take back is not about it.
bool refuses(const ledger::StoredMessage& letter, const std::string& id) {
  const bool negative = letter.name == "RejectStartOfSupply" || letter.name == "RejectEndOfSupply" ||
                        (letter.name == "Acknowledgement" &&
                         letter.xml.find("StatusType listAgencyIdentifier=\"6\">41<") != std::string::npos);
  return negative && letter.xml.find("OriginalBusinessDocumentReference>" + id + "<") != std::string::npos;
}

/// By SOAP: hands messages to a court before they reach the hub.
class CourtExchange final : public scenario::Exchange {
 public:
  CourtExchange(Court& court, std::unique_ptr<scenario::Exchange> inner)
      : court_(court), inner_(std::move(inner)) {}

  tl::expected<scenario::Reply, std::string> send(const scenario::Call& call) override {
    const bool message = call.method == "POST" &&
                         (call.target.ends_with("/MarketProcesses") ||
                          call.target.ends_with("/MeteringValues") || call.target.ends_with("/Query")) &&
                         call.target.starts_with("/emif/services/");
    if (!message) return inner_->send(call);
    const auto judged = court_.judge(call.body);
    const auto event = court_.last_event();
    auto reply = inner_->send(call);
    if (!reply) return reply;
    static const std::regex group("<[^<>]*[gG]roup>([^<]*)<");
    std::smatch match;
    const bool fault = reply->status != 200;
    court_.compare(judged, event,
                   !fault                                         ? ""
                   : std::regex_search(reply->body, match, group) ? match[1].str()
                                                                  : "?");
    return reply;
  }

 private:
  Court& court_;
  std::unique_ptr<scenario::Exchange> inner_;
};

}  // namespace

Court::Court(const Gateway& gateway, std::string schema) : gateway_(gateway), schema_(std::move(schema)) {
  hub::Hub::Options options;
  options.version = schema_;
  options.database = kept_.location();
  engine_ = {std::make_shared<Gateway>(gateway), &gateway.engine()};
  hub_ = hub::Hub::open(engine_, options).value();
  facts_ = std::make_shared<market::MarketFacts>(store::open_market(options.database).value());
}

Court::~Court() {
  facts_.reset();
  hub_.reset();
}

Checked Court::judge(const std::string& xml) const {
  ValidateOptions options;
  options.level = Level::market;
  options.schema = schema_;
  options.market = facts_;
  return gateway_.validate(xml, options);
}

bool Court::comes_again() {
  const auto fingerprint = [](hub::Hub& hub) {
    std::string digest;
    hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { digest = ledger.digest(); });
    return digest;
  };
  hub::Hub::Options options;
  options.version = schema_;
  const auto again = hub::Hub::open(engine_, options).value();
  return again->replay(kept_.location()).has_value() && fingerprint(*again) == fingerprint(*hub_);
}

std::int64_t Court::last_event() {
  std::int64_t last = 0;
  hub_->run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { last = ledger.last_event(); });
  return last;
}

void Court::compare(const Checked& judged, std::int64_t event, const std::string& fault) {
  hub_->run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { compare(ledger, judged, event, fault); });
}

void Court::compare(ledger::Ledger& ledger, const Checked& judged, std::int64_t event,
                    const std::string& fault) {
  std::string id;
  bool whole = true;
  Codes refused;
  ledger::EventFilter filter;
  filter.after = event;
  filter.limit = 10000;
  const auto events = ledger.events(filter);
  for (const auto& one : events) {
    if (one.kind == "message-accepted") whole = false;
    if (one.kind == "message-accepted" || one.kind == "message-rejected") id = one.message;
  }
  // What came before and is answered as before is not judged again.
  if (id.empty() && fault.empty()) return;
  for (const auto& one : events) {
    if (one.kind != "message-queued") continue;
    if (const auto letter = ledger.message(one.message); letter && refuses(*letter, id))
      refused.merge(codes_in(letter->xml));
  }
  // The answer to a question is handed out at once, and waits in no queue.
  if (const auto asked = ledger.message(id); asked && !asked->answer.empty())
    if (const auto answer = ledger.message(asked->answer); answer && refuses(*answer, id))
      refused.merge(codes_in(answer->xml));
  ++heard_;
  const auto found = codes_of(judged.findings);
  const auto told = [&](const std::string& by_hub, const std::string& by_rules) {
    disagreements_.push_back({judged.process, judged.message, by_hub, by_rules, where_});
  };
  const auto verdict = found.empty() ? std::string(to_string(judged.verdict)) : text_of(found);
  if (!fault.empty()) {
    if (judged.verdict != Verdict::invalid) told("fault " + fault, verdict);
    return;
  }
  // Where something is wrong with the message as a whole, nothing is said of its series or points.
  const bool only_whole =
      whole && std::includes(found.begin(), found.end(), refused.begin(), refused.end()) && !refused.empty();
  if (found != refused && !only_whole) told(refused.empty() ? "confirms" : text_of(refused), verdict);
}

void Court::hear(const std::string& market, const std::string& xml) {
  // The state that it is judged on must be on the disk.
  bool loaded = false;
  hub_->run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
    loaded = ledger.last_event() > 0 || hub::load_market(ledger, "market.yaml", market).errors.empty();
  });
  if (!loaded) throw std::runtime_error("the market state has mistakes");
  const auto judged = judge(xml);
  const auto request = hub_->intake().read(xml);
  if (!request) return compare(judged, 0, std::string(to_string(request.error().group)));
  static const std::regex creation("Creation>([^<]*)<");
  std::smatch match;
  const auto now = std::regex_search(request->xml, match, creation) ? scenario::time_of(match[1].str(), {})
                                                                    : tl::make_unexpected(std::string());
  const auto undone = hub_->run([&](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    ledger.attempt([&] {
      if (now) ledger.set_now(*now);
      const auto event = ledger.last_event();
      const auto receipt = processor.receive(*request);
      compare(ledger, judged, event, receipt ? "" : std::string(to_string(receipt.error().group)));
      return false;
    });
  });
  // A fault of ours: a message that is not valid, and the like.
  if (undone)
    disagreements_.push_back(
        {judged.process, judged.message, "fault of ours", std::string(to_string(judged.verdict)), where_});
}

tl::expected<std::unique_ptr<scenario::Exchange>, std::string> open_court(const Gateway& gateway,
                                                                          Court& court) {
  auto inner = scenario::exchange_with(gateway, court.hub());
  if (!inner) return tl::make_unexpected(inner.error());
  return std::make_unique<CourtExchange>(court, std::move(*inner));
}

}  // namespace cimgate::test

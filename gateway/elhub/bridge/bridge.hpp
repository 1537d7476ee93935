#pragma once
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/bridge/attendance.hpp"
#include "gateway/elhub/bridge/broker_sink.hpp"
#include "gateway/elhub/bridge/broker_source.hpp"
#include "gateway/elhub/bridge/certificate_watch.hpp"
#include "gateway/elhub/bridge/janitor.hpp"
#include "gateway/elhub/bridge/poller.hpp"
#include "gateway/elhub/bridge/replay.hpp"
#include "gateway/elhub/bridge/sender.hpp"
#include "gateway/elhub/bridge/shadow.hpp"
#include "gateway/elhub/bridge/usage_light.hpp"
#include "gateway/elhub/bridge/user_gate.hpp"
#include "gateway/elhub/bridge/user_watch.hpp"
#include "gateway/elhub/bridge/webhook.hpp"
#include "gateway/elhub/cim_rest/counterpart.hpp"

/// Between parties that speak CIM over REST and a market that speaks EMIF: documents are kept, and delivered
/// once; what the market says is fetched, and handed out once.
namespace cimgate::bridge {

/// Every metering point that a message is about: order is kept for each.
std::vector<std::string> points_in(const document::Document& document);

/// A party that a bridge works for.
struct Party {
  std::string gln;
  std::string role;          ///< in which it fetches: DDQ, DDM, …; "" = another fetches for it
  std::string organisation;  ///< nine digits, for tokens; "" = not told
};

struct Setting {
  std::string database;
  std::string own_gln;  ///< the physical sender: whose certificate signs
  std::string hub_gln;  ///< recipient of polls
  std::vector<Party> parties;
  std::string version;  ///< of the messages, "elhub/2.4.3"; "" = the newest in force
  InputLimits limits;
  std::size_t result_set = 100;  ///< messages in a result set at most
  std::size_t backlog = 2000;    ///< things that wait for the database at most
  Delivery delivery;
  Polling polling;
  std::shared_ptr<const emif_client::Setting> emif;
  std::shared_ptr<const WebhookSetting> webhook;             ///< null: there is none
  std::shared_ptr<const BrokerSourceSetting> broker_source;  ///< null: documents come by requests alone
  std::shared_ptr<const BrokerSinkSetting> broker_sink;      ///< null: there is none; not beside a webhook
  std::shared_ptr<UsageLight> light;                         ///< null: the use of BRS-NO-611 is not counted
  Retention retention;
  UsersFile users;            ///< who may do what; empty: what the database has
  bool shadow = false;        ///< nothing is sent or fetched: what is handed in is compared
  Certificates certificates;  ///< files of keys and certificates; may be empty
  std::function<Millis()> now;
  Log log;  ///< may be empty
};

class Bridge final : public cim_rest::Counterpart {
 public:
  /// Error: a sentence: the database cannot be opened, the version is none that is spoken.
  static tl::expected<std::shared_ptr<Bridge>, std::string> open(const Gateway& gateway, Setting setting);
  ~Bridge() override;

  /// Begins to deliver and to poll.
  void start();
  /// Ends that, and writes what is to be written. What waits goes on when a bridge is opened again.
  void stop();

  const hub::Intake& intake() const override { return intake_; }
  void submit(const cim_rest::HandedIn& document,
              std::function<void(tl::expected<hub::Receipt, cim_rest::NotTaken>)> done) override;
  void poll(const hub::PollOrder& order, std::function<void(ResultSet)> done) override;
  void acknowledge(const hub::PollOrder& order, const std::string& result_set,
                   std::function<void(tl::expected<void, hub::Fault>)> done) override;
  void state_of(const std::string& physical_sender, const std::string& id,
                std::function<void(State)> done) override;
  void waiting(const hub::PollOrder& order, std::int64_t after, std::size_t most,
               std::function<void(Queue)> done) override;
  /// Other bridges may work on the same book: only looking tells.
  std::uint64_t news() const override { return 0; }
  std::shared_ptr<hub::Gate> gate() const override { return gate_; }

  // For operators.
  /// False: it has not failed, or could not be written.
  bool send_again(const std::string& id);
  /// False: the database cannot be read or written; `made` has what was done until then, and the same order
  /// again does the rest.
  bool replay(const ReplayOrder& order, Replayed& made);
  /// Keeps what another integration sent; one that cannot be read has no name. False: it is not written.
  bool take_shadow(const std::string& bytes, Shadow& taken);
  /// As compare_shadows().
  bool compare_shadows(Millis from, Millis to, ShadowReport& report);
  Book& book() { return *book_; }
  UserGate& users() { return *gate_; }
  const Upstream& upstream() const { return *around_.upstream; }
  const Setting& setting() const { return setting_; }
  /// Why it should get no requests; "" when it should. That the market is not reached is no reason: what is
  /// handed in waits for it.
  std::string not_ready() const;
  /// Null: no party of ours.
  const Party* party(const std::string& gln) const;

 private:
  Bridge(const Gateway& gateway, const schema::SchemaSet* version, std::shared_ptr<Book> book,
         Setting setting);
  void tell_light(const Outgoing& message, const UsageLight::Verdict& light) const;
  void submit_shadow(const cim_rest::HandedIn& document,
                     std::function<void(tl::expected<hub::Receipt, cim_rest::NotTaken>)> done);
  Incoming classify(std::string xml) const;
  std::optional<std::string> bundle_of(const std::string& xml) const;
  Spoken spoken_of(const std::string& xml) const;
  void start_broker_source();
  tl::expected<void, hub::Fault> check(const hub::PollOrder& order) const;

  Gateway gateway_;
  hub::Intake intake_;
  std::shared_ptr<Book> book_;
  Setting setting_;
  Surroundings around_;
  std::shared_ptr<UserGate> gate_;
  std::unique_ptr<UserWatch> user_watch_;
  std::unique_ptr<Sender> sender_;
  std::vector<std::unique_ptr<Poller>> pollers_;
  std::unique_ptr<Webhook> webhook_;
  std::unique_ptr<BrokerSink> broker_sink_;
  std::unique_ptr<BrokerSource> broker_source_;
  std::unique_ptr<Janitor> janitor_;
  std::unique_ptr<Attendance> attendance_;
  std::unique_ptr<CertificateWatch> certificate_watch_;
};

}  // namespace cimgate::bridge

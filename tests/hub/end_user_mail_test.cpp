// What end users are told when their supply ends: the words, who is told, and that it is kept and sent.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <chrono>
#include <thread>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub/mail_text.hpp"
#include "gateway/elhub/outgoing/mail_sender.hpp"
#include "tests/hub/fake_smtp.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"
#include "tests/temporary_folder.hpp"

namespace cimgate::test {
namespace {

using namespace std::chrono_literals;

hub::EndToTell end_of(const std::string& process) {
  return {process,
          point,
          "Månestien 221, 9995 NORDRE ÆRFJORD",
          *rules::parse_day("2026-06-15"),
          false,
          "Innsjø Energi AS",
          "Haugen Strøm AS",
          "Nordvidda Nett AS",
          "Datahub"};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string market = R"(
parties:
  - { gln: "7099990000018", name: Datahub, roles: [DDZ] }
  - { gln: "7099990001022", name: Innsjø Energi AS, roles: [DDQ], from: 2019-02-18 }
  - { gln: "7099990001053", name: Haugen Strøm AS, roles: [DDQ], from: 2019-02-18 }
  - { gln: "7099990002012", name: Nordvidda Nett AS, roles: [DDM], from: 2019-02-18 }
grid_areas:
  - { id: 50Y0CIMGATE-N-0Q, owner: "7099990002012" }
metering_points:
  - { gsrn: "707057599000100316", type: E17, status: E22, settlement: E02, grid_area: 50Y0CIMGATE-N-0Q, accounting_point: true, blocked_for_switching: false, from: 2019-02-18 }
  - { gsrn: "707057599000130375", type: E17, status: E22, settlement: E02, grid_area: 50Y0CIMGATE-N-0Q, accounting_point: true, blocked_for_switching: false, from: 2019-02-18 }
customers:
  - { id: "313000125", scheme: "82", name: Sølvåsen Bakeri og Ysteri AS }
contracts:
  - { metering_point: "707057599000100316", customer: "313000125", supplier: "7099990001022", role: DDQ, from: 2024-03-01 }
  - { metering_point: "707057599000130375", customer: "313000125", supplier: "7099990001022", role: DDQ, from: 2024-03-01 }
)";

YAML::Node mails(std::uint16_t port, const std::string& query = {}) {
  const auto answer = ask(port, "GET", "/hub/v1/mail" + query);
  REQUIRE(answer.status == 200);
  return YAML::Load(answer.body)["mails"];
}

std::shared_ptr<hub::Hub> hub_in_memory() {
  static const auto gateway = std::make_shared<const Gateway>(Gateway::open().value());
  return hub::Hub::open(std::shared_ptr<const Engine>(gateway, &gateway->engine()), {}).value();
}

void write(hub::Hub& hub, const std::string& to) {
  const auto fault = hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
    ledger.keep({0,
                 1781474400,
                 "BRS-NO-102",
                 point,
                 *rules::parse_day("2026-06-15"),
                 to,
                 {"Hello", "Hei"},
                 {"English", "Norsk"}});
  });
  REQUIRE_FALSE(fault);
}

std::vector<ledger::Delivery> posts(hub::Hub& hub) {
  std::vector<ledger::Delivery> all;
  const auto fault = hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
    for (const auto& one : ledger.mails({})) all.push_back(one.post);
  });
  REQUIRE_FALSE(fault);
  return all;
}

/// True when it becomes so in ten seconds.
template <class Condition>
bool becomes(const Condition& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

outgoing::MailSetting quick(std::uint16_t port) {
  outgoing::MailSetting setting;
  setting.address = {"127.0.0.1", port};
  setting.patience.answer = 500ms;
  setting.look_every = 10ms;
  setting.retry_first = 10ms;
  setting.retry_most = 20ms;
  setting.most_tries = 3;
  return setting;
}

using State = ledger::Delivery::State;

}  // namespace

TEST_CASE("a mail says what ends, where and from when, and whom to turn to") {
  for (const auto* process :
       {"BRS-NO-102", "BRS-NO-103", "BRS-NO-123", "BRS-NO-201", "BRS-NO-211", "BRS-NO-305"}) {
    CAPTURE(process);
    const auto mail = hub::mail_text(end_of(process));
    for (const auto* part : {point, "Månestien 221, 9995 NORDRE ÆRFJORD", "Nordvidda Nett AS", "Datahub"}) {
      CHECK(has(mail.body.en, part));
      CHECK(has(mail.body.nb, part));
    }
    CHECK(has(mail.body.en, "15 June 2026"));
    CHECK(has(mail.body.nb, "15. juni 2026"));
    CHECK(has(mail.body.en, "If this is right, you need not do anything."));
    CHECK(has(mail.body.nb, "Er dette riktig, trenger du ikke å gjøre noe."));
    CHECK(has(mail.body.en, "It is not Elhub"));
    CHECK(has(mail.body.nb, "Den er ikke Elhub"));
  }
}

TEST_CASE("a mail says why, in the words of its process, and does without what is not known") {
  CHECK(has(hub::mail_text(end_of("BRS-NO-201")).body.en,
            "Your electricity supplier, Innsjø Energi AS, has reported"));
  CHECK(has(hub::mail_text(end_of("BRS-NO-211")).body.nb, "Nettselskapet, Nordvidda Nett AS, har meldt"));
  CHECK(
      has(hub::mail_text(end_of("BRS-NO-305")).body.nb, "flyttes fra Innsjø Energi AS til Haugen Strøm AS."));
  CHECK(hub::mail_text(end_of("BRS-NO-305")).subject.nb == "Du får ny strømleverandør 15. juni 2026");
  auto end = end_of("BRS-NO-103");
  end.is_over = true;
  CHECK(hub::mail_text(end).subject.en == "Your electricity customer relationship ended on 15 June 2026");
  CHECK(has(hub::mail_text(end).body.nb, "Derfor er kundeforholdet ditt"));
  end.address.clear();
  end.grid_company.clear();
  CHECK_FALSE(has(hub::mail_text(end).body.en, "Address"));
  CHECK(has(hub::mail_text(end).body.en, "please contact your grid company as soon as you can"));
}

TEST_CASE("mails are kept, and told by metering point, process and time") {
  const TemporaryFolder folder;
  const std::vector<std::string> options{"--market", folder.file("hub.db"), "--clock",
                                         "2026-06-01T08:00:00+02:00"};
  {
    Service hub(options);
    REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n", market).status ==
            200);
    CHECK(mails(hub.port()).size() == 0);
    const auto wanted = R"({"from": "7099990001022", "to": "7099990001053", "day": "2026-07-01"})";
    REQUIRE(
        ask(hub.port(), "POST", "/hub/v1/takeovers", "Content-Type: application/json\r\n", wanted).status ==
        200);
    CHECK(mails(hub.port()).size() == 0);
    REQUIRE(ask(hub.port(), "PUT", "/hub/v1/clock", "Content-Type: application/json\r\n", R"({"step": true})")
                .status == 200);
    CHECK(mails(hub.port()).size() == 2);
  }
  Service hub(options);
  const auto all = mails(hub.port());
  REQUIRE(all.size() == 2);
  CHECK(all[0]["process"].as<std::string>() == "BRS-NO-305");
  CHECK(all[0]["ends"].as<std::string>() == "2026-07-01");
  CHECK(all[0]["to"].IsNull());
  CHECK(all[0]["post"].as<std::string>() == "no-recipient");
  CHECK(has(all[0]["en"]["text"].as<std::string>(), "from Innsjø Energi AS to Haugen Strøm AS"));
  CHECK(mails(hub.port(), "?meteringPoint=707057599000130375").size() == 1);
  CHECK(mails(hub.port(), "?process=BRS-NO-102").size() == 0);
  CHECK(mails(hub.port(), "?since=2026-07-01").size() == 2);
  CHECK(mails(hub.port(), "?since=2026-07-02").size() == 0);
  CHECK(mails(hub.port(), "?limit=1").size() == 1);
  CHECK(mails(hub.port(), "?after=1").size() == 1);
  for (const auto* wrong : {"?meteringPoint=1", "?since=soon", "?point=1"})
    CHECK(ask(hub.port(), "GET", std::string("/hub/v1/mail") + wrong).status == 400);
  // What happened is told without saying to whom.
  const auto events = ask(hub.port(), "GET", "/hub/v1/events?kind=mail-written").body;
  CHECK(count(events, "mail-written") == 2);
  CHECK(count(events, "No mail address is known.") == 2);
}

TEST_CASE("mails leave when there is a server, once, and those without a recipient never") {
  const auto hub = hub_in_memory();
  write(*hub, "");
  write(*hub, "kari@solvaasen.example");
  const FakeSmtp server;
  {
    const outgoing::MailSender sender(hub, quick(server.port()));
    CHECK(server.has_taken(1));
    write(*hub, "ola@solvaasen.example");
    CHECK(server.has_taken(2));
    CHECK(becomes([&] { return posts(*hub).at(2).state == State::sent; }));
    CHECK(sender.trouble().empty());
  }
  const outgoing::MailSender again(hub, quick(server.port()));
  std::this_thread::sleep_for(100ms);
  CHECK(server.mails().size() == 2);
  CHECK(posts(*hub).at(0).state == State::waiting);
  hub->close();
}

TEST_CASE(
    "a mail that is refused is left alone, one that is put off is tried again, and none stands in another's "
    "way") {
  const auto hub = hub_in_memory();
  for (const auto* to : {"no@solvaasen.example", "later@solvaasen.example", "kari@solvaasen.example"})
    write(*hub, to);
  const FakeSmtp server([](const std::string& line) -> std::string {
    if (line.starts_with("RCPT TO:<no@")) return "550 no\r\n";
    if (line.starts_with("RCPT TO:<later@")) return "451 later\r\n";
    return FakeSmtp::polite(line);
  });
  const outgoing::MailSender sender(hub, quick(server.port()));
  CHECK(becomes([&] { return posts(*hub).at(1).state == State::given_up; }));
  CHECK(posts(*hub).at(0).state == State::refused);
  CHECK(posts(*hub).at(1).tries == 3);
  CHECK(posts(*hub).at(2).state == State::sent);
  CHECK(server.mails().size() == 1);
}

TEST_CASE("mails wait for a server that is not there, and the hub for nobody") {
  std::uint16_t port = 0;
  {
    const FakeSmtp gone;
    port = gone.port();
  }
  const auto hub = hub_in_memory();
  const outgoing::MailSender sender(hub, quick(port));
  write(*hub, "kari@solvaasen.example");
  CHECK(becomes([&] { return has(sender.trouble(), "no connection"); }));
  CHECK_FALSE(has(sender.trouble(), "kari"));
  CHECK(posts(*hub).at(0).state == State::waiting);
  const FakeSmtp server(FakeSmtp::polite, port);
  CHECK(server.has_taken(1));
  CHECK(becomes([&] { return sender.trouble().empty(); }));
}

TEST_CASE("a server that says nothing keeps no message of the market waiting") {
  const auto hub = hub_in_memory();
  const FakeSmtp server([](const std::string&) { return std::string(); });
  auto setting = quick(server.port());
  setting.patience.answer = 10s;
  const auto before = std::chrono::steady_clock::now();
  {
    const outgoing::MailSender sender(hub, setting);
    write(*hub, "kari@solvaasen.example");
    std::this_thread::sleep_for(200ms);
    for (int i = 0; i < 20; ++i) write(*hub, "");
  }
  CHECK(std::chrono::steady_clock::now() - before < 3s);
  CHECK(posts(*hub).size() == 21);
}

TEST_CASE("the program sends mails to this machine only") {
  const TemporaryFolder folder;
  for (const auto* elsewhere : {"mail.solvaasen.example:25", "127.0.0.1"}) {
    const auto command = fmt::format("{} serve --listen 127.0.0.1:0 --mail-to-smtp {} 2>{}", binary(),
                                     elsewhere, folder.file("errors"));
    CHECK(WEXITSTATUS(std::system(command.c_str())) == 2);  // NOLINT: a test
  }
}

}  // namespace cimgate::test

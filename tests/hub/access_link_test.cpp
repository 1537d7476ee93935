// BRS-NO-624: an end user opens the link of a third party, decides, and the third party is told.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"
#include "tests/temporary_folder.hpp"

namespace cimgate::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* third_party = "7099990005013";
constexpr const char* home = "707057599000100316";
constexpr const char* cabin = "707057599000130375";
constexpr const char* end_user = "313000125";

const std::string market = R"(
parties:
  - { gln: "7099990000018", name: Datahub, roles: [DDZ] }
  - { gln: "7099990001022", name: Innsjø Energi AS, roles: [DDQ], from: 2019-02-18 }
  - { gln: "7099990002012", name: Nordvidda Nett AS, roles: [DDM], from: 2019-02-18 }
  - { gln: "7099990005013", name: "Enøk & <Hjelp> AS", roles: [AG], from: 2022-01-01 }
grid_areas:
  - { id: 50Y0CIMGATE-N-0Q, owner: "7099990002012" }
metering_points:
  - { gsrn: "707057599000100316", type: E17, status: E22, settlement: E02, grid_area: 50Y0CIMGATE-N-0Q, accounting_point: true, blocked_for_switching: false, meter: "7359992901234567", address: { street: Månestien, building_number: "221", post_code: "9995", city: NORDRE ÆRFJORD }, from: 2019-02-18 }
  - { gsrn: "707057599000130375", type: E17, status: E22, settlement: E02, grid_area: 50Y0CIMGATE-N-0Q, accounting_point: true, blocked_for_switching: false, from: 2019-02-18 }
  - { gsrn: "707057599000807048", type: E17, status: E22, settlement: E02, grid_area: 50Y0CIMGATE-N-0Q, accounting_point: true, blocked_for_switching: false, from: 2019-02-18 }
customers:
  - { id: "313000125", scheme: "82", name: Sølvåsen Bakeri og Ysteri AS }
  - { id: "29919243161", scheme: Z01, name: Jørn-Åge Sletthøg }
contracts:
  - { metering_point: "707057599000100316", customer: "313000125", supplier: "7099990001022", role: DDQ, from: 2024-03-01 }
  - { metering_point: "707057599000130375", customer: "313000125", supplier: "7099990001022", role: DDQ, from: 2025-02-01 }
  - { metering_point: "707057599000807048", customer: "29919243161", supplier: "7099990001022", role: DDQ, from: 2025-02-01 }
)";

/// The return address of a third party: takes what is posted, and answers with a status.
class Receiver {
 public:
  explicit Receiver(int status = 204, std::uint16_t port = 0) : status_(status) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);  // NOLINT: as sockets want it
    REQUIRE(::bind(listener_, plain, size) == 0);
    REQUIRE(::listen(listener_, 8) == 0);
    ::getsockname(listener_, plain, &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Receiver() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  std::uint16_t port() const { return port_; }
  void answer_with(int status) { status_ = status; }
  std::vector<std::string> posts() const {
    const std::lock_guard lock(mutex_);
    return posts_;
  }
  bool has(std::size_t posts) const {
    for (int i = 0; i < 1000; ++i) {
      if (this->posts().size() >= posts) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }

 private:
  static bool readable(int socket) {
    pollfd one{socket, POLLIN, 0};
    return ::poll(&one, 1, 50) > 0;
  }
  void serve() {
    while (!stopping_) {
      if (!readable(listener_)) continue;
      const int socket = ::accept(listener_, nullptr, nullptr);
      std::string text;
      const auto whole = [&] {
        const auto head = text.find("\r\n\r\n");
        if (head == std::string::npos) return false;
        const auto at = text.find("Content-Length: ");
        return at != std::string::npos && text.size() >= head + 4 + std::stoul(text.substr(at + 16));
      };
      while (!stopping_ && !whole()) {
        if (!readable(socket)) continue;
        char piece[4096];
        const auto size = ::recv(socket, piece, sizeof piece, 0);
        if (size <= 0) break;
        text.append(piece, static_cast<std::size_t>(size));
      }
      {
        const std::lock_guard lock(mutex_);
        posts_.push_back(text);
      }
      const auto answer = fmt::format(
          "HTTP/1.1 {} x\r\nLocation: http://127.0.0.1:{}/elsewhere\r\n"
          "Content-Length: 0\r\nConnection: close\r\n\r\n",
          status_.load(), port_);
      static_cast<void>(::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL));
      ::close(socket);
    }
  }

  std::atomic<int> status_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> posts_;
  std::thread thread_;
};

std::vector<std::string> options(std::uint16_t receiver, const std::string& database) {
  return {"--market",        database,
          "--clock",         "2026-06-01T08:00:00+02:00",
          "--access-return", fmt::format("{}=http://127.0.0.1:{}/answers", third_party, receiver)};
}

void load(std::uint16_t port) {
  REQUIRE(ask(port, "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n", market).status == 200);
}

std::string link(std::uint64_t request, const std::string& scope = "Limited") {
  return fmt::format("client_id={}&request_id={}&scope={}", third_party, uuid(request), scope);
}

/// A form of the page, as a browser sends it.
Response submit(std::uint16_t port, const std::string& form, const std::string& lang = "en") {
  return ask(port, "POST", "/third-party-access/authorize?lang=" + lang,
             "Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://localhost\r\n", form);
}

YAML::Node body_of(const std::string& post) {
  return YAML::Load(post.substr(post.find("\r\n\r\n") + 4));
}

}  // namespace

TEST_CASE("an end user gives access by a link, and the third party is told what to") {
  const TemporaryFolder folder;
  const Receiver receiver;
  Service hub(options(receiver.port(), folder.file("hub.db")));
  load(hub.port());
  const auto first = ask(hub.port(), "GET", "/third-party-access/authorize?lang=nb&" + link(1));
  CHECK(first.status == 200);
  CHECK(first.headers.at("content-type") == "text/html; charset=utf-8");
  CHECK(first.headers.at("content-security-policy").find("form-action 'self'") != std::string::npos);
  CHECK(first.headers.at("cache-control") == "no-store");
  CHECK(first.body.find("Enøk &amp; &lt;Hjelp&gt; AS ber om tilgang") != std::string::npos);
  CHECK(first.body.find("<script") == std::string::npos);
  const auto second = submit(hub.port(), link(1) + "&customer=" + end_user);
  CHECK(second.status == 200);
  CHECK(count(second.body, "name=\"point\"") == 2);
  CHECK(second.body.find("Månestien 221, 9995 NORDRE ÆRFJORD") != std::string::npos);
  CHECK(receiver.posts().empty());
  const auto third =
      submit(hub.port(), fmt::format("{}&customer={}&decision=approve&point={}&end.{}=2027-01-01",
                                     link(1, "Full"), end_user, home, home));
  CHECK(third.status == 200);
  CHECK(third.body.find("Access is given") != std::string::npos);
  REQUIRE(receiver.has(1));
  CHECK(receiver.posts()[0].starts_with("POST /answers HTTP/1.1\r\n"));
  const auto told = body_of(receiver.posts()[0]);
  CHECK(told["elhubGln"].as<std::string>() == "7099990000018");
  CHECK(told["receiverGln"].as<std::string>() == third_party);
  CHECK(told["request_id"].as<std::string>() == uuid(1));
  CHECK_FALSE(told["reasonCode"]);
  REQUIRE(told["contracts"].size() == 1);
  const auto contract = told["contracts"][0];
  CHECK(contract["meteringPointId"].as<std::string>() == home);
  CHECK(contract["start"].as<std::string>() == "2024-03-01");
  CHECK(contract["end"].as<std::string>() == "2027-01-01");
  CHECK(contract["masterData"]["provisional"].as<bool>());
  CHECK(contract["masterData"]["gridOwnerName"].as<std::string>() == "Nordvidda Nett AS");
  CHECK(contract["masterData"]["meterNumber"].as<std::string>() == "7359992901234567");
  CHECK(contract["masterData"]["meteringPointAddress"]["city"].as<std::string>() == "NORDRE ÆRFJORD");
  // It may read now what it was given, and nothing else.
  const auto reads = [&](const char* gsrn) {
    return ask(hub.port(), "GET", fmt::format("/cim/v1/metering-points/{}", gsrn),
               fmt::format("SenderGLN: {}\r\n", third_party))
        .status;
  };
  CHECK(reads(home) == 200);
  CHECK(reads(cabin) == 403);
  // The request is closed.
  CHECK(ask(hub.port(), "GET", "/third-party-access/authorize?" + link(1)).status == 409);
  CHECK(submit(hub.port(), fmt::format("{}&customer={}&decision=refuse", link(1), end_user)).status == 409);
  CHECK(receiver.posts().size() == 1);
  const auto events = ask(hub.port(), "GET", "/hub/v1/events?process=BRS-NO-624").body;
  CHECK(events.find(end_user) == std::string::npos);
  CHECK(count(events, "access-changed") == 1);
}

TEST_CASE("who refuses gives EH088, who has no metering point EH106, and only the first closes the request") {
  const TemporaryFolder folder;
  const Receiver receiver;
  Service hub(options(receiver.port(), folder.file("hub.db")));
  load(hub.port());
  CHECK(submit(hub.port(), link(1) + "&customer=999999999").body.find("EH106") != std::string::npos);
  REQUIRE(receiver.has(1));
  CHECK(body_of(receiver.posts()[0])["reasonCode"].as<std::string>() == "EH106");
  CHECK(body_of(receiver.posts()[0])["contracts"].size() == 0);
  CHECK(submit(hub.port(), fmt::format("{}&customer={}&decision=refuse", link(1), end_user), "nb")
            .body.find("Du har avslått") != std::string::npos);
  REQUIRE(receiver.has(2));
  CHECK(body_of(receiver.posts()[1])["reasonCode"].as<std::string>() == "EH088");
  CHECK(submit(hub.port(), link(1) + "&customer=" + end_user).status == 409);
  CHECK(submit(hub.port(), link(2) + "&customer=" + end_user).status == 200);
}

TEST_CASE("what is wrong with a link or a form is said, and changes nothing") {
  const TemporaryFolder folder;
  const Receiver receiver;
  Service hub(options(receiver.port(), folder.file("hub.db")));
  load(hub.port());
  const auto open = [&](const std::string& query) {
    return ask(hub.port(), "GET", "/third-party-access/authorize?" + query).status;
  };
  CHECK(open("") == 400);
  CHECK(open(fmt::format("client_id={}&request_id=1&scope=Full", third_party)) == 400);
  CHECK(open(link(1, "All")) == 400);
  CHECK(open(fmt::format("client_id=7099990001022&request_id={}&scope=Full", uuid(1))) == 403);
  const auto approve = link(1) + "&customer=" + end_user + "&decision=approve";
  CHECK(submit(hub.port(), approve).status == 422);
  CHECK(submit(hub.port(), approve + "&point=707057599000807048").status == 422);  // somebody else's
  CHECK(submit(hub.port(), fmt::format("{}&point={}&end.{}=2026-06-01", approve, home, home)).status == 422);
  CHECK(submit(hub.port(), fmt::format("{}&point={}&end.{}=soon", approve, home, home)).status == 422);
  CHECK(submit(hub.port(), link(1) + "&customer=<script>").status == 400);
  CHECK(submit(hub.port(), link(1) + "&customer=" + end_user + "&decision=perhaps").status == 400);
  CHECK(submit(hub.port(), "client_id=%zz").status == 400);
  std::string many = link(1);
  for (int i = 0; i < 5000; ++i) many += "&a=b";
  CHECK(submit(hub.port(), many).status == 400);
  CHECK(submit(hub.port(), std::string(300'000, 'a')).status == 413);
  CHECK(YAML::Load(ask(hub.port(), "GET", "/hub/v1/access-links").body)["answers"].size() == 0);
}

TEST_CASE("a form of another page, or of nobody, is not taken") {
  const TemporaryFolder folder;
  const Receiver receiver;
  Service hub(options(receiver.port(), folder.file("hub.db")));
  load(hub.port());
  const auto from = [&](const std::string& fields) {
    return ask(hub.port(), "POST", "/third-party-access/authorize",
               "Content-Type: application/x-www-form-urlencoded\r\n" + fields,
               fmt::format("{}&customer={}&decision=approve&point={}", link(1), end_user, home))
        .status;
  };
  CHECK(from("Origin: https://elsewhere.example\r\n") == 403);
  CHECK(from("Origin: null\r\n") == 403);
  CHECK(from("Sec-Fetch-Site: cross-site\r\n") == 403);
  CHECK(from("") == 415);
  CHECK(YAML::Load(ask(hub.port(), "GET", "/hub/v1/access-links").body)["answers"].size() == 0);
}

TEST_CASE(
    "an answer that is not taken is posted again, also by a hub that was ended meanwhile; no redirect is "
    "followed") {
  const TemporaryFolder folder;
  Receiver receiver(302);
  {
    Service hub(options(receiver.port(), folder.file("hub.db")));
    load(hub.port());
    CHECK(submit(hub.port(), fmt::format("{}&customer={}&decision=refuse", link(1), end_user)).status == 200);
    REQUIRE(receiver.has(2));
    const auto answers = YAML::Load(ask(hub.port(), "GET", "/hub/v1/access-links").body)["answers"];
    CHECK(answers[0]["post"].as<std::string>() == "waiting");
  }
  for (const auto& post : receiver.posts()) CHECK(post.starts_with("POST /answers "));
  receiver.answer_with(200);
  const auto before = receiver.posts().size();
  Service hub(options(receiver.port(), folder.file("hub.db")));
  REQUIRE(receiver.has(before + 1));
  for (int i = 0; i < 500; ++i) {
    const auto answer = YAML::Load(ask(hub.port(), "GET", "/hub/v1/access-links").body)["answers"][0];
    if (answer["post"].as<std::string>() == "sent") break;
    std::this_thread::sleep_for(10ms);
  }
  std::this_thread::sleep_for(1200ms);
  CHECK(receiver.posts().size() == before + 1);
  CHECK(YAML::Load(ask(hub.port(), "GET", "/hub/v1/access-links").body)["answers"][0]["reason"]
            .as<std::string>() == "EH088");
}

TEST_CASE(
    "what was decided is decided again by a hub that repeats the journal, and EH111 lets the end user try "
    "again") {
  const TemporaryFolder folder;
  const auto gateway = std::make_shared<const Gateway>(Gateway::open().value());
  const auto open = [&](const std::string& database) {
    hub::Hub::Options opening;
    opening.database = database;
    opening.start = 1780293600;
    return hub::Hub::open(std::shared_ptr<const Engine>(gateway, &gateway->engine()), opening).value();
  };
  const auto digest = [](hub::Hub& hub) {
    std::string made;
    REQUIRE_FALSE(hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { made = ledger.digest(); }));
    return made;
  };
  std::string expected;
  {
    const auto first = open(folder.file("hub.db"));
    REQUIRE_FALSE(first->run([&](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
      REQUIRE(hub::load_market(ledger, "m.yaml", market).errors.empty());
      const hub::AccessLink here{third_party, uuid(1), true};
      processor.link_failed(here);
      CHECK_FALSE(ledger.is_closed(third_party, uuid(1)));
      CHECK(processor.answer_link(
          {here, end_user, {{home, std::nullopt}, {cabin, rules::parse_day("2027-01-01")}}}));
      CHECK(processor.answer_link({here, end_user, {}}).error() == hub::LinkTrouble::decided);
      const auto answers = ledger.link_answers(0, 10, "");
      REQUIRE(answers.size() == 2);
      CHECK(answers[0].answer.reason == "EH111");
      CHECK(answers[1].answer.reason.empty());
    }));
    expected = digest(*first);
    first->close();
  }
  const auto second = open(":memory:");
  REQUIRE(second->replay(folder.file("hub.db")));
  CHECK(digest(*second) == expected);
}

TEST_CASE("answers leave this machine over https only") {
  const TemporaryFolder folder;
  for (const auto* wrong :
       {"7099990005013=http://elsewhere.example/a", "7099990005013=https://elsewhere.example/a",
        "7099990005013", "709999=http://127.0.0.1:9/", "7099990005013=ftp://127.0.0.1/"}) {
    const auto command = fmt::format("{} serve --listen 127.0.0.1:0 --access-return '{}' 2>{}", binary(),
                                     wrong, folder.file("errors"));
    CHECK(WEXITSTATUS(std::system(command.c_str())) == 2);  // NOLINT: a test
  }
}

}  // namespace cimgate::test

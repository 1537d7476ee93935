// Mail as a client: what it writes, and what it makes of servers that mean no good.
#include <doctest/doctest.h>

#include <chrono>

#include "gateway/security/keys/hash.hpp"
#include "gateway/smtp/client.hpp"
#include "gateway/text/mail_address.hpp"
#include "tests/hub/fake_smtp.hpp"

namespace cimgate::smtp {
namespace {

using namespace std::chrono_literals;
using test::FakeSmtp;

const Letter letter{"end-of-supply.1",
                    1781474400,
                    "testhub@cimgate.invalid",
                    "kari@solvaasen.example",
                    "Kundeforholdet ditt for strøm",
                    "Hei!\n\n.\nMålepunkt\n"};

Outcome send(const FakeSmtp& server, Patience patience = {}) {
  Client client({"127.0.0.1", server.port()}, patience, std::make_shared<std::atomic<bool>>(false));
  return client.send(letter);
}

/// Answers one command in this way, and all else politely.
FakeSmtp::Answer but(std::string command, std::string answer) {
  return [command = std::move(command), answer = std::move(answer)](const std::string& line) {
    const bool meant = command.empty() ? line.empty() : line.starts_with(command);
    return meant ? answer : FakeSmtp::polite(line);
  };
}

std::string body_of(const std::string& mail) {
  return keys::from_base64(mail.substr(mail.find("\r\n\r\n") + 4)).value_or("");
}

}  // namespace

TEST_CASE("a letter has its head, and a text in base64") {
  const auto text = written(letter);
  CHECK(
      text.starts_with("Date: Sun, 14 Jun 2026 22:00:00 +0000\r\nFrom: <testhub@cimgate.invalid>\r\n"
                       "To: <kari@solvaasen.example>\r\nMessage-ID: <end-of-supply.1@cimgate.invalid>\r\n"
                       "Subject: =?UTF-8?B?S3VuZGVmb3Job2xkZXQgZGl0dCBmb3Igc3Ryw7ht?=\r\n"));
  CHECK(body_of(text) == "Hei!\r\n\r\n.\r\nMålepunkt\r\n");
  CHECK(text.find("\r\n.") == std::string::npos);
}

TEST_CASE("nothing in a letter makes a line of the head, and no line of it is long") {
  auto hostile = letter;
  hostile.subject = "A\r\nBcc: all@solvaasen.example\r\n\r\n.\r\n";
  for (int i = 0; i < 200; ++i) hostile.subject += "ø";
  hostile.text = "\r\n.\r\nMAIL FROM:<>\r\n";
  const auto text = written(hostile);
  CHECK(text.find("Bcc") == std::string::npos);
  CHECK(text.find("MAIL FROM") == std::string::npos);
  CHECK(text.find("\r\n.") == std::string::npos);
  std::size_t at = 0;
  for (auto end = text.find("\r\n"); end != std::string::npos; at = end + 2, end = text.find("\r\n", at))
    CHECK(end - at <= 78);
}

TEST_CASE("an address is one, and nothing else") {
  for (const auto* good : {"a@b", "kari.nord+mail@solvaasen.example", "o'neill@x-y.no"})
    CHECK(text::is_mail_address(good));
  for (const auto* bad :
       {"",           "@",         "a@",      "@b",     "a b@c",         "a@b c",  "a@b\r\nRCPT TO:<c@d>",
        "a@b>",       "<a@b>",     "a@b,c@d", "a..b@c", ".a@b",          "a@b..c", "a@.b",
        "Kari <a@b>", "\"a b\"@c", "å@b",     "a@ø.no", "a@[127.0.0.1]", "a@b\n"})
    CHECK_FALSE(text::is_mail_address(bad));
  CHECK_FALSE(text::is_mail_address(std::string(65, 'a') + "@b"));
  CHECK_FALSE(text::is_mail_address("a@" + std::string(64, 'b')));
  CHECK_FALSE(text::is_mail_address(std::string("a@b\0c", 5)));
}

TEST_CASE("mails go to this machine only") {
  for (const auto* good : {"127.0.0.1:1025", "127.8.8.8:25", "[::1]:1025", "localhost:65535"})
    CHECK(parse_address(good));
  for (const auto* bad : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:25x",
                          ":25", "127.1.2.3.4:25", "127.:25"})
    CHECK_FALSE(parse_address(bad));
  for (const auto* elsewhere : {"mail.solvaasen.example", "10.0.0.1", "0.0.0.0",
                                "localhost.solvaasen.example", "127.0.0.1.solvaasen.example"}) {
    const auto refused = parse_address(std::string(elsewhere) + ":25");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().find(std::string("'") + elsewhere + "' is not this machine") != std::string::npos);
  }
}

TEST_CASE("a mail is handed over, and several over one connection") {
  const FakeSmtp server;
  {
    Client client({"127.0.0.1", server.port()}, {}, std::make_shared<std::atomic<bool>>(false));
    CHECK(client.send(letter) == Outcome::sent);
    CHECK(client.send(letter) == Outcome::sent);
    client.close();
  }
  REQUIRE(server.has_taken(2));
  CHECK(body_of(server.mails()[0]) == "Hei!\r\n\r\n.\r\nMålepunkt\r\n");
  const std::vector<std::string> said{"EHLO [127.0.0.1]",
                                      "MAIL FROM:<>",
                                      "RCPT TO:<kari@solvaasen.example>",
                                      "DATA",
                                      "RSET",
                                      "MAIL FROM:<>",
                                      "RCPT TO:<kari@solvaasen.example>",
                                      "DATA",
                                      "QUIT"};
  CHECK(server.lines() == said);
}

TEST_CASE("a server of old, which knows no EHLO") {
  const FakeSmtp server(but("EHLO", "502 what\r\n"));
  CHECK(send(server) == Outcome::sent);
}

TEST_CASE("what a server refuses is refused, or tried another time") {
  CHECK(send(FakeSmtp(but("RCPT", "550 no such user\r\n"))) == Outcome::refused);
  CHECK(send(FakeSmtp(but("RCPT", "450-busy\r\n450 later\r\n"))) == Outcome::put_off);
  CHECK(send(FakeSmtp(but("MAIL", "552 full\r\n"))) == Outcome::refused);
  CHECK(send(FakeSmtp(but("DATA", "452 full\r\n"))) == Outcome::put_off);
  CHECK(send(FakeSmtp(but("Date:", "554 not this\r\n"))) == Outcome::refused);
  CHECK(send(FakeSmtp(but("RCPT", "354 what\r\n"))) == Outcome::put_off);
}

TEST_CASE("what says nothing that is SMTP, or breaks off, is no server") {
  for (const auto* greeting : {"close", "hello\r\n", "99 x\r\n", "2200 x\r\n", "220-a\r\n250 b\r\n",
                               "554 go away\r\n", "HTTP/1.1 200 OK\r\n\r\n"}) {
    CAPTURE(greeting);
    CHECK(send(FakeSmtp(but("", greeting))) == Outcome::unreached);
  }
  std::string without_end;
  for (int i = 0; i < 1000; ++i) without_end += "220-still\r\n";
  CHECK(send(FakeSmtp(but("", without_end))) == Outcome::unreached);
  CHECK(send(FakeSmtp(but("", std::string(100'000, '2')))) == Outcome::unreached);
  CHECK(send(FakeSmtp(but("Date:", "close"))) == Outcome::unreached);
  std::uint16_t nobody = 0;
  {
    const FakeSmtp gone;
    nobody = gone.port();
  }
  Client client({"127.0.0.1", nobody}, {}, std::make_shared<std::atomic<bool>>(false));
  CHECK(client.send(letter) == Outcome::unreached);
  CHECK(client.why() == "no connection");
}

TEST_CASE("a silent server is waited for so long and no longer, and not at all by one who stops") {
  Patience short_one;
  short_one.answer = 300ms;
  const auto before = std::chrono::steady_clock::now();
  CHECK(send(FakeSmtp(but("RCPT", "")), short_one) == Outcome::unreached);
  CHECK(send(FakeSmtp(but("", "220-a\r\n")), short_one) == Outcome::unreached);
  CHECK(std::chrono::steady_clock::now() - before < 5s);
  const FakeSmtp silent(but("", ""));
  Client client({"127.0.0.1", silent.port()}, {}, std::make_shared<std::atomic<bool>>(true));
  CHECK(client.send(letter) == Outcome::unreached);
  CHECK(std::chrono::steady_clock::now() - before < 5s);
}

TEST_CASE("answers that nobody asked for do not stand for those to the next mail") {
  const FakeSmtp server(but("Date:", "250 ok\r\n250 ok\r\n250 ok\r\n354 x\r\n250 ok\r\n"));
  Client client({"127.0.0.1", server.port()}, {}, std::make_shared<std::atomic<bool>>(false));
  CHECK(client.send(letter) == Outcome::sent);
  CHECK(client.send(letter) == Outcome::sent);
  CHECK(server.has_taken(2));
}

}  // namespace cimgate::smtp

#include "tests/bridge/rehearsal.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "tests/hub/messages.hpp"

namespace cimgate::test {

std::string unknown_point(std::uint64_t number) {
  auto digits = fmt::format("70705759911{:06}", number);
  int sum = 0;
  // From the right, the weights are 3, 1, 3, 1 … (GS1 General Specifications, 7.9).
  for (std::size_t i = 0; i < digits.size(); ++i)
    sum += (digits[digits.size() - 1 - i] - '0') * (i % 2 == 0 ? 3 : 1);
  digits += static_cast<char>('0' + (10 - sum % 10) % 10);
  return digits;
}

std::string start_in_cim(std::uint16_t translator, const std::string& id, const std::string& gsrn) {
  const auto answer = ask(translator, "POST", "/v1/translate?profile=nmeg-no/0.1",
                          "Content-Type: application/xml\r\n", start_of_supply(id, gsrn, true));
  if (answer.status != 200) throw std::runtime_error("not translated: " + answer.body);
  return answer.body;
}

void make_keys(const std::string& folder) {
  if (std::system((std::string(CIMGATE_BINARY) + " certs demo -q " + folder + " >/dev/null").c_str()) != 0)
    throw std::runtime_error("no keys");
}

std::vector<std::string> bridge_options(const std::string& upstream, const std::string& database,
                                        const std::string& keys) {
  std::vector<std::string> options = {"--upstream",
                                      upstream,
                                      "--database",
                                      database,
                                      "--gln",
                                      supplier,
                                      "--party",
                                      std::string(supplier) + ":DDQ:313000133",
                                      "--hub-gln",
                                      "7099990000018",
                                      "--rate",
                                      "0",
                                      "--retry-first",
                                      "20",
                                      "--retry-most",
                                      "300",
                                      "--poll-interval",
                                      "50",
                                      "--upstream-timeout",
                                      "3"};
  std::vector<std::string> signing = {"--ws-security", "off"};
  if (!keys.empty())
    signing = {"--ws-certificate", keys + "/" + supplier + ".pem",
               "--ws-key",         keys + "/" + supplier + ".key",
               "--ws-trust",       keys + "/hub.pem"};
  options.insert(options.end(), signing.begin(), signing.end());
  return options;
}

std::vector<std::string> hub_options(const std::string& keys) {
  return {"--ws-security",    "required",        "--ws-trust", keys + "/ca.pem",
          "--ws-certificate", keys + "/hub.pem", "--ws-key",   keys + "/hub.key"};
}

std::optional<Response> try_ask(std::uint16_t port, const std::string& method, const std::string& target,
                                const std::string& body, const std::string& fields) {
  try {
    Client client(port);
    const auto head = "SenderGLN: " + std::string(supplier) + "\r\n" +
                      (body.empty() ? "" : "Content-Type: application/json\r\n") + fields;
    if (!client.send(request_text(method, target, head, body))) return std::nullopt;
    return client.receive();
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::string member(const std::string& json, const std::string& name) {
  const auto found = YAML::Load(json)[name];
  return found ? found.as<std::string>() : std::string();
}

bool eventually(const std::function<bool()>& is_so) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace cimgate::test

// Judges a message by the market state, and translates it when it is valid: cimgate_embed MARKET MESSAGE.
#include <fstream>
#include <iostream>
#include <iterator>

#include "cimgate/gateway.hpp"
#include "cimgate/market.hpp"

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const auto gateway = cimgate::Gateway::open();
  const auto market = cimgate::open_market(arguments[1]);
  if (!gateway || !market) {
    std::cerr << (market ? gateway.error() : market.error()) << '\n';
    return 2;
  }
  std::ifstream file(arguments[2], std::ios::binary);
  const std::string message(std::istreambuf_iterator<char>(file), {});

  cimgate::ValidateOptions options;
  options.level = cimgate::Level::market;
  options.market = *market;
  const auto checked = gateway->validate(message, options);
  for (const auto& finding : checked.findings) std::cout << finding.line << ": " << finding.text.en << '\n';
  std::cout << checked.message << ": " << to_string(checked.verdict) << '\n';
  if (checked.verdict != cimgate::Verdict::valid) return 1;
  std::cout << gateway->translate(message).whole;
}

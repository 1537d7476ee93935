#pragma once
#include <cstdint>
#include <string>

namespace cimgate::keys {

/// Why keys or certificates cannot be used. Never holds anything of a key or a passphrase.
struct Problem {
  std::string file;        ///< as it was named; "" when it is no file's
  std::uint32_t line = 0;  ///< of the block that is meant; 0: the whole file
  std::string text;        ///< "this private key does not belong to the certificate of party.pem"
};

/// "party.pem:12: …"
std::string to_string(const Problem& problem);

}  // namespace cimgate::keys

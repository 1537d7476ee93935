#include "gateway/security/wss/refusal.hpp"

#include <array>

namespace cimgate::wss {

std::string_view to_string(Refused why) {
  constexpr std::array words = {"not-xml",
                                "no-envelope",
                                "no-security",
                                "two-securities",
                                "unexpected",
                                "no-token",
                                "two-tokens",
                                "no-signature",
                                "two-signatures",
                                "no-timestamp",
                                "two-timestamps",
                                "layout",
                                "malformed",
                                "algorithm",
                                "transform",
                                "reference",
                                "id-twice",
                                "body-unsigned",
                                "timestamp-unsigned",
                                "no-certificate",
                                "weak-key",
                                "not-trusted",
                                "certificate-expired",
                                "certificate-not-yet-valid",
                                "no-commitment",
                                "signature-wrong",
                                "digest-wrong",
                                "expired",
                                "not-yet-valid",
                                "expires-before-created",
                                "lives-too-long",
                                "replayed",
                                "too-many"};
  static_assert(words.size() == static_cast<std::size_t>(Refused::too_many) + 1);
  return words.at(static_cast<std::size_t>(why));
}

}  // namespace cimgate::wss

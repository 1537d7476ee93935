#pragma once
#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/server/negotiation.hpp"
#include "gateway/server/v1.hpp"

namespace cimgate::server {

/// How many messages were judged, with which verdict, by the stage that decided it.
class VerdictCounts {
 public:
  void add(Verdict verdict, const std::vector<Finding>& findings);
  /// Lines for /metrics.
  std::string text() const;

 private:
  static constexpr std::size_t stages = 7;  ///< those of Stage, and none
  std::array<std::array<std::atomic<std::uint64_t>, stages>, 3> counts_{};
};

/// The handlers of /v1/*. Safe to use from several threads.
class V1 {
 public:
  V1(const Gateway& gateway, V1Options options) : gateway_(gateway), options_(std::move(options)) {}

  Answer validate(Request request);
  Answer translate(Request request);
  Answer explain(Request request);
  Answer diff(Request request);
  Answer rules() const;
  Answer rule(const Request& request) const;
  Answer mappings() const;
  Answer mapping(const Request& request) const;
  Answer schemas() const;
  Answer schema(const Request& request) const;
  Answer coverage(const Request& request);

  std::string metrics() const { return verdicts_.text(); }

 private:
  Answer translated(const Request& request, const Translated& result, bool norwegian) const;
  std::optional<Answer> bad_profile(const std::string& profile) const;

  Gateway gateway_;
  V1Options options_;
  VerdictCounts verdicts_;
  std::mutex coverage_mutex_;
  std::map<std::string, std::string>
      coverages_;  ///< by message and profile; they take long, and never change
};

/// The forms in which each answers, by Accept.
extern const std::vector<std::string> validate_types, translate_types, explain_types;
/// The media types that are taken as a message.
extern const std::vector<std::string> message_types;

/// The body as the parts of one input, without a copy.
std::vector<std::string> parts_of(Request& request);
/// A 400 that says which query parameters there are, when one is not among them.
std::optional<Answer> unknown_parameter(const Request& request, const std::vector<std::string>& known);
/// A 400 about the value of a query parameter.
Answer bad_parameter(std::string_view name, const std::string& detail);
Answer json_answer(std::string body);

}  // namespace cimgate::server

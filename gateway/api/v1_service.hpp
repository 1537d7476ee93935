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

#include "gateway/api/v1.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/negotiation.hpp"
#include "gateway/http/query.hpp"

namespace cimgate::api {

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
class V1 : public std::enable_shared_from_this<V1> {
 public:
  V1(const Gateway& gateway, V1Options options) : gateway_(gateway), options_(std::move(options)) {}

  /// Answers when the market state is there, if it is needed at all.
  void validate(http::Request request, const http::Reply& reply);
  void translate(http::Request request, const http::Reply& reply);
  http::Answer explain(http::Request request);
  http::Answer diff(http::Request request);
  http::Answer rules() const;
  http::Answer rule(const http::Request& request) const;
  http::Answer mappings() const;
  http::Answer mapping(const http::Request& request) const;
  http::Answer schemas() const;
  http::Answer schema(const http::Request& request) const;
  http::Answer json_schemas() const;
  http::Answer json_schema(const http::Request& request) const;
  http::Answer message(const http::Request& request) const;
  http::Answer coverage(const http::Request& request);

  std::string metrics() const { return verdicts_.text(); }

 private:
  using Market = std::shared_ptr<const rules::Facts>;

  /// `work` with the market state, where the level needs it and there is one; then it is done by a worker.
  void with_market(std::string_view level, http::Request request, const http::Reply& reply,
                   std::function<http::Answer(http::Request, Market)> work);
  http::Answer validated(http::Request request, Market market);
  http::Answer translated(http::Request request, Market market);
  http::Answer translation(const http::Request& request, const Translated& result, bool norwegian);
  std::optional<http::Answer> bad_profile(const std::string& profile) const;
  std::optional<http::Answer> bad_schema(const std::string& schema) const;

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

/// schema, codes, message, market; nothing when it is none of them.
std::optional<Level> level_of(std::string_view name);
/// The body as the parts of one input, without a copy.
std::vector<std::string> parts_of(http::Request& request);
using http::bad_parameter;
using http::unknown_parameter;
/// A 400 when `as-of` is there and no day; else it is in `day`.
std::optional<http::Answer> bad_day(const http::Request& request, std::string& day);
using http::json_answer;

}  // namespace cimgate::api

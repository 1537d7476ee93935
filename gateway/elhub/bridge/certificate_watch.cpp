#include "gateway/elhub/bridge/certificate_watch.hpp"

#include <fmt/format.h>

#include <utility>

namespace cimgate::bridge {
namespace {

constexpr Millis look_every = 2000;

}  // namespace

CertificateWatch::CertificateWatch(Certificates certificates, Surroundings surroundings)
    : certificates_(std::move(certificates)),
      around_(std::move(surroundings)),
      background_(around_, [this] { work(); }) {}

void CertificateWatch::work() {
  while (!*around_.stopping) {
    look();
    background_.sleep(look_every);
  }
}

void CertificateWatch::look() {
  for (const auto& one : certificates_()) {
    if (one.soon) {
      const auto [told, fresh] = days_told_.try_emplace(one.use, one.days_left);
      if (fresh || std::exchange(told->second, one.days_left) != one.days_left)
        say("certificate-expires", one.days_left < 0 ? fmt::format("{}: {} has expired", one.use, one.subject)
                                                     : fmt::format("{}: {} expires in {} days", one.use,
                                                                   one.subject, one.days_left));
    } else {
      days_told_.erase(one.use);
    }
    if (std::exchange(problem_told_[one.use], one.problem) != one.problem && !one.problem.empty())
      say("certificate-unusable", fmt::format("{}: {}", one.use, one.problem));
  }
}

void CertificateWatch::say(std::string_view event, const std::string& text) const {
  Happening happening;
  happening.at = around_.now();
  happening.trouble = true;
  happening.event = event;
  happening.text = text;
  around_.log(happening);
}

}  // namespace cimgate::bridge

#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gateway/elhub/bridge/background.hpp"
#include "gateway/elhub/bridge/upstream.hpp"

namespace cimgate::bridge {

/// A file of keys or certificates, as operators see it.
struct CertificateView {
  std::string use;      ///< "tls", "ws-security"
  std::string subject;  ///< "" = it holds whom we trust, not what is ours
  Millis ends = 0;
  std::int64_t days_left = 0;
  bool soon = false;    ///< it is time to get a new one
  std::string problem;  ///< why what the file holds now is not in use; "" = it is
};
using Certificates = std::function<std::vector<CertificateView>()>;

/// Writes to the log, once a day, which certificate of ours is about to expire, and at once which changed
/// file cannot be used: a bridge that runs for months says it to those who read logs alone.
class CertificateWatch {
 public:
  CertificateWatch(Certificates certificates, Surroundings surroundings);

 private:
  void work();
  void look();
  void say(std::string_view event, const std::string& text) const;

  Certificates certificates_;
  Surroundings around_;
  std::map<std::string, std::int64_t> days_told_;    ///< by use: with how many days left it was told
  std::map<std::string, std::string> problem_told_;  ///< by use
  Background background_;
};

}  // namespace cimgate::bridge

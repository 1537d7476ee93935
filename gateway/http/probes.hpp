#pragma once
#include <functional>
#include <string>
#include <vector>

#include "gateway/http/core.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::http {

/// What operators ask: /livez, /readyz, /metrics and /openapi.json.
class Probes : public std::enable_shared_from_this<Probes> {
 public:
  explicit Probes(const std::vector<Part>& parts);

  Part part();
  /// Before the server runs.
  void attach(const Core& core) { core_ = &core; }
  /// OpenAPI 3.1.
  void set_openapi(std::string document) { openapi_ = std::move(document); }

 private:
  Answer ready() const;
  Answer metrics() const;
  Answer openapi(const Request& request) const;

  const Core* core_ = nullptr;
  std::string openapi_;
  std::vector<std::function<std::string()>> not_ready_;
  std::vector<std::function<std::string()>> states_;
  std::vector<std::function<std::string()>> metrics_;
};

}  // namespace cimgate::http

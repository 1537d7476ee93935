#pragma once
#include <memory>
#include <mutex>
#include <string>

#include "gateway/security/tls/tls.hpp"

namespace cimgate::tls {

/// TLS of a client, with the same protocols and ciphers as the server. Nobody is trusted but those that it is
/// given: issuers, or the very certificates of the other end (pinned). The host must be one that the
/// certificate names (RFC 6125); names of the system's own list of issuers count for nothing.
class Client {
 public:
  using Trust = std::shared_ptr<keys::Reloaded<keys::TrustStore>>;
  explicit Client(Trust trust) : trust_(std::move(trust)) {}

  /// A session with a host, by name or address; its first read() makes the handshake. Throws
  /// std::runtime_error when OpenSSL does not.
  Session begin(const std::string& host);

 private:
  std::shared_ptr<ssl_ctx_st> context();

  Trust trust_;
  std::mutex mutex_;
  std::shared_ptr<ssl_ctx_st> context_;
  std::shared_ptr<const keys::TrustStore> made_for_;
};

}  // namespace cimgate::tls

#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>

#include "gateway/security/keys/identity.hpp"
#include "gateway/security/keys/reloaded.hpp"
#include "gateway/security/keys/trust_store.hpp"

struct ssl_ctx_st;
struct ssl_st;

/// TLS of a server, over bytes that somebody else carries: TLS 1.2 with forward secrecy and authenticated
/// ciphers alone, or 1.3 (RFC 9325); HTTP/1.1 by ALPN (RFC 7301).
namespace cimgate::tls {

/// One end of a connection. Nothing here waits: what came in goes in by take(), what is to be sent comes out
/// by output().
class Session {
 public:
  enum class State : std::uint8_t {
    done,    ///< `size` bytes were read or taken
    wants,   ///< more must come in first
    closed,  ///< the other end has said that it is done
    broken   ///< no TLS, or none that is taken here; output() may hold an alert
  };
  struct Outcome {
    State state = State::broken;
    std::size_t size = 0;
  };

  explicit Session(std::shared_ptr<ssl_st> session) : session_(std::move(session)) {}

  /// What came over the wire.
  void take(std::string_view bytes);
  /// Bytes for whoever reads. Makes the handshake first.
  Outcome read(char* to, std::size_t size);
  /// Bytes to be sent; up to 16 kB at once are taken.
  Outcome write(std::string_view bytes);
  /// Says that nothing more will be sent.
  void close();
  /// What is to go over the wire now; valid until the next call. Then call sent().
  std::string_view output() const;
  void sent();
  bool handshake_done() const;

 private:
  Outcome outcome_of(int result, std::size_t size);
  std::shared_ptr<ssl_st> session_;
};

/// What sessions begin with. Certificates that change are used by the sessions that begin after that.
class Server {
 public:
  using Identity = std::shared_ptr<keys::Reloaded<keys::Identity>>;
  using Clients = std::shared_ptr<keys::Reloaded<keys::TrustStore>>;

  /// `clients`: the issuers of the certificates that clients must have; null: they need none.
  Server(Identity identity, Clients clients) : identity_(std::move(identity)), clients_(std::move(clients)) {}

  /// Throws std::runtime_error when OpenSSL does not; `identity` was checked when it was loaded.
  Session begin();
  const keys::Reloaded<keys::Identity>& identity() const { return *identity_; }

 private:
  std::shared_ptr<ssl_ctx_st> context();

  Identity identity_;
  Clients clients_;
  std::mutex mutex_;
  std::shared_ptr<ssl_ctx_st> context_;
  std::shared_ptr<const keys::Identity> made_of_;
  std::shared_ptr<const keys::TrustStore> made_for_;
};

}  // namespace cimgate::tls

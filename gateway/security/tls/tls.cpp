#include "gateway/security/tls/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <stdexcept>

#include "gateway/security/tls/parts.hpp"

namespace cimgate::tls {
namespace {

constexpr std::size_t one_record = 16UL * 1024;
/// Authenticated ciphers with forward secrecy; those of TLS 1.3 are all of that kind.
constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr std::string_view http_1_1 = "http/1.1";

/// Whoever offers protocols and not HTTP/1.1 would not understand us.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned offered_size, void*) {
  for (unsigned at = 0; at < offered_size; at += offered[at] + 1U) {
    const std::string_view one(reinterpret_cast<const char*>(offered + at + 1),
                               std::min<std::size_t>(offered[at], offered_size - at - 1));
    if (one != http_1_1) continue;
    *chosen = offered + at + 1;
    *size = offered[at];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

std::shared_ptr<ssl_ctx_st> make_context(const keys::Identity& identity, const keys::TrustStore* clients) {
  std::shared_ptr<ssl_ctx_st> made(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  need(made != nullptr);
  auto* context = made.get();
  set_common(context);
  need(SSL_CTX_set_num_tickets(context, 0) == 1);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  need(SSL_CTX_use_certificate(context, identity.certificate.get()) == 1);
  need(SSL_CTX_use_PrivateKey(context, identity.key.get()) == 1);
  for (const auto& one : identity.chain) need(SSL_CTX_add1_chain_cert(context, one.get()) == 1);
  if (clients == nullptr) return made;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  for (const auto& one : clients->certificates()) {
    need(X509_STORE_add_cert(SSL_CTX_get_cert_store(context), one.get()) == 1);
    need(SSL_CTX_add_client_CA(context, one.get()) == 1);
  }
  return made;
}

}  // namespace

void need(bool good) {
  if (good) return;
  ERR_clear_error();
  throw std::runtime_error("TLS cannot be begun");
}

void set_common(ssl_ctx_st* context) {
  need(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1);
  need(SSL_CTX_set_cipher_list(context, ciphers) == 1);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_ENABLE_PARTIAL_WRITE);
}

void attach_memory(ssl_st* session) {
  BIO* in = BIO_new(BIO_s_mem());
  BIO* out = BIO_new(BIO_s_mem());
  if (in == nullptr || out == nullptr) {
    BIO_free(in);
    BIO_free(out);
    throw std::bad_alloc();
  }
  // An empty buffer is no end of the stream.
  BIO_set_mem_eof_return(in, -1);
  BIO_set_mem_eof_return(out, -1);
  SSL_set_bio(session, in, out);
}

Session::Outcome Session::outcome_of(int result, std::size_t size) {
  if (result > 0) return {State::done, size};
  const int why = SSL_get_error(session_.get(), result);
  ERR_clear_error();
  if (why == SSL_ERROR_WANT_READ) return {State::wants, 0};
  if (why == SSL_ERROR_ZERO_RETURN) return {State::closed, 0};
  return {State::broken, 0};
}

void Session::take(std::string_view bytes) {
  if (BIO_write(SSL_get_rbio(session_.get()), bytes.data(), static_cast<int>(bytes.size())) !=
      static_cast<int>(bytes.size()))
    throw std::bad_alloc();
}

Session::Outcome Session::read(char* to, std::size_t size) {
  std::size_t read = 0;
  ERR_clear_error();
  const int result = SSL_read_ex(session_.get(), to, size, &read);
  return outcome_of(result, read);
}

Session::Outcome Session::write(std::string_view bytes) {
  std::size_t written = 0;
  ERR_clear_error();
  const int result = SSL_write_ex(session_.get(), bytes.data(), std::min(bytes.size(), one_record), &written);
  return outcome_of(result, written);
}

void Session::close() {
  if (!handshake_done()) return;
  SSL_shutdown(session_.get());
  ERR_clear_error();
}

std::string_view Session::output() const {
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(SSL_get_wbio(session_.get()), &bytes);
  return size <= 0 ? std::string_view() : std::string_view(bytes, static_cast<std::size_t>(size));
}

void Session::sent() {
  BIO_reset(SSL_get_wbio(session_.get()));
}

bool Session::handshake_done() const {
  return SSL_is_init_finished(session_.get()) == 1;
}

std::shared_ptr<ssl_ctx_st> Server::context() {
  const auto identity = identity_->current();
  const auto clients = clients_ ? clients_->current() : nullptr;
  const std::lock_guard lock(mutex_);
  if (!context_ || identity != made_of_ || clients != made_for_) {
    context_ = make_context(*identity, clients.get());
    made_of_ = identity;
    made_for_ = clients;
  }
  return context_;
}

Session Server::begin() {
  const auto kept = context();
  std::shared_ptr<ssl_st> session(SSL_new(kept.get()), SSL_free);
  need(session != nullptr);
  attach_memory(session.get());
  SSL_set_accept_state(session.get());
  return Session(std::move(session));
}

}  // namespace cimgate::tls

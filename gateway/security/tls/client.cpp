#include "gateway/security/tls/client.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "gateway/security/tls/parts.hpp"

namespace cimgate::tls {
namespace {

std::shared_ptr<ssl_ctx_st> make_context(const keys::TrustStore& trust) {
  std::shared_ptr<ssl_ctx_st> made(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  need(made != nullptr);
  auto* context = made.get();
  set_common(context);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  auto* store = SSL_CTX_get_cert_store(context);
  for (const auto& one : trust.certificates()) need(X509_STORE_add_cert(store, one.get()) == 1);
  // A certificate that is pinned need not lead to an issuer.
  need(X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN) == 1);
  return made;
}

}  // namespace

std::shared_ptr<ssl_ctx_st> Client::context() {
  const auto trust = trust_->current();
  const std::lock_guard lock(mutex_);
  if (!context_ || trust != made_for_) {
    context_ = make_context(*trust);
    made_for_ = trust;
  }
  return context_;
}

Session Client::begin(const std::string& host) {
  const auto kept = context();
  std::shared_ptr<ssl_st> session(SSL_new(kept.get()), SSL_free);
  need(session != nullptr);
  auto* parameters = SSL_get0_param(session.get());
  // An address is one in the certificate's list of addresses, never a name.
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) != 1) {
    ERR_clear_error();
    need(X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size()) == 1);
    // What the macro SSL_set_tlsext_host_name stands for.
    need(SSL_ctrl(session.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                  const_cast<char*>(host.c_str())) == 1);
  }
  attach_memory(session.get());
  SSL_set_connect_state(session.get());
  return Session(std::move(session));
}

}  // namespace cimgate::tls

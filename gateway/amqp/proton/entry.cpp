#include <exception>
#include <memory>

#include "gateway/amqp/module.hpp"
#include "gateway/amqp/proton/proton_peer.hpp"

extern "C" {

__attribute__((visibility("default"))) const char* cimgate_amqp_fits() {
  return CIMGATE_VERSION;
}

__attribute__((visibility("default"))) cimgate::amqp::Peer* cimgate_amqp_connect(
    const cimgate::amqp::Broker& broker, std::string& error) {
  try {
    auto peer = std::make_unique<cimgate::amqp::ProtonPeer>(broker);
    if (auto opened = peer->open(); !opened) {
      error = opened.error();
      return nullptr;
    }
    return peer.release();
  } catch (const std::exception& failed) {
    error = failed.what();
    return nullptr;
  }
}
}

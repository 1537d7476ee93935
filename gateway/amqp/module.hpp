#pragma once
#include "gateway/amqp/peer.hpp"

namespace cimgate::amqp {

/// Connects to a broker, with the library that speaks AMQP; it is loaded now if it was not before, from where
/// the program is or was installed. Error: what is missing, and the package that has it; or why there is no
/// connection. No error has a password in it.
Connected connect(const Broker& broker);

/// What the module gives: the function of this name. `error` is set when there is no peer.
using ConnectFunction = Peer* (*)(const Broker& broker, std::string& error);
inline constexpr const char* connect_function = "cimgate_amqp_connect";
/// The module fits this program only when its function of this name gives the same word.
using FitsFunction = const char* (*)();
inline constexpr const char* fits_function = "cimgate_amqp_fits";

}  // namespace cimgate::amqp

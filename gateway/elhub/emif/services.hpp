#pragma once
#include <cstdint>
#include <span>
#include <string_view>

/// The five services and what can be done at each. Source: WSDLs of EMIF 2.4.3 (xsd/elhub/wsdl).
namespace cimgate::emif {

enum class Does : std::uint8_t { submit, ask, poll, acknowledge };

struct Operation {
  std::string_view action;   ///< soapAction: "RequestStartOfSupply"
  std::string_view wrapper;  ///< element of the request: "RequestStartOfSupplyRequest"
  std::string_view message;  ///< root of the message in it
  Does does = Does::submit;
};

struct Service {
  std::string_view name;  ///< last part of the address: "PollMarketProcesses"
  std::string_view ns;    ///< target namespace of its WSDL
  std::span<const Operation> operations;
  bool values = false;  ///< polls the queue of metering values
};

std::span<const Service> services();
const Service* find_service(std::string_view name);

}  // namespace cimgate::emif

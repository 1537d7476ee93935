#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// The five services and what can be done at each, for those who offer and those who use them. Source: WSDLs
/// of EMIF 2.4.3 (xsd/elhub/wsdl); a test holds this table against them.
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
  std::string_view wsdl;  ///< the file
  std::span<const Operation> operations;
  bool values = false;  ///< polls the queue of metering values
};

std::span<const Service> services();
/// Null: there is none.
const Service* find_service(std::string_view name);

/// Where a party hands a message in.
struct HandIn {
  const Service* service = nullptr;
  const Operation* operation = nullptr;
};
/// The operation that takes a message from a party; nothing when there is none. Not for the messages of
/// polling.
std::optional<HandIn> operation_for(std::string_view message);
/// The service of a queue.
const Service& polling_service(bool values);

}  // namespace cimgate::emif

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/elhub/ledger/records.hpp"

/// What somebody wants of agreements on metering points, as the body of a request says it.
namespace cimgate::hub {

using ledger::Day;

/// An error in the form of JSON:API. The codes are those of the published draft; it has none for some errors.
struct ContractError {
  std::uint16_t status = 400;
  std::string code;  ///< "" = there is none
  std::string title;
  std::string detail;   ///< no personal data
  std::string pointer;  ///< where in the body; "" = nowhere
};
using ContractErrors = std::vector<ContractError>;

ContractError invalid_input(std::string detail, std::string pointer);

/// Who asks: a party, alone or for another, or an end user that is an organisation.
struct ContractCaller {
  std::string physical, juridical;  ///< GLNs; "" when an end user asks
  std::string end_user;             ///< organisation number; "" when a party asks
};

/// One contract of a body. What is not said is absent; `at` is the JSON pointer of it.
struct ContractSaid {
  std::string at;
  std::optional<std::string> id, type, gsrn, status;
  std::optional<Day> start;
  std::optional<std::optional<Day>> end;  ///< null = it shall have no end of its own
  std::optional<bool> cancelled;
  std::optional<std::string> by;  ///< GLN of createdBy or updatedBy
};

struct ContractOrder {
  enum class Kind : std::uint8_t {
    make,        ///< POST of an array
    change,      ///< PATCH of an array
    change_one,  ///< PATCH of `id`
  };
  Kind kind = Kind::make;
  ContractCaller caller;
  std::string id;
  std::string body;
  std::vector<ContractSaid> contracts;
};

/// Contracts in one request at most (assumed: Elhub's own number is not published), and bytes of its body.
inline constexpr std::size_t most_contracts = 1000;
inline constexpr std::size_t longest_contracts = std::size_t{1024} * 1024;

/// Reads the contracts of a body. Error: all that is wrong with its form.
tl::expected<std::vector<ContractSaid>, ContractErrors> read_contracts(ContractOrder::Kind kind,
                                                                       std::string_view body);

/// An order in words of the journal, and back. Nothing: it is none.
ledger::JournalEntry entry_of(const ContractOrder& order);
std::optional<ContractOrder> order_of(const ledger::JournalEntry& entry);

}  // namespace cimgate::hub

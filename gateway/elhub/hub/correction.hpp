#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/elhub/hub/misfit.hpp"
#include "gateway/elhub/ledger/records.hpp"

namespace cimgate::hub {

/// What Elhub's operator puts right by hand on a metering point after a portfolio takeover, where the
/// processes of the parties cannot. Source: Elhub, "Håndtere markedsprosesser etter gjennomført
/// porteføljeovertagelse"; docs/takeover.md.
struct Correction {
  enum class Kind : std::uint8_t {
    /// The change of supplier of the takeover is in the way of a move-in back in time (BRS-NO-103): it goes,
    /// and the contract before goes on. A supplier that was new then cannot move the end user in itself: he
    /// goes to the supplier of last resort.
    remove_switch,
    /// The supply ends before the takeover that is on its way (BRS-NO-201, 202).
    end_supply,
    /// An end user was moved out by mistake before the takeover: his contract is opened again (BRS-NO-111,
    /// 221). If its supplier has left, he comes to the one that took over.
    reopen,
  };
  Kind kind = Kind::remove_switch;
  std::string gsrn;
  std::optional<ledger::Day> day;  ///< of moving in; of the end; of the takeover
  std::string message;             ///< remove_switch: id of the BRS-NO-103 that was rejected; "" = none
  bool last_resort = false;        ///< end_supply: the end user goes to the supplier of last resort
  std::string supplier;            ///< reopen: GLN of the one that took over; "" = the contract says it
};

std::string_view to_string(Correction::Kind kind);  ///< "remove-switch"

/// From JSON. Misfit: a member is missing, unknown or not of its form.
tl::expected<Correction, Misfit> read_correction(std::string_view json);
/// In one line, for read_correction().
std::string to_json(const Correction& correction);

}  // namespace cimgate::hub

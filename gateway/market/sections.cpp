#include "gateway/market/sections.hpp"

namespace cimgate::market {
namespace {

using Words = std::string_view;

// Elhub's code lists, as in xsd/elhub/bim/common/Elhub_BusinessDataType.xsd; a test holds them against it.
constexpr Words point_types[] = {"E17", "E18", "E19", "E20"};
constexpr Words statuses[] = {"E22", "E23", "E31"};
constexpr Words settlements[] = {"E01", "E02", "Z01"};
constexpr Words resolutions[] = {"PT15M", "PT1H", "PT60M"};
constexpr Words roles[] = {"AG", "BSL", "DDE", "DDK", "DDM", "DDQ", "DDX", "DDZ", "MDR", "PQ", "QRY", "SLR"};
constexpr Words supply_roles[] = {"DDQ", "SLR"};
constexpr Words customer_schemes[] = {"82", "Z01"};
constexpr Words processes[] = {
    "BRS-NO-101", "BRS-NO-102", "BRS-NO-103", "BRS-NO-104", "BRS-NO-111", "BRS-NO-121", "BRS-NO-122",
    "BRS-NO-123", "BRS-NO-132", "BRS-NO-133", "BRS-NO-201", "BRS-NO-202", "BRS-NO-211", "BRS-NO-212",
    "BRS-NO-213", "BRS-NO-214", "BRS-NO-221", "BRS-NO-222", "BRS-NO-223", "BRS-NO-224", "BRS-NO-301",
    "BRS-NO-302", "BRS-NO-305", "BRS-NO-402", "BRS-NO-601", "BRS-NO-622"};
constexpr Words value_processes[] = {"BRS-NO-311", "BRS-NO-312", "BRS-NO-313", "BRS-NO-332"};
constexpr Words directions[] = {"In", "Out"};
constexpr Words process_states[] = {"ongoing", "completed", "cancelled", "rejected"};
// Of Elhub's Access API, https://github.com/elhub/auth-grant-manager.
constexpr Words grant_kinds[] = {"ChangeOfBalanceSupplierForPerson",
                                 "MoveInAndChangeOfBalanceSupplierForPerson"};
constexpr Words grant_statuses[] = {"Active", "Exhausted", "Expired", "Revoked"};
constexpr Words control_names[] = {"consent"};
constexpr Words stages[] = {"waiting-for-deadline", "waiting-for-activation", "waiting-for-answer",
                            "announced", "done"};

using Kind = FieldKind;

constexpr Field grid_areas[] = {
    {"id", Kind::eic, true},
    {"from", Kind::day},
    {"owner", Kind::gln, true, {}, "parties"},
    {"name"},
};
constexpr Field parties[] = {
    {"gln", Kind::gln, true}, {"from", Kind::day}, {"to", Kind::day},
    {"name", Kind::text},     {"org", Kind::text}, {"roles", Kind::codes, true, roles},
};
constexpr Field agents[] = {
    {"agent", Kind::gln, true}, {"for", Kind::gln, true, {}, "parties"}, {"from", Kind::day},
    {"to", Kind::day},          {"roles", Kind::codes, true, roles},
};
constexpr Field balance_agreements[] = {
    {"supplier", Kind::gln, true, {}, "parties"},
    {"grid_area", Kind::eic, true, {}, "grid_areas"},
    {"from", Kind::day, true},
    {"to", Kind::day},
};
constexpr Field metering_points[] = {
    {"gsrn", Kind::gsrn, true},
    {"from", Kind::day, true},
    {"type", Kind::code, false, point_types},
    {"status", Kind::code, false, statuses},
    {"settlement", Kind::code, false, settlements},
    {"resolution", Kind::code, false, resolutions},
    {"grid_area", Kind::eic, false, {}, "grid_areas"},
    {"accounting_point", Kind::yes_no},
    {"blocked_for_switching", Kind::yes_no},
    {"meter", Kind::text},
    {"address.street", Kind::private_text},
    {"address.building_number", Kind::private_text},
    {"address.post_code", Kind::text},
    {"address.city", Kind::private_text},
};
constexpr Field customers[] = {
    {"id", Kind::customer, true},
    {"scheme", Kind::code, true, customer_schemes},
    {"name", Kind::private_text},
};
constexpr Field contracts[] = {
    {"metering_point", Kind::gsrn, true, {}, "metering_points"},
    {"from", Kind::day, true},
    {"to", Kind::day},
    {"customer", Kind::customer, true, {}, "customers"},
    {"supplier", Kind::gln, true, {}, "parties"},
    {"role", Kind::code, true, supply_roles},
    {"origin", Kind::code, false, processes},
};
constexpr Field third_party_access[] = {
    {"metering_point", Kind::gsrn, true, {}, "metering_points"},
    {"party", Kind::gln, true, {}, "parties"},
    {"from", Kind::day, true},
    {"to", Kind::day},
};
constexpr Field ongoing_processes[] = {
    {"id", Kind::text, true},
    {"process", Kind::code, true, processes},
    {"metering_point", Kind::gsrn, true, {}, "metering_points"},
    {"initiator", Kind::gln, true, {}, "parties"},
    {"date", Kind::day, true},
    {"status", Kind::code, true, process_states},
    {"cancellation_deadline", Kind::day},
    {"stage", Kind::code, false, stages},
    {"announcement", Kind::text},
};
constexpr Field sharings[] = {
    {"id", Kind::text, true},
    {"owner", Kind::gln, true, {}, "parties"},
};

/// What end users have agreed to: a grant's id is the ConsentID of a start of supply.
constexpr Field grants[] = {
    {"id", Kind::text, true},
    {"kind", Kind::code, true, grant_kinds},
    {"metering_point", Kind::gsrn, true, {}, "metering_points"},
    {"party", Kind::gln, true, {}, "parties"},
    {"customer", Kind::customer, true},
    {"from", Kind::day, true},
    {"to", Kind::day},
    {"move_in", Kind::day},
    {"status", Kind::code, true, grant_statuses},
};
/// From when the market refuses what it warns about before.
constexpr Field controls[] = {
    {"control", Kind::code, true, control_names},
    {"from", Kind::day, true},
    {"to", Kind::day},
};

/// What is known of series of metering values; not the values.
constexpr Field metering_values[] = {
    {"metering_point", Kind::gsrn, true, {}, "metering_points"},
    {"process", Kind::code, true, value_processes},
    {"direction", Kind::code, true, directions},
    {"product", Kind::text, true},
    {"start", Kind::time, true},
    {"registered", Kind::time, true},
    {"end", Kind::time, true},
    {"withdrawn", Kind::yes_no},
    {"reading_end", Kind::text},
    {"id", Kind::text},
};

constexpr Section all[] = {
    {"parties", parties, 2},
    {"grid_areas", grid_areas, 2},
    {"agents", agents, 3},
    {"balance_agreements", balance_agreements, 3},
    {"metering_points", metering_points, 2},
    {"customers", customers, 1},
    {"contracts", contracts, 2},
    {"third_party_access", third_party_access, 3},
    {"processes", ongoing_processes, 1},
    {"sharings", sharings, 1},
    {"metering_values", metering_values, 6},
    {"grants", grants, 1},
    {"controls", controls, 2},
};

}  // namespace

std::span<const Section> sections() {
  return all;
}

}  // namespace cimgate::market

#pragma once
#include <cstdint>
#include <string>
#include <string_view>

/// Identifiers that carry their own proof: the last characters are computed from the others. Each rule is
/// public; the documents are named with the functions.
namespace cimgate::validation {

struct CheckResult {
  enum class Kind : std::uint8_t {
    right,
    wrong_form,   ///< wrong length or characters, so that nothing can be computed
    wrong_check,  ///< the check digits do not fit the others
  };
  Kind kind = Kind::right;
  /// The check digits that would fit; empty when there are none, or when they are nobody's business.
  std::string fitting;

  bool operator==(const CheckResult&) const = default;
};

/// Global Service Relation Number, 18 digits: a metering point. GS1 General Specifications, "Check digit
/// calculation": weights 3 and 1 in turn from the right, sum modulo 10.
CheckResult check_gsrn(std::string_view text);

/// Global Location Number, 13 digits: a market party. The same calculation.
CheckResult check_gln(std::string_view text);

/// Organisation number, 9 digits. Brønnøysundregistrene, "Organisasjonsnummeret": weights 3 2 7 6 5 4 3 2,
/// modulo 11.
CheckResult check_organisation_number(std::string_view text);

/// National identity number (fødselsnummer) or D-number, 11 digits. Skatteetaten, Folkeregisteret: day (with
/// 40 added in a D-number), month (with 40, 65 or 80 added in synthetic test persons), year, three digits,
/// and two check digits modulo 11; for the first of these the remainders 1 to 3 are in use, too, from 2032.
/// Never gives digits away.
CheckResult check_national_identity_number(std::string_view text);

/// Danish company number (CVR-nummer), 8 digits. Erhvervsstyrelsen, Modulus 11-kontrol af CVR-nummer: weights
/// 2 7 6 5 4 3 2 1, modulo 11.
CheckResult check_cvr(std::string_view text);

/// Danish personal number (CPR-nummer), 10 digits; a hyphen may stand after the day of birth. Lov om Det
/// Centrale Personregister; what was given out since 2007 needs no check digit, so there is none to be wrong.
CheckResult check_cpr(std::string_view text);

/// Energy Identification Code, 16 characters: a grid area. ENTSO-E, EIC Reference Manual, "Check character":
/// weights 16 to 2, modulo 37.
CheckResult check_eic(std::string_view text);

}  // namespace cimgate::validation

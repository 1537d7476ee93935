#pragma once
#include <string>

#include "gateway/mapping/plan.hpp"

namespace cimgate::mapping {

/// Why a value of `from` may not be a value of `to`; "" when every value fits.
std::string misfit(const schema::SimpleType& from, const schema::SimpleType& to);

/// Why a conversion, applied to every value of `from`, may fail or give what `to` does not allow; "" when it
/// never does.
std::string misfit(const Conversion& conversion, const schema::SimpleType& from,
                   const schema::SimpleType& to);

/// Why a CIM value may have no counterpart in BIM; empty when every value has.
std::string misfit_back(const Conversion& conversion, const schema::SimpleType& cim,
                        const schema::SimpleType& bim);

/// Why the way back may not give the same value again; "" when it always does.
std::string irreversible(const Conversion& conversion, const schema::SimpleType& from);

}  // namespace cimgate::mapping

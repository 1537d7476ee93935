#pragma once
#include <string_view>

#include "cimgate/finding.hpp"
#include "gateway/conformance/profile_choice.hpp"
#include "gateway/document/document.hpp"
#include "gateway/schema/catalog.hpp"

namespace cimgate::document {

inline constexpr std::string_view soap_namespace = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr std::string_view emif_namespace_start = "urn:no:elhub:emif:wsdl:";

/// The message that a root element names; CIM documents as `profile` has them, or, when that is "", as the
/// first set that knows them.
conformance::KindInSet find_message(const schema::Catalog& catalog, std::string_view profile,
                                    std::string_view ns, std::string_view local);

/// The BIM message of this local name: some EMIF operations declare it in their own namespace.
conformance::KindInSet find_bim_message(const schema::Catalog& catalog, std::string_view local);

/// Says what is wrong with an element that is no message: its namespace or version when the name is known,
/// else which known name comes nearest.
Finding unknown_message(const schema::Catalog& catalog, std::string_view profile, std::string_view ns,
                        std::string_view local, source::Position at);

}  // namespace cimgate::document

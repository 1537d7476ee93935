#pragma once
#include <string_view>

#include "cimgate/finding.hpp"
#include "gateway/document/document.hpp"
#include "gateway/document/message.hpp"
#include "gateway/schema/catalog.hpp"

namespace cimgate::document {

inline constexpr std::string_view soap_namespace = "http://schemas.xmlsoap.org/soap/envelope/";

/// True for what carries messages of some market: an element in a namespace of its operations, or one
/// without a namespace that the schema of the operations knows.
bool is_operation(const schema::Catalog& catalog, std::string_view ns, std::string_view local);
/// True for a namespace that is some market's own.
bool is_market_namespace(const schema::Catalog& catalog, std::string_view ns);
/// True for the name of an element with which some market refuses a message.
bool is_fault_name(const schema::Catalog& catalog, std::string_view local);

/// The message that a root element names, in the set that `asked` says, or in the first that knows it.
schema::KindInSet find_message(const schema::Catalog& catalog, const ReadOptions& asked, std::string_view ns,
                               std::string_view local);

/// The BIM message of this local name in an operation of the set: some operations declare it in their own
/// namespace.
schema::KindInSet find_bim_message(const schema::SchemaSet* set, std::string_view local);

/// The set whose messages this operation carries; null when it is none.
const schema::SchemaSet* set_of_operation(const schema::Catalog& catalog, const ReadOptions& asked,
                                          std::string_view ns, std::string_view local);

/// The set whose messages stand in an envelope: that of the market whose operations are in the text, else of
/// that whose names are, else the first that has envelopes; null when there is none.
const schema::SchemaSet* set_of_envelope(const schema::Catalog& catalog, const ReadOptions& asked,
                                         std::string_view text);

/// Says what is wrong with an element that is no message: its namespace or version when the name is known,
/// else which known name comes nearest.
Finding unknown_message(const schema::Catalog& catalog, const ReadOptions& asked, std::string_view ns,
                        std::string_view local, source::Position at);

}  // namespace cimgate::document

#pragma once
#include <cstdint>
#include <string>

/// Messages to the hub of the demo market.
namespace cimgate::test {

inline constexpr const char* supplier = "7099990001022";
inline constexpr const char* old_supplier = "7099990001015";
inline constexpr const char* grid_company = "7099990002012";
/// Active, interval settled, with a contract of `old_supplier`.
inline constexpr const char* point = "707057599002000010";

/// 00000000-0000-4000-8000-00000000002a for 42.
std::string uuid(std::uint64_t number);

/// BRS-NO-101 of `supplier` for 2026-06-15, made from an example.
std::string start_of_supply(const std::string& id, const std::string& gsrn = point, bool confirm = false);
/// The same with other words in it: each pair of arguments is replaced everywhere.
std::string with(std::string message, const std::string& from, const std::string& to);

std::string poll_for_data(const std::string& id, const std::string& party, const std::string& for_party = {});
std::string acknowledgement(const std::string& id, const std::string& party, const std::string& of,
                            const std::string& status = "39");

/// Around a message, as the operation of a service takes it.
std::string enveloped(const std::string& service_ns, const std::string& wrapper, const std::string& message);
inline constexpr const char* market_ns = "urn:no:elhub:emif:wsdl:marketprocesses:v2";
inline constexpr const char* poll_ns = "urn:no:elhub:emif:wsdl:polling:marketprocesses:v2";

/// The text between <…name> and </…name>, of the first such element; "" when there is none.
std::string element(const std::string& xml, const std::string& name);
/// How often a text stands in another.
std::size_t count(const std::string& text, const std::string& part);

}  // namespace cimgate::test

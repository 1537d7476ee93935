#pragma once
#include <string>
#include <string_view>

#include "gateway/document/message.hpp"

/// Small messages as XML, for tests of the reader.
namespace cimgate::test {

inline constexpr std::string_view start_of_supply_ns = "urn:no:elhub:emif:market:RequestStartOfSupply:v2";
inline constexpr std::string_view abie_ns =
    "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2";
inline constexpr std::string_view change_of_supplier_ns =
    "urn:ediel.org:structure:requestchangeofsupplier:0:1";

/// Stands in the messages where personal data stands; nothing that is said about them may have it.
inline constexpr std::string_view secret = "Kari Hemmelig";

/// A valid RequestStartOfSupply without XML declaration, an element a line, indented by two blanks.
std::string start_of_supply();

/// A RequestChangeOfSupplier_MarketDocument: valid with process E03, in nmeg-no/0.1 also with BRS-NO-101.
std::string change_of_supplier(std::string_view process = "E03");

/// `text` with the first `from` in it replaced; the test fails when there is none.
std::string replaced(std::string text, std::string_view from, std::string_view to);

/// Read with the built-in schemas. Checks what holds for every finding: texts in both languages, no secrets.
document::ReadResult read_text(std::string_view bytes, const document::ReadOptions& options = {});

}  // namespace cimgate::test

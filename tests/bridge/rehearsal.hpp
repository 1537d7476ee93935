#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/server/client.hpp"
#include "tests/temporary_folder.hpp"

/// What tests of the bridge have in common: a party, its documents, its options.
namespace cimgate::test {

/// The number of a metering point with its check digit, one for each `number`. No market has them.
std::string unknown_point(std::uint64_t number);
/// BRS-NO-101 of `supplier` as a bundle of CIM in JSON.
std::string start_in_cim(std::uint16_t translator, const std::string& id, const std::string& gsrn);

/// Options of a bridge for `supplier` in front of this address. Nothing is signed unless `keys` names a
/// folder of `cimgate certs demo`.
std::vector<std::string> bridge_options(const std::string& upstream, const std::string& database,
                                        const std::string& keys = {});
/// Options of a hub that demands signatures.
std::vector<std::string> hub_options(const std::string& keys);
void make_keys(const std::string& folder);

/// Nothing when nobody answers.
std::optional<Response> try_ask(std::uint16_t port, const std::string& method, const std::string& target,
                                const std::string& body = {}, const std::string& fields = {});
/// The value of a member of JSON.
std::string member(const std::string& json, const std::string& name);
/// Asks until it is so, for up to half a minute.
bool eventually(const std::function<bool()>& is_so);

}  // namespace cimgate::test

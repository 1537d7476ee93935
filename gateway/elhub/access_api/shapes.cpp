#include "gateway/elhub/access_api/shapes.hpp"

#include <fmt/format.h>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/market/grant_facts.hpp"

namespace cimgate::access_api {
namespace {

using json::JsonOut;

void write_time(JsonOut& out, const char* name, Seconds time) {
  out.member(name, norway::local_text(time));
}

void write_reference(JsonOut& out, const char* type, const std::string& id) {
  out.begin_object(JsonOut::Line::one);
  out.member("id", id);
  out.member("type", type);
  out.end_object();
}

void write_relation(JsonOut& out, const char* name, const char* type, const std::string& id,
                    const std::string& link = {}) {
  out.begin_object(name, JsonOut::Line::one);
  out.key("data");
  write_reference(out, type, id);
  if (!link.empty()) {
    out.begin_object("links");
    out.member("self", link);
    out.end_object();
  }
  out.end_object();
}

constexpr const char* person = "Person";
constexpr const char* party = "OrganizationEntity";

void write_meta(JsonOut& out, const ledger::Authorization& one) {
  out.begin_object("meta");
  out.member("requestedFromName", one.person);
  out.member("requestedForMeteringPointId", one.gsrn);
  out.member("requestedForMeteringPointAddress", one.address);
  out.member("balanceSupplierName", one.supplier);
  out.member("balanceSupplierContractName", one.contract);
  if (one.move_in) out.member("moveInDate", rules::to_text(*one.move_in));
  if (one.is_document && !one.language.empty()) out.member("language", one.language);
  out.end_object();
}

}  // namespace

std::string link_of(const ledger::Authorization& one) {
  return fmt::format("{}/authorization-{}/{}", home, one.is_document ? "documents" : "requests", one.id);
}

std::string link_of_grant(const std::string& id) {
  return fmt::format("{}/authorization-grants/{}", home, id);
}

void write(JsonOut& out, const ledger::Authorization& one) {
  out.begin_object();
  out.member("id", one.id);
  out.member("type", one.is_document ? "AuthorizationDocument" : "AuthorizationRequest");
  out.begin_object("attributes");
  out.member(one.is_document ? "documentType" : "requestType", one.kind);
  out.member("status", one.status);
  write_time(out, "createdAt", one.created);
  write_time(out, "updatedAt", one.updated);
  write_time(out, "validTo", one.valid_to);
  out.end_object();
  out.begin_object("relationships");
  write_relation(out, "requestedBy", party, one.requested_by);
  write_relation(out, "requestedFrom", person, one.requested_from);
  write_relation(out, "requestedTo", person, one.requested_from);
  if (!one.grant.empty()) {
    write_relation(out, one.is_document ? "signedBy" : "approvedBy", person, one.requested_from);
    write_relation(out, "authorizationGrant", "AuthorizationGrant", one.grant, link_of_grant(one.grant));
  }
  out.end_object();
  write_meta(out, one);
  out.begin_object("links", JsonOut::Line::one);
  out.member("self", link_of(one));
  if (one.is_document) out.member("file", link_of(one) + ".pdf");
  out.end_object();
  out.end_object();
}

void write(JsonOut& out, const ledger::GrantRecord& record, rules::Day today) {
  const auto& grant = record.grant;
  const auto created = record.created < 0 ? norway::start_of(grant.period.from) : record.created;
  out.begin_object();
  out.member("id", grant.id);
  out.member("type", "AuthorizationGrant");
  out.begin_object("attributes");
  out.member("status", market::status_on(grant, today));
  write_time(out, "createdAt", created);
  write_time(out, "updatedAt", record.updated < 0 ? created : record.updated);
  write_time(out, "grantedAt", created);
  write_time(out, "validFrom", norway::start_of(grant.period.from));
  if (grant.period.to) write_time(out, "validTo", norway::start_of(*grant.period.to));
  out.end_object();
  out.begin_object("relationships");
  write_relation(out, "grantedFor", person, grant.customer);
  write_relation(out, "grantedBy", person, grant.customer);
  write_relation(out, "grantedTo", party, grant.party);
  if (!record.source.empty()) {
    ledger::Authorization source;
    source.id = record.source;
    source.is_document = record.source_is_document;
    write_relation(out, "source",
                   record.source_is_document ? "AuthorizationDocument" : "AuthorizationRequest",
                   record.source, link_of(source));
  }
  out.begin_object("scopes", JsonOut::Line::one);
  out.begin_array("data");
  write_reference(out, "AuthorizationScope", grant.id);
  out.end_array();
  out.begin_object("links");
  out.member("self", link_of_grant(grant.id) + "/scopes");
  out.end_object();
  out.end_object();
  out.end_object();
  if (grant.move_in) {
    out.begin_object("meta", JsonOut::Line::one);
    out.member("moveInDate", rules::to_text(*grant.move_in));
    out.end_object();
  }
  out.begin_object("links", JsonOut::Line::one);
  out.member("self", link_of_grant(grant.id));
  out.end_object();
  out.end_object();
}

// A grant has one scope here, and no id for it is stored: it has that of its grant (assumed).
void write_scope(JsonOut& out, const market::Grant& grant) {
  out.begin_object();
  out.member("id", grant.id);
  out.member("type", "AuthorizationScope");
  out.begin_object("attributes", JsonOut::Line::one);
  out.member("permissionType", grant.kind);
  out.end_object();
  out.begin_object("relationships", JsonOut::Line::one);
  out.begin_object("authorizedResources");
  out.begin_array("data");
  write_reference(out, "MeteringPoint", grant.metering_point);
  out.end_array();
  out.end_object();
  out.end_object();
  out.end_object();
}

}  // namespace cimgate::access_api

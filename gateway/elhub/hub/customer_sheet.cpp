#include "gateway/elhub/hub/customer_sheet.hpp"

namespace cimgate::hub {

namespace types = ebix::data_types;
namespace common = ebix::common;

namespace {

template <class Party>
void fill_names(const Party& party, CustomerSheet& sheet) {
  sheet.id = party.Identification();
  sheet.scheme = party.Identification().schemeAgencyIdentifier();
  if (party.Name().present()) sheet.name = *party.Name();
  if (party.GivenName().present()) sheet.given_name = *party.GivenName();
  if (party.FamilyName().present()) sheet.family_name = *party.FamilyName();
  for (const auto& one : party.Communication()) sheet.communication.push_back(one);
}

template <class Event>
void fill_addresses(const Event& event, CustomerSheet& sheet) {
  for (const auto& address : event.ConsumerInvolvedCustomerAddress()) sheet.addresses.push_back(address);
}

template <class Party>
void put_names(const CustomerSheet& sheet, Party& party) {
  if (sheet.name) party.Name(*sheet.name);
  if (sheet.given_name) party.GivenName(*sheet.given_name);
  if (sheet.family_name) party.FamilyName(*sheet.family_name);
  for (const auto& one : sheet.communication) party.Communication().push_back(one);
}

bool fill(const ebix::Message& message, CustomerSheet& sheet) {
  if (const auto* start = std::get_if<std::unique_ptr<ebix::RequestStartOfSupply>>(&message)) {
    const auto& event = (*start)->PayloadMPEvent();
    const auto& party = event.ConsumerInvolvedCustomerParty();
    fill_names(party, sheet);
    sheet.extended_storage = party.ExtendedStorageMeteringValues();
    if (party.NACE_DivisionCode().present()) sheet.nace = *party.NACE_DivisionCode();
    fill_addresses(event, sheet);
    return true;
  }
  if (const auto* update = std::get_if<std::unique_ptr<ebix::RequestUpdateCustomerInformation>>(&message)) {
    const auto& event = (*update)->PayloadMasterDataMPEvent();
    fill_names(event.ConsumerInvolvedCustomerParty(), sheet);
    sheet.extended_storage = event.ConsumerInvolvedCustomerParty().ExtendedStorageMeteringValues();
    fill_addresses(event, sheet);
    return true;
  }
  if (const auto* end = std::get_if<std::unique_ptr<ebix::RequestEndOfSupply>>(&message)) {
    const auto& event = (*end)->PayloadMPEvent();
    fill_names(event.ConsumerInvolvedCustomerParty(), sheet);
    fill_addresses(event, sheet);
    return true;
  }
  return false;
}

common::Elhub_InvoiceeAddressType address_of_point(Desk& desk, const std::string& gsrn, Day day) {
  const types::Elhub_CountryCodeType norway("NO", "5");
  const auto known = desk.ledger().address_of(gsrn, day);
  if (!known || known->post_code.empty() || known->city.empty())
    return {types::AddressTypeType("postaladr"), "0000", "UKJENT", norway};
  common::Elhub_InvoiceeAddressType address(types::AddressTypeType("postaladr"), known->post_code,
                                            known->city, norway);
  if (!known->street.empty()) address.StreetName(known->street);
  if (!known->building_number.empty()) address.BuildingNumber(known->building_number);
  return address;
}

}  // namespace

common::Elhub_CustomerPartyStartOfSupplyType CustomerSheet::for_start() const {
  common::Elhub_CustomerPartyStartOfSupplyType party(types::Elhub_EndUserIdentifierType(id, scheme),
                                                     extended_storage);
  put_names(*this, party);
  if (nace) party.NACE_DivisionCode(*nace);
  return party;
}

common::Elhub_CustomerPartyEndOfSupplyType CustomerSheet::for_end() const {
  common::Elhub_CustomerPartyEndOfSupplyType party{types::Elhub_EndUserIdentifierType(id, scheme)};
  put_names(*this, party);
  return party;
}

common::Elhub_CustomerPartyNotifyType CustomerSheet::for_notice() const {
  common::Elhub_CustomerPartyNotifyType party(extended_storage);
  party.Identification(types::Elhub_EndUserIdentifierType(id, scheme));
  put_names(*this, party);
  return party;
}

CustomerSheet customer_sheet(Desk& desk, const std::string& customer, const std::string& gsrn, Day day) {
  CustomerSheet sheet;
  if (const auto kept = desk.ledger().customer_data(customer))
    if (const auto message = desk.ledger().message(*kept))
      if (const auto typed = ebix::parse(message->xml, {.validate = false})) fill(*typed, sheet);
  if (sheet.id.empty()) {
    sheet.id = customer;
    const auto known = desk.market().customer(customer);
    sheet.scheme = known.known() ? known->scheme : customer.size() == 9 ? "82" : "Z01";
    if (known.known() && !known->name.empty()) {
      if (sheet.scheme == "82")
        sheet.name = known->name;
      else if (const auto space = known->name.rfind(' '); space != std::string::npos) {
        sheet.given_name = known->name.substr(0, space);
        sheet.family_name = known->name.substr(space + 1);
      } else
        sheet.family_name = known->name;
    }
  }
  if (sheet.addresses.empty()) sheet.addresses.push_back(address_of_point(desk, gsrn, day));
  return sheet;
}

void remember_customer(Desk& desk, const Request& request) {
  CustomerSheet sheet;
  if (!fill(request.typed, sheet)) return;
  std::string name = sheet.name.value_or("");
  if (name.empty())
    name = sheet.given_name.value_or("") + (sheet.given_name ? " " : "") + sheet.family_name.value_or("");
  desk.ledger().set_customer({sheet.id, sheet.scheme, name});
  desk.ledger().keep_customer_data(sheet.id, request.id);
}

}  // namespace cimgate::hub

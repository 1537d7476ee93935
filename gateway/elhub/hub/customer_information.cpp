#include "gateway/elhub/hub/customer_information.hpp"

#include "gateway/text/ascii.hpp"
#include "gateway/text/mail_address.hpp"

namespace cimgate::hub {

namespace types = ebix::data_types;
namespace common = ebix::common;

namespace {

template <class Party>
void fill_names(const Party& party, CustomerInformation& information) {
  information.id = party.Identification();
  information.scheme = party.Identification().schemeAgencyIdentifier();
  if (party.Name().present()) information.names.name = *party.Name();
  if (party.GivenName().present()) information.names.given_name = *party.GivenName();
  if (party.FamilyName().present()) information.names.family_name = *party.FamilyName();
  for (const auto& one : party.Communication()) information.communication.push_back(one);
}

template <class Event>
void fill_addresses(const Event& event, CustomerInformation& information) {
  for (const auto& address : event.ConsumerInvolvedCustomerAddress())
    information.addresses.push_back(address);
}

template <class Party>
void put_names(const CustomerInformation& information, Party& party) {
  if (information.names.name) party.Name(*information.names.name);
  if (information.names.given_name) party.GivenName(*information.names.given_name);
  if (information.names.family_name) party.FamilyName(*information.names.family_name);
  for (const auto& one : information.communication) party.Communication().push_back(one);
}

bool fill(const ebix::Message& message, CustomerInformation& information) {
  if (const auto* start = std::get_if<std::unique_ptr<ebix::RequestStartOfSupply>>(&message)) {
    const auto& event = (*start)->PayloadMPEvent();
    const auto& party = event.ConsumerInvolvedCustomerParty();
    fill_names(party, information);
    information.extended_storage = party.ExtendedStorageMeteringValues();
    if (party.NACE_DivisionCode().present()) information.nace = *party.NACE_DivisionCode();
    fill_addresses(event, information);
    return true;
  }
  if (const auto* update = std::get_if<std::unique_ptr<ebix::RequestUpdateCustomerInformation>>(&message)) {
    const auto& event = (*update)->PayloadMasterDataMPEvent();
    fill_names(event.ConsumerInvolvedCustomerParty(), information);
    information.extended_storage = event.ConsumerInvolvedCustomerParty().ExtendedStorageMeteringValues();
    fill_addresses(event, information);
    return true;
  }
  if (const auto* end = std::get_if<std::unique_ptr<ebix::RequestEndOfSupply>>(&message)) {
    const auto& event = (*end)->PayloadMPEvent();
    fill_names(event.ConsumerInvolvedCustomerParty(), information);
    fill_addresses(event, information);
    return true;
  }
  return false;
}

/// The first that a mail can go to; "" when there is none.
std::string mail_address_in(const CustomerInformation& information) {
  for (const auto& way : information.communication) {
    const std::string channel = way.CommunicationChannel();
    const std::string text = way.CompleteNumber();
    const auto address = text::trimmed(text);
    if (channel == "Email" && text::is_mail_address(address)) return std::string(address);
  }
  return {};
}

/// Under which the message is kept that gave the mail address: no number of an end user looks like it.
std::string key_of_mail_address(const std::string& customer) {
  return "mail " + customer;
}

common::Elhub_InvoiceeAddressType address_of_point(ProcessContext& context, const std::string& gsrn,
                                                   Day day) {
  const types::Elhub_CountryCodeType norway("NO", "5");
  const auto known = context.ledger().address_of(gsrn, day);
  if (!known || known->post_code.empty() || known->city.empty())
    return {types::AddressTypeType("postaladr"), "0000", "UKJENT", norway};
  common::Elhub_InvoiceeAddressType address(types::AddressTypeType("postaladr"), known->post_code,
                                            known->city, norway);
  if (!known->street.empty()) address.StreetName(known->street);
  if (!known->building_number.empty()) address.BuildingNumber(known->building_number);
  return address;
}

}  // namespace

common::Elhub_CustomerPartyStartOfSupplyType CustomerInformation::for_start() const {
  common::Elhub_CustomerPartyStartOfSupplyType party(types::Elhub_EndUserIdentifierType(id, scheme),
                                                     extended_storage);
  put_names(*this, party);
  if (nace) party.NACE_DivisionCode(*nace);
  return party;
}

common::Elhub_CustomerPartyEndOfSupplyType CustomerInformation::for_end() const {
  common::Elhub_CustomerPartyEndOfSupplyType party{types::Elhub_EndUserIdentifierType(id, scheme)};
  put_names(*this, party);
  return party;
}

common::Elhub_CustomerPartyNotifyType CustomerInformation::for_notice() const {
  common::Elhub_CustomerPartyNotifyType party(extended_storage);
  party.Identification(types::Elhub_EndUserIdentifierType(id, scheme));
  put_names(*this, party);
  return party;
}

CustomerInformation customer_information(ProcessContext& context, const std::string& customer,
                                         const std::string& gsrn, Day day) {
  CustomerInformation information;
  if (const auto kept = context.ledger().customer_data(customer))
    if (const auto message = context.ledger().message(*kept))
      if (const auto typed = ebix::parse(message->xml, {.validate = false})) fill(*typed, information);
  if (information.id.empty()) {
    information.id = customer;
    const auto known = context.market().customer(customer);
    information.scheme = known.known() ? known->scheme : customer.size() == 9 ? "82" : "Z01";
    if (known.known()) information.names = names_of(information.scheme, known->name);
  }
  if (information.addresses.empty()) information.addresses.push_back(address_of_point(context, gsrn, day));
  return information;
}

std::string mail_address_of(ProcessContext& context, const std::string& customer) {
  const auto kept = context.ledger().customer_data(key_of_mail_address(customer));
  const auto message = kept ? context.ledger().message(*kept) : std::nullopt;
  if (!message) return {};
  const auto typed = ebix::parse(message->xml, {.validate = false});
  CustomerInformation information;
  return typed && fill(*typed, information) ? mail_address_in(information) : std::string();
}

void remember_customer(ProcessContext& context, const Request& request) {
  CustomerInformation information;
  if (!fill(request.typed, information)) return;
  context.ledger().set_customer({information.id, information.scheme, full_name(information.names)});
  context.ledger().keep_customer_data(information.id, request.id);
  if (!mail_address_in(information).empty())
    context.ledger().keep_customer_data(key_of_mail_address(information.id), request.id);
}

}  // namespace cimgate::hub

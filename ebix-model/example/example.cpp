#include <fstream>
#include <iostream>
#include <iterator>

#include "cimgate/ebix_model/message.hpp"

namespace ebix = cimgate::ebix;

/// A positive acknowledgement of `request`, from its recipient to its sender.
ebix::Message acknowledge(const ebix::RequestStartOfSupply& request) {
  const auto& header = request.Header();
  const ebix::common::Elhub_HeaderType answer(
      "5f0c2a4e-7d31-4b86-9c15-000000000010", ebix::data_types::Elhub_DocumentNameCodeType("294", "6"),
      ebix::xml::DateTime("2026-02-01T06:30:16Z"), header.JuridicalRecipientEnergyParty(),
      header.JuridicalRecipientEnergyParty(), header.JuridicalSenderEnergyParty());
  const ebix::common::Elhub_Acknowledgement accepted(ebix::data_types::AcknowledgementStatusType("39", "6"),
                                                     header.Identification());
  return std::make_unique<ebix::Acknowledgement>(answer, request.ProcessEnergyContext(), accepted);
}

int main(int, char** arguments) {
  std::ifstream file(arguments[1], std::ios::binary);
  const std::string xml(std::istreambuf_iterator<char>(file), {});

  const auto message = ebix::parse(xml);
  if (!message) {
    std::cerr << message.error().line << ": " << message.error().message << '\n';
    return 1;
  }
  if (const auto* request = std::get_if<std::unique_ptr<ebix::RequestStartOfSupply>>(&*message)) {
    const auto& event = (*request)->PayloadMPEvent();
    std::cout << event.MeteringPointUsedDomainLocation().Identification() << " from "
              << event.StartOfOccurrence() << '\n';
    std::cout << "answer of " << ebix::serialize(acknowledge(**request)).value().size() << " bytes\n";
  }
}

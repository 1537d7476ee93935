#include "gateway/elhub/hub/request.hpp"

#include <fmt/format.h>

#include <utility>

#include "gateway/document/path.hpp"
#include "gateway/document/write.hpp"
#include "gateway/engine/validation.hpp"
#include "gateway/rules/judge.hpp"
#include "gateway/xml/write.hpp"

namespace cimgate::hub {
namespace {

std::string text_at(const document::Document& document, std::string_view place) {
  const auto& root = *document.root().element;
  const auto path = document::find_path(place, root, root);
  if (!path) return {};
  const auto text = document::read(document, 0, *path);
  return text ? std::string(*text) : std::string();
}

/// The metering point of the first payload, wherever the message has it.
std::string metering_point(const document::Document& document) {
  for (const auto* payload : {"PayloadMPEvent", "PayloadMasterDataMPEvent", "PayloadEnergyTimeSeries",
                              "PayloadResponseEvent", "PayloadMasterdataMPEvent"}) {
    auto found = text_at(document, fmt::format("{}/MeteringPointUsedDomainLocation/Identification", payload));
    if (!found.empty()) return found;
  }
  return {};
}

Fault not_valid(std::vector<Finding> findings) {
  Fault fault;
  fault.group = FaultGroup::xsd;
  fault.description = "The message is not valid against its schema.";
  for (const auto& finding : findings) {
    const auto line = fmt::format("{}:{}: {}\n", finding.line, finding.column, finding.text.en);
    if (fault.text.size() + line.size() > 900) {
      fault.text += "…";
      break;
    }
    fault.text += line;
  }
  if (fault.text.ends_with('\n')) fault.text.pop_back();
  fault.findings = std::move(findings);
  return fault;
}

}  // namespace

std::string_view to_string(FaultGroup group) {
  constexpr std::string_view names[] = {"XSD",  "Compression", "Security", "System",
                                        "UUID", "Size",        "Date",     "Other"};
  return names[static_cast<std::size_t>(group)];
}

Intake::Intake(std::shared_ptr<const Engine> engine, const InputLimits& limits,
               const schema::SchemaSet* version)
    : engine_(std::move(engine)), limits_(limits), version_(version) {
  if (version_ != nullptr) return;
  if (const auto known = spoken_versions(*engine_->catalog); !known.empty()) version_ = known.front();
}

Input Intake::look_at(std::string_view bytes) const {
  return read_input(*engine_, {std::string(bytes)}, asked(), limits_);
}

tl::expected<std::string, Fault> Intake::one_line(std::string_view bytes) const {
  auto input = read_input(*engine_, {std::string(bytes)}, asked(), {});
  if (input.read.messages.size() != 1 || !input.all_valid())
    return tl::unexpected(not_valid(std::move(input.findings)));
  return xml::to_xml(input.read.messages.front(), {.indent = false});
}

tl::expected<Request, Fault> Intake::take(document::Message message, Received received) const {
  Input input;
  input.read.messages.push_back(std::move(message));
  input.valid = {true};
  return take(std::move(input), received);
}

tl::expected<Request, Fault> Intake::take(Input input, Received received) const {
  if (input.read.messages.size() != 1 || !input.all_valid())
    return tl::unexpected(not_valid(std::move(input.findings)));
  const auto& message = input.read.messages.front();
  if (message.set->side != schema::SchemaSet::Side::bim)
    return tl::unexpected(Fault{FaultGroup::xsd, "This is not a message of Elhub's BIM.", "", {}});
  if (message.set != version_)
    return tl::unexpected(Fault{FaultGroup::xsd,
                                "The hub does not take messages of " + message.set->id + '.',
                                version_ == nullptr ? "" : "It speaks " + version_->id + '.',
                                {}});
  // Each series of a message is taken or refused by its findings, so none may be left out.
  ValidateOptions options;
  options.level = Level::message;
  options.limits = limits_;
  options.limits.findings = all_findings;
  auto checked = validate_read(*engine_, input, options, nullptr, received);
  Request request;
  request.received = received;
  const auto& document = message.document;
  request.name = message.kind->root.local;
  request.id = text_at(document, "Header/Identification");
  request.document_type = text_at(document, "Header/DocumentType");
  request.physical_sender = text_at(document, "Header/PhysicalSenderEnergyParty/Identification");
  request.sender = text_at(document, "Header/JuridicalSenderEnergyParty/Identification");
  request.recipient = text_at(document, "Header/JuridicalRecipientEnergyParty/Identification");
  const auto asked = text_at(document, "Header/RequestPositiveAcknowledgement");
  request.wants_confirmation = asked == "true" || asked == "1";
  request.process = rules::process_of(message);
  request.role = text_at(document, "ProcessEnergyContext/EnergyBusinessProcessRole");
  request.gsrn = metering_point(document);
  request.xml = xml::to_xml(message, {.indent = false});
  auto typed = ebix::parse(request.xml, {.validate = false});
  if (!typed) {
    // A valid message that the bindings do not take is an internal error, not of the sender.
    return tl::unexpected(
        Fault{FaultGroup::system, "The message could not be read.", typed.error().message, {}});
  }
  request.typed = std::move(*typed);
  request.findings = std::move(checked.findings);
  request.document = std::move(input.read.messages.front());
  return request;
}

}  // namespace cimgate::hub

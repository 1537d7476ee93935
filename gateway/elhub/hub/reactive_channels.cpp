#include "gateway/elhub/hub/reactive_channels.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/point_characteristics.hpp"

namespace cimgate::hub {
namespace {

namespace common = ebix::common;
using Channel = common::Elhub_MeasurementDefinitionGenericType;
using Channels = std::vector<Channel>;

constexpr const char* process = "BRS-NO-305";

bool is_reactive(const Channel& channel) {
  return std::string(channel.ProductIncludedProductCharacteristics().UnitType()) == "kvarh";
}

bool is(const Channel& channel, const MeasuredChannel& wanted) {
  return std::string(channel.ProductIncludedProductCharacteristics().Identification()) == wanted.product &&
         std::string(channel.Direction()) == wanted.direction;
}

common::Elhub_ProductCharacteristic reactive_product(const std::string& product) {
  return {ebix::data_types::Elhub_ProductIdentifierType(product, "9"), "kvarh"};
}

/// The resolution of the reactive channels that are there; "" when there is none. What else a new one should
/// have is not published.
std::string resolution_of(const Channels& channels) {
  const auto at = std::find_if(channels.begin(), channels.end(), is_reactive);
  return at == channels.end() ? "" : std::string(at->Resolution());
}

std::size_t open(Channels& channels, const std::vector<MeasuredChannel>& wanted) {
  const auto resolution = resolution_of(channels);
  if (resolution.empty()) return 0;
  std::size_t count = 0;
  for (const auto& one : wanted) {
    if (std::any_of(channels.begin(), channels.end(),
                    [&](const Channel& channel) { return is(channel, one); }))
      continue;
    channels.emplace_back(reactive_product(one.product), one.direction, resolution);
    ++count;
  }
  return count;
}

std::size_t close(Channels& channels, const std::vector<MeasuredChannel>& wanted) {
  return std::erase_if(channels, [&](const Channel& channel) {
    return std::any_of(wanted.begin(), wanted.end(), [&](const auto& one) { return is(channel, one); });
  });
}

/// Keeps the channels as if a message had stated them.
void keep(ProcessContext& context, const std::string& gsrn, Day from, const Channels& channels) {
  const auto heading = context.heading("E58", process, {context.gln(), "DDM", ""});
  auto stated =
      std::make_unique<ebix::RequestUpdateMasterDataMeteringPoint>(header(heading), energy_context(heading));
  common::Elhub_RequestUpdateMasterDataMeteringPointType payload(metering_point(gsrn));
  for (const auto& channel : channels) payload.MeasurementDefinition().push_back(channel);
  stated->PayloadMasterDataMPEvent().push_back(payload);
  const auto written = ebix::serialize(ebix::Message(std::move(stated)));
  if (!written) throw HubFault("master data could not be written: " + written.error().message);
  context.ledger().keep_point_data(gsrn, from, *written);
}

void tell(ProcessContext& context, const std::string& gsrn, Day from, Text text) {
  context.tell("metering-point-changed", std::move(text), process, gsrn);
  if (const auto company = grid_company(context, gsrn, std::max(from, context.today())))
    notify_point(context, *company, process, gsrn, from);
  notify_suppliers(context, process, gsrn, from);
}

}  // namespace

tl::expected<std::vector<ReactiveDone>, Misfit> change_reactive_channels(ProcessContext& context,
                                                                         const ReactiveChange& change) {
  if (change.day < context.today()) return tl::unexpected(Misfit{"day", "The day has passed."});
  std::vector<ReactiveDone> all;
  for (std::size_t i = 0; i < change.points.size(); ++i) {
    const auto& point = change.points[i];
    const auto before = point_characteristics(context, point.gsrn, change.day);
    if (!before)
      return tl::unexpected(
          Misfit{fmt::format("meteringPoints[{}]", i), "The metering point is not registered."});
    auto channels = before->channels;
    ReactiveDone done{point.gsrn, 0, 0};
    const auto day = rules::to_text(change.day);
    if (point.may_open) done.opened = open(channels, change.open);
    if (done.opened > 0) {
      keep(context, point.gsrn, change.day, channels);
      tell(context, point.gsrn, change.day,
           {fmt::format("{} from {}: reactive channels opened: {}.", process, day, done.opened),
            fmt::format("{} fra og med {}: reaktive kanaler åpnet: {}.", process, day, done.opened)});
    }
    if (point.may_close) done.closed = close(channels, change.close);
    if (done.closed > 0) {
      // A message without channels leaves them as they are.
      if (channels.empty())
        return tl::unexpected(
            Misfit{fmt::format("meteringPoints[{}]", i), "The metering point would have no channel left."});
      keep(context, point.gsrn, change.day, channels);
      tell(context, point.gsrn, change.day,
           {fmt::format("{} from {}: reactive channels closed: {}.", process, day, done.closed),
            fmt::format("{} fra og med {}: reaktive kanaler lukket: {}.", process, day, done.closed)});
    }
    all.push_back(std::move(done));
  }
  return all;
}

}  // namespace cimgate::hub

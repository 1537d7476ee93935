// What a request to exchange reactive channels says.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "gateway/elhub/hub/json_body.hpp"
#include "gateway/elhub/hub/reactive_channels.hpp"
#include "gateway/json/out.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::hub {
namespace {

constexpr std::size_t most_points = 1000;
/// All that there are: three products, each in both directions.
constexpr std::array products = {"8716867000047", "8716867000139", "8716867000146"};

tl::unexpected<Misfit> misfit(std::string member, std::string text) {
  return tl::unexpected(Misfit{std::move(member), std::move(text)});
}

bool has_only(const yaml::Node& map, std::initializer_list<std::string_view> names) {
  for (const auto& entry : map)
    if (std::find(names.begin(), names.end(), entry.first.text()) == names.end()) return false;
  return true;
}

tl::expected<std::vector<MeasuredChannel>, Misfit> read_channels(const yaml::Node& list, const char* name) {
  std::vector<MeasuredChannel> all;
  if (!list) return all;
  if (!list.is_list() || list.size() > 2 * products.size())
    return misfit(name, "Expected a list of channels.");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto node = list[i];
    MeasuredChannel channel{node["product"].text(), node["direction"].text()};
    if (!has_only(node, {"product", "direction"}) ||
        std::find(products.begin(), products.end(), channel.product) == products.end() ||
        (channel.direction != "In" && channel.direction != "Out"))
      return misfit(fmt::format("{}[{}]", name, i),
                    fmt::format("Expected a product of reactive energy ({}) and a direction, In or Out.",
                                fmt::join(products, ", ")));
    all.push_back(std::move(channel));
  }
  return all;
}

/// Marks the metering points that a list names. Misfit: it names one that is not among them.
tl::expected<void, Misfit> block(std::vector<ReactiveChange::Point>& points, const yaml::Node& list,
                                 const char* name, bool ReactiveChange::Point::*may) {
  if (!list) return {};
  if (!list.is_list() || list.size() > points.size())
    return misfit(name, "Expected a list of some of the metering points.");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto at = std::find_if(points.begin(), points.end(),
                                 [&](const auto& point) { return point.gsrn == list[i].text(); });
    if (at == points.end())
      return misfit(fmt::format("{}[{}]", name, i), "It is not among the metering points.");
    (*at).*may = false;
  }
  return {};
}

void write(json::JsonOut& out, const char* name, const std::vector<MeasuredChannel>& channels) {
  out.begin_array(name);
  for (const auto& channel : channels) {
    out.begin_object();
    out.member("product", channel.product);
    out.member("direction", channel.direction);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

tl::expected<ReactiveChange, Misfit> read_reactive_change(std::string_view json) {
  const auto root = json_object(json);
  if (!root.is_map() || !has_only(root, {"day", "open", "close", "meteringPoints", "notOpen", "notClose"}))
    return misfit("", "Expected {\"day\": …, \"open\": […], \"close\": […], \"meteringPoints\": […]}.");
  ReactiveChange change;
  const auto day = rules::parse_day(root["day"].text());
  if (!day) return misfit("day", "Expected a day such as 2026-09-01.");
  change.day = *day;
  auto open = read_channels(root["open"], "open");
  if (!open) return tl::unexpected(open.error());
  auto close = read_channels(root["close"], "close");
  if (!close) return tl::unexpected(close.error());
  change.open = *std::move(open);
  change.close = *std::move(close);
  if (change.open.empty() && change.close.empty())
    return misfit("open", "Which channels are opened or closed?");
  const auto points = root["meteringPoints"];
  if (!points.is_list() || points.size() == 0 || points.size() > most_points)
    return misfit("meteringPoints", fmt::format("Expected from 1 to {} metering points.", most_points));
  std::set<std::string> seen;
  for (std::size_t i = 0; i < points.size(); ++i) {
    auto gsrn = points[i].text();
    if (!text::are_digits(gsrn, 18))
      return misfit(fmt::format("meteringPoints[{}]", i), "Expected the 18 digits of a metering point.");
    if (!seen.insert(gsrn).second)
      return misfit(fmt::format("meteringPoints[{}]", i), "The metering point is there twice.");
    change.points.push_back({std::move(gsrn)});
  }
  using Point = ReactiveChange::Point;
  if (auto done = block(change.points, root["notOpen"], "notOpen", &Point::may_open); !done)
    return tl::unexpected(done.error());
  if (auto done = block(change.points, root["notClose"], "notClose", &Point::may_close); !done)
    return tl::unexpected(done.error());
  return change;
}

std::string to_json(const ReactiveChange& change) {
  json::JsonOut out(false);
  out.begin_object();
  out.member("day", rules::to_text(change.day));
  write(out, "open", change.open);
  write(out, "close", change.close);
  const auto list = [&](const char* name, const auto& wanted) {
    out.begin_array(name);
    for (const auto& point : change.points)
      if (wanted(point)) out.string(point.gsrn);
    out.end_array();
  };
  list("meteringPoints", [](const auto&) { return true; });
  list("notOpen", [](const auto& point) { return !point.may_open; });
  list("notClose", [](const auto& point) { return !point.may_close; });
  out.end_object();
  return out.take_piece();
}

}  // namespace cimgate::hub

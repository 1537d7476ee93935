#include "gateway/rules/series_heads.hpp"

#include <algorithm>

#include "gateway/document/path.hpp"
#include "gateway/rules/operand.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::rules {
namespace {

using document::Document;
using document::NodeId;
using document::Path;

/// Where a series says what it is about.
struct Paths {
  std::optional<Path> id, metering_point, direction, product, start, end, registered, withdrawn, reading_end;
  std::vector<std::optional<Path>> reading_reasons;

  Paths(const dialect::Series& places, const schema::Element& record, const schema::Element& root) {
    const auto path = [&](const std::string& place) {
      return place.empty() ? std::nullopt : document::find_path(place, record, root);
    };
    id = path(places.id);
    metering_point = path(places.metering_point);
    direction = path(places.direction);
    product = path(places.product);
    start = path(places.start);
    end = path(places.end);
    registered = path(places.registered);
    withdrawn = path(places.withdrawn);
    reading_end = path(places.reading_end);
    for (const auto& place : places.reading_reason) reading_reasons.push_back(path(place));
  }
};

std::string text_at(const Document& document, NodeId record, const std::optional<Path>& path) {
  std::string text;
  if (path)
    for_each_at(document, record, *path, [&](NodeId node) {
      std::string buffer;
      const auto raw = value_at(document, node, *path);
      text = path->type() == nullptr ? raw : schema::normalize(*path->type(), raw, buffer);
      return false;
    });
  return text;
}

std::optional<std::int64_t> time_at(const Document& document, NodeId record,
                                    const std::optional<Path>& path) {
  const auto time = schema::parse_date_time(text_at(document, record, path));
  return time ? std::optional(time->seconds) : std::nullopt;
}

}  // namespace

void SeriesHeads::read(const Document& document) {
  read_ = true;
  const auto& root = *document.root().element;
  const auto& places = document.dialect().series;
  if (places.message.empty() || root.name.local != places.message) return;
  const auto records = document::find_path(places.record, root, root);
  if (!records) return;
  const Paths paths(places, records->element(), root);
  for_each_at(document, 0, *records, [&](NodeId node) {
    SeriesHead head;
    head.id = text_at(document, node, paths.id);
    head.metering_point = text_at(document, node, paths.metering_point);
    head.direction = text_at(document, node, paths.direction);
    head.product = text_at(document, node, paths.product);
    head.start = time_at(document, node, paths.start);
    head.end = time_at(document, node, paths.end);
    head.registered = time_at(document, node, paths.registered).value_or(0);
    head.withdrawn = paths.withdrawn && document::exists_any(document, node, *paths.withdrawn);
    const bool meter_changed = std::any_of(
        paths.reading_reasons.begin(), paths.reading_reasons.end(), [&](const std::optional<Path>& reason) {
          return !places.meter_change.empty() && text_at(document, node, reason) == places.meter_change;
        });
    if (!meter_changed) head.reading_end = text_at(document, node, paths.reading_end);
    auto& channel = channels_[{head.metering_point, head.direction, head.product}];
    at_[node] = {&channel, channel.size()};
    channel.push_back(std::move(head));
    return true;
  });
}

std::optional<SeriesHeads::Place> SeriesHeads::find(const Document& document, NodeId record) {
  if (!read_) read(document);
  const auto at = at_.find(record);
  if (at == at_.end()) return std::nullopt;
  const auto& channel = *at->second.channel;
  return Place{&channel[at->second.number], std::span(channel).first(at->second.number)};
}

void SeriesHeads::refuse(const Document& document, NodeId record) {
  if (!read_) read(document);
  if (const auto at = at_.find(record); at != at_.end())
    (*at->second.channel)[at->second.number].refused = true;
}

}  // namespace cimgate::rules

#pragma once
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "gateway/document/document.hpp"
#include "gateway/rules/facts.hpp"

namespace cimgate::rules {

/// The series of a message that sends values, by channel (metering point, direction, product). Those of one
/// message count as if they had come one after the other, without those that are refused.
class SeriesHeads {
 public:
  struct Place {
    const SeriesHead* series;
    std::span<const SeriesHead> earlier;
  };
  /// Nothing: the record is no series.
  std::optional<Place> find(const document::Document& document, document::NodeId record);
  void refuse(const document::Document& document, document::NodeId record);

 private:
  struct At {
    std::vector<SeriesHead>* channel;
    std::size_t number;
  };
  void read(const document::Document& document);

  bool read_ = false;
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<SeriesHead>> channels_;
  std::map<document::NodeId, At> at_;
};

}  // namespace cimgate::rules

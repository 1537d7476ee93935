#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "gateway/templates/part.hpp"
#include "gateway/templates/part_run.hpp"
#include "gateway/templates/template.hpp"

namespace cimgate::templates {

/// A stretch of a text whose value is put in anew each time.
struct Spot {
  std::size_t begin, end;
  Hole hole;
};

/// Cuts [begin, end) of a text into what is fixed and holes, of spots in it; they are sorted here. `shifts`:
/// place in the text → in the fragment, behind each hole.
void cut(std::string_view text, std::size_t begin, std::size_t end, std::vector<Spot> spots, Fragment& out,
         std::vector<std::pair<std::size_t, std::size_t>>* shifts = nullptr);

/// Finds out, for a part that was run through the mapping there and back, which values of what it became are
/// those of the part, and whether they come back whatever they are.
class PartBuilder {
 public:
  /// `part`: a plain one. Values that weigh as much as `weight` are in the key. `whole`: it is the message.
  PartBuilder(const Setting& setting, const document::Document& bim, const mapping::Proven& proven, Part part,
              LeafUse::Weight weight, bool whole);

  /// The variable values of the `made`-th document. False: something depends on more than the key.
  bool add_spots(std::size_t made, const document::WriteLog& log, std::vector<Spot>& out) const;

  /// Every value that only goes where it goes must come back from there, or be in the supplement.
  bool values_return() const;

  /// Reference to a value of the part that the key does not hold.
  std::optional<ValueRef> free_value(document::NodeId id, const schema::Attribute* attribute) const;

  const Part& part() const { return part_; }
  std::optional<std::uint32_t> ordinal(document::NodeId id) const;

 private:
  using Place =
      std::tuple<std::size_t, document::NodeId, const schema::Attribute*>;  ///< document, node, attribute

  Hole::Form form_of(std::size_t made, const document::WriteLog::Value& value) const;
  bool hole_of(std::size_t made, const document::WriteLog::Value& value, Hole& hole, bool& variable) const;
  void add_readers(const mapping::Trace& trace, std::size_t made, const document::WriteLog::Value& value,
                   Hole& hole) const;
  bool value_hole(const mapping::Trace& trace, Hole& hole, bool& variable) const;
  bool source_hole(const mapping::Trace& trace, Hole& hole, bool& variable) const;
  bool find_context(document::NodeId context, Hole& hole) const;
  bool returns(document::NodeId id, const schema::Attribute* attribute, std::string_view text) const;

  const Setting& setting_;
  const document::Document& bim_;
  const mapping::Proven& proven_;
  Part part_;
  LeafUse::Weight weight_;
  bool whole_;
  std::map<document::NodeId, std::uint32_t> ordinals_;
  std::map<Place, const mapping::Trace*> traces_;
  std::map<Place, const mapping::Trace*> back_;
  std::map<Place, const mapping::Difference*> differences_;
  /// Who read a value of a document on the way back, and whether he took it.
  std::multimap<Place, std::pair<const mapping::Correspondence*, bool>> readers_;
};

}  // namespace cimgate::templates

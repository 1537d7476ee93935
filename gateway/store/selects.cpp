#include "gateway/store/selects.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>

#include "gateway/json/out.hpp"
#include "gateway/market/field_values.hpp"
#include "gateway/market/sections.hpp"
#include "gateway/store/day_columns.hpp"
#include "gateway/store/tables.hpp"

namespace cimgate::store {
namespace {

using database::Ask;
using database::Connection;
using database::Type;
using market::number_of;

/// A search text with * as a pattern of LIKE, for what lower() makes of a column: that of A to Z alone, which
/// is what all databases do to a column of bytes.
std::string pattern(const std::string& text) {
  std::string made;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '*') {
      made += '%';
      continue;
    }
    if (c == '%' || c == '_' || c == '\\') made += '\\';
    made += c;
  }
  return made;
}

/// Parameters are counted from `first`.
std::string search_sql(int first) {
  const auto at = [&](int number) { return fmt::format("?{}", first + number); };
  return fmt::format(
      "SELECT DISTINCT p.gsrn FROM metering_points p WHERE p.gsrn BETWEEN {0} AND {1} AND p.gsrn > {2} "
      "AND ({3} = '' OR lower(\"address.post_code\") LIKE {3} ESCAPE '\\') AND ({4} = '' OR meter = {4}) "
      "AND ({5} = '' OR lower(\"address.street\") LIKE {5} ESCAPE '\\') "
      "AND ({6} = '' OR lower(\"address.building_number\") LIKE {6} ESCAPE '\\') "
      "AND ({7} = '' OR EXISTS (SELECT 1 FROM contracts c WHERE c.metering_point = p.gsrn "
      "AND c.customer = {7} AND c.\"from\" <= {8} AND (c.\"to\" IS NULL OR c.\"to\" > {8}) "
      "AND NOT EXISTS (SELECT 1 FROM contracts n WHERE n.metering_point = p.gsrn "
      "AND n.\"from\" > c.\"from\" AND n.\"from\" <= {8}))) ORDER BY p.gsrn LIMIT {9}",
      at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9));
}

/// Metering points, parties and grid areas that are wanted, with those that the rows of these lead to: as
/// SELECTs within the statement that is made.
class Maker {
 public:
  Maker(Connection& connection, const market::Wanted& wanted, StoredSeries series)
      : connection_(connection), wanted_(wanted), series_(series) {}

  std::vector<PartAsk> all() {
    of_section("metering_points", fmt::format("gsrn IN ({})", points()));
    of_section("contracts", fmt::format("metering_point IN ({})", points()));
    of_section("third_party_access", fmt::format("metering_point IN ({})", points()));
    std::vector<std::string> which = {fmt::format("metering_point IN ({})", points())};
    if (!wanted_.references.empty()) {
      which.push_back(fmt::format("id IN ({})", texts(wanted_.references)));
      which.push_back(fmt::format("announcement IN ({})", texts(wanted_.references)));
    }
    of_section("processes", which);
    of_section("grid_areas", fmt::format("id IN ({})", areas()));
    of_section("parties", fmt::format("gln IN ({})", parties()));
    const auto suppliers = parties();
    of_section("balance_agreements",
               fmt::format("supplier IN ({}) AND grid_area IN ({})", suppliers, areas()));
    if (!wanted_.parties.empty())
      of_section("agents", fmt::format("agent IN ({})", numbers(wanted_.parties)));
    if (!wanted_.references.empty())
      of_section("sharings", fmt::format("id IN ({})", texts(wanted_.references)));
    if (!wanted_.grants.empty()) {
      of_section("grants", fmt::format("id IN ({})", texts(wanted_.grants)));
      of_section("controls", "1 = 1");
      add(grants_told, "SELECT 1 FROM (SELECT 1 FROM grants LIMIT 1) AS one");
    }
    add_series();
    return std::move(made_);
  }

 private:
  void add(std::string_view section, std::string sql) {
    ask_.sql = std::move(sql);
    made_.push_back({section, std::exchange(ask_, {})});
  }

  void of_section(std::string_view name, const std::string& where) {
    of_section(name, std::vector<std::string>{where});
  }

  /// Rows that fit one of some conditions: a SELECT for each, for then each finds them by its own index.
  void of_section(std::string_view name, const std::vector<std::string>& any_of) {
    std::vector<std::string> selects;
    selects.reserve(any_of.size());
    for (const auto& where : any_of)
      selects.push_back(fmt::format("SELECT {} FROM {} WHERE {}", columns_of(name), name, where));
    add(name, fmt::format("{}", fmt::join(selects, " UNION ")));
  }

  void add_series() {
    if (series_ == StoredSeries::unasked) return;
    std::vector<std::string> selects;
    const auto rows_that = [&](const std::string& where) {
      selects.push_back(fmt::format("SELECT * FROM ({}) AS rows_of_series WHERE {}", rows(), where));
    };
    if (!wanted_.with_series.empty()) rows_that(fmt::format("point IN ({})", numbers(wanted_.with_series)));
    if (!wanted_.series.empty()) rows_that(fmt::format("id IN ({})", texts(wanted_.series)));
    if (wanted_.settled) rows_that(settled());
    // Those of one moment are taken in in the order in which they are found, here as there.
    add("hub_values", fmt::format("SELECT * FROM ({}) AS series ORDER BY registered, sequence, point, "
                                  "process, direction, product, start",
                                  fmt::join(selects, " UNION ")));
    if (series_ == StoredSeries::told)
      add("told", "SELECT 1 FROM (SELECT 1 FROM metering_values LIMIT 1) AS one");
  }

  const char* rows() const { return series_ == StoredSeries::of_hub ? series_of_hub : series_told; }

  std::string parameter(std::variant<std::int64_t, std::string> value) {
    ask_.values.push_back(std::move(value));
    return fmt::format("?{}", ask_.values.size());
  }

  std::string texts(const std::set<std::string>& all) {
    json::JsonOut list(false);
    list.begin_array();
    for (const auto& one : all) list.string(one);
    list.end_array();
    return connection_.rows_of(parameter(list.take_piece()), Type::text);
  }

  std::string numbers(const std::set<std::string>& all) {
    json::JsonOut list(false);
    list.begin_array();
    for (const auto& one : all) list.literal(std::to_string(number_of(one)));
    list.end_array();
    return connection_.rows_of(parameter(list.take_piece()), Type::integer);
  }

  std::string points() {
    std::vector<std::string> selects = {numbers(wanted_.points)};
    if (!wanted_.references.empty())
      for (const auto* key : {"id", "announcement"})
        selects.push_back(fmt::format("SELECT metering_point FROM processes WHERE {} IN ({})", key,
                                      texts(wanted_.references)));
    if (!wanted_.series.empty() && series_ != StoredSeries::unasked)
      selects.push_back(
          fmt::format("SELECT point FROM ({}) AS named WHERE id IN ({})", rows(), texts(wanted_.series)));
    if (wanted_.settled && series_ != StoredSeries::unasked)
      selects.push_back(fmt::format("SELECT point FROM ({}) AS settled WHERE {}", rows(), settled()));
    if (wanted_.search && market::gsrns_beginning_with(wanted_.search->search.text)) {
      const auto found = search_ask(wanted_.search->search, wanted_.search->day);
      const auto first = static_cast<int>(ask_.values.size()) + 1;
      ask_.values.insert(ask_.values.end(), found.values.begin(), found.values.end());
      selects.push_back(fmt::format("SELECT gsrn FROM ({}) AS found", search_sql(first)));
    }
    return fmt::format("{}", fmt::join(selects, " UNION "));
  }

  std::string settled() {
    const auto from = parameter(wanted_.settled->from);
    const auto to = parameter(wanted_.settled->to);
    return fmt::format(
        "\"end\" > {} AND start < {} AND point IN (SELECT gsrn FROM metering_points WHERE grid_area = {})",
        from, to, parameter(wanted_.settled->area));
  }

  std::string areas() {
    const auto named = texts(wanted_.areas);
    return fmt::format("{} UNION SELECT grid_area FROM metering_points WHERE gsrn IN ({})", named, points());
  }

  std::string parties() {
    const auto named = numbers(wanted_.parties);
    return fmt::format(
        "{} UNION SELECT supplier FROM contracts WHERE metering_point IN ({}){}", named, points(),
        wanted_.last_resort ? " UNION SELECT gln FROM parties WHERE ' ' || roles || ' ' LIKE '% SLR %'" : "");
  }

  Connection& connection_;
  const market::Wanted& wanted_;
  StoredSeries series_;
  Ask ask_;  ///< that is made
  std::vector<PartAsk> made_;
};

}  // namespace

Ask search_ask(const market::PointSearch& search, market::Day day) {
  const auto numbers =
      market::gsrns_beginning_with(search.text).value_or(std::pair(std::int64_t{0}, std::int64_t{-1}));
  return {search_sql(1),
          {numbers.first, numbers.second, search.after.empty() ? std::int64_t{-1} : number_of(search.after),
           pattern(search.post_code), search.meter, pattern(search.street), pattern(search.building_number),
           search.customer, number(day), static_cast<std::int64_t>(search.limit)}};
}

std::vector<PartAsk> part_asks(Connection& connection, const market::Wanted& wanted, StoredSeries series) {
  return Maker(connection, wanted, series).all();
}

}  // namespace cimgate::store

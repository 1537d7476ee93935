#pragma once
#include <memory>
#include <utility>

#include "gateway/store/selects.hpp"

namespace cimgate::store {

/// The rows that a part of the market state needs (market::Wanted), in tables of a database in memory; they
/// are fetched in one journey. What it knows all about is in the part, which has no copy yet.
std::pair<std::shared_ptr<database::Connection>, market::Part> copy_part(database::Connection& from,
                                                                         const market::Wanted& wanted,
                                                                         StoredSeries series);

}  // namespace cimgate::store

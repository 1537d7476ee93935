#pragma once
#include <string>
#include <string_view>

#include "gateway/database/connection.hpp"
#include "gateway/market/sections.hpp"

/// The tables of the market state, made from the sections that files of it have: a table a section, a column
/// a field. GSRN, GLN, days and yes or no are integers, the rest is text. In metering points NULL is "not
/// said here"; what is known to be empty is '', or for a yes or no `no_number`.
namespace cimgate::store {

constexpr std::int64_t no_number = -1;

/// Makes the tables where they are missing, and brings those of earlier versions up to date. Throws Error
/// when the file belongs to something else, or to a version that is not known.
void make_tables(database::Connection& connection);
/// Throws Error unless the tables are there, in a version that can be read.
void check_tables(database::Connection& connection);

/// The tables alone, where they are missing.
void make_sections(database::Connection& connection);

const market::Section& section_named(std::string_view name);
/// The columns of its table, as a list for SQL.
std::string columns_of(std::string_view section);
bool is_number(const market::Field& field);

/// A temporary table that takes the records of a load, with their places: its columns are the fields, `file`,
/// `place`, and for each field that refers to another section its place.
database::Table stage_table(const market::Section& section);
/// Inserts a record: a parameter a column.
std::string stage_insert(const market::Section& section);
/// Takes what was staged for one file (parameter 1) over into the table of the section.
std::string take_over(const market::Section& section);

}  // namespace cimgate::store

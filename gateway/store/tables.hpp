#pragma once
#include <string>

#include "gateway/market/sections.hpp"
#include "gateway/store/connection.hpp"

/// The tables of the market state, made from the sections that files of it have: a table a section, a column
/// a field. GSRN, GLN and days are integers, the rest is text. In metering points NULL is "not said here" and
/// '' is "known to be empty".
namespace cimgate::store {

/// Makes the tables where they are missing. Throws Error when the file belongs to something else, or to
/// another version of these tables.
void make_tables(Connection& connection);
/// Throws Error unless the tables are there.
void check_tables(Connection& connection);

bool is_number(const market::Field& field);
/// The name of a field in SQL.
std::string column(std::string_view field);

/// A temporary table that takes the records of a load, with their places: its columns are the fields, `file`,
/// `place`, and for each field that refers to another section its place.
std::string stage_table(const market::Section& section);
/// Inserts a record: a parameter a column.
std::string stage_insert(const market::Section& section);
/// Takes what was staged for one file (parameter 1) over into the table of the section.
std::string take_over(const market::Section& section);

}  // namespace cimgate::store

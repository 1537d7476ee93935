#include "gateway/document/head.hpp"

#include "gateway/document/path.hpp"
#include "gateway/schema/date_time.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::document {

std::optional<std::string> head_text(const Document& document, const dialect::Places& places) {
  const auto& root = *document.root().element;
  for (const auto& place : places) {
    const auto path = find_path(place, root, root);
    if (!path || path->type() == nullptr) continue;
    const auto text = read(document, 0, *path);
    if (!text) continue;
    std::string buffer;
    return std::string(schema::normalize(*path->type(), *text, buffer));
  }
  return std::nullopt;
}

std::optional<time::Day> day_of_creation(const Document& document) {
  const auto& dialect = document.dialect();
  const auto text = head_text(document, dialect.head.creation);
  const auto created = text ? schema::parse_date_time(*text) : std::nullopt;
  if (!created) return std::nullopt;
  return dialect.calendar.day_of(created->seconds);
}

}  // namespace cimgate::document

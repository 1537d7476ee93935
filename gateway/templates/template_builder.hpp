#pragma once
#include <memory>

#include "gateway/templates/part.hpp"
#include "gateway/templates/part_run.hpp"
#include "gateway/templates/template.hpp"

namespace cimgate::templates {

/// Makes a template of a plain record, as it is with its first rows only. Not usable, when something in it
/// depends on more than the key.
std::unique_ptr<Template> record_template(const Setting& setting, const Known& known,
                                          const document::Document& batch, document::NodeId record,
                                          std::uint32_t number);

/// The same of one further row of the record, a plain one.
std::unique_ptr<Template> row_template(const Setting& setting, const Known& known,
                                       const document::Document& batch, document::NodeId record,
                                       std::uint32_t number, document::NodeId row);

}  // namespace cimgate::templates

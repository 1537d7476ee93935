#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/engine/engine.hpp"
#include "gateway/report/code_names.hpp"

/// What a message may hold, as its schema has it: elements in their order, how often each may stand, the form
/// of its value, its codes. For people, and for programs that make a form of it.
namespace cimgate::report {

/// A kind of message, with the schema that says what it may hold.
struct MessageFields {
  const schema::SchemaSet* set = nullptr;
  std::shared_ptr<const schema::Schema> schema;
  const schema::Element* root = nullptr;
};

/// `message`: the name of a root element, BIM or CIM. `set`: of which it is; "" = the first that knows it and
/// is not used only when it is asked for. Error: a sentence, with the nearest name when there is no such
/// message.
tl::expected<MessageFields, std::string> fields_of(const Engine& engine, std::string_view message,
                                                   std::string_view set);

/// A JSON object, `MessageFields` in /openapi.json. A field without `maxOccurs` may stand any number of
/// times; of fields with the same number in `choice` a message has one.
std::string fields_json(const MessageFields& fields, const CodeNames& names = {});

/// A line for each element, indented: name, how often, form or codes, and what it means.
std::string fields_text(const MessageFields& fields);

}  // namespace cimgate::report

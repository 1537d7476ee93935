#include "gateway/elhub/cim_rest/process_routes.hpp"

#include <fmt/format.h>

#include <set>

#include "gateway/elhub/cim_rest/bundles.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/cim_rest/process_operations.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"
#include "gateway/json_schema/document_schema.hpp"

namespace cimgate::cim_rest {
namespace {

using http::Reply;
using http::Request;
using json::JsonOut;

constexpr const char* folder = "/cim/v1/processes";

void reference(JsonOut& out, std::string_view kind, std::string_view name) {
  out.begin_object(JsonOut::Line::one);
  out.member("$ref", fmt::format("#/components/{}/{}", kind, name));
  out.end_object();
}

void references(JsonOut& out, std::string_view member, std::string_view kind,
                const std::vector<std::string>& names) {
  out.begin_array(member);
  for (const auto& name : names) reference(out, kind, name);
  out.end_array();
}

/// "submitBrsNo101" → "BrsNo101Documents". Generators of code name types by it.
std::string type_of(const ProcessOperation& operation, std::string_view what) {
  return operation.id.substr(std::string_view("submit").size()) + std::string(what);
}

std::string names_of(const std::vector<MessageOfProcess>& messages) {
  std::string text;
  for (const auto& message : messages) {
    text += (text.empty() ? "" : ", ") + message.name;
    if (!message.roles.empty()) text += fmt::format(" by {}", fmt::join(message.roles, " or "));
  }
  return text;
}

void request_body(JsonOut& out, const ProcessOperation& operation) {
  out.begin_object("requestBody");
  out.member("required", true);
  out.begin_object("content");
  out.begin_object("application/json");
  out.key("schema");
  reference(out, "schemas", type_of(operation, "Documents"));
  out.end_object();
  out.begin_object("application/xml");
  out.begin_object("schema", JsonOut::Line::one);
  out.member("type", "string");
  out.end_object();
  out.end_object();
  out.end_object();
  out.end_object();
}

/// What the market has said, with the documents of its answers.
void answered(JsonOut& out, const ProcessOperation& operation) {
  out.begin_object("200");
  out.member("description", "What the market has said to it, as far as the client would wait for it");
  out.begin_object("headers");
  out.key("Preference-Applied");
  reference(out, "headers", "PreferenceApplied");
  out.end_object();
  out.begin_object("content");
  out.begin_object("application/json");
  out.key("schema");
  reference(out, "schemas", type_of(operation, "State"));
  out.end_object();
  out.end_object();
  out.end_object();
}

void responses(JsonOut& out, const ProcessOperation& operation) {
  out.begin_object("responses");
  answered(out, operation);
  out.key("202");
  reference(out, "responses", "Accepted");
  for (const auto* status : {"400", "403", "409", "422", "429", "503"}) {
    out.key(status);
    reference(out, "responses", "Problem");
  }
  out.end_object();
}

void operation_text(JsonOut& out, const ProcessOperation& operation) {
  out.begin_object(operation.id);
  out.begin_array("tags", JsonOut::Line::one);
  out.string("processes");
  out.end_array();
  out.member("summary", operation.title.empty() ? operation.process
                                                : fmt::format("{}: {}", operation.process, operation.title));
  out.member(
      "description",
      fmt::format("Takes {}; a single document may come alone. Documents of other processes are refused. "
                  "What may come of it: {}.",
                  names_of(operation.taken), names_of(operation.answers)));
  references(out, "parameters", "parameters",
             {"SenderGLN", "OnBehalfOfGLN", "IdempotencyKey", "Prefer", "Message"});
  request_body(out, operation);
  responses(out, operation);
  out.end_object();
}

/// A property that is a list of one type.
void list(JsonOut& out, std::string_view name, std::string_view type) {
  out.begin_object(name);
  out.member("type", "array");
  out.key("items");
  reference(out, "schemas", type);
  out.end_object();
}

void begin_type(JsonOut& out, const std::vector<std::string>& required) {
  out.begin_object();
  out.member("type", "object");
  out.begin_array("required", JsonOut::Line::one);
  for (const auto& name : required) out.string(name);
  out.end_array();
  out.begin_object("properties");
}

void end_type(JsonOut& out) {
  out.end_object();
  out.end_object();
}

using Schemas = std::vector<std::pair<std::string, std::string>>;
constexpr std::size_t level_of_schemas = 3;  ///< components, schemas, their names

/// One of these documents, and a bundle of them.
void add_bundle(const std::string& document, const std::string& bundle,
                const std::vector<std::string>& documents, Schemas& all) {
  // As in the schemas of bundles: alternatives of objects are more than generators of code can tell apart.
  JsonOut one(true, level_of_schemas);
  one.begin_object();
  one.member("type", "object");
  one.begin_object("properties");
  for (const auto& root : documents) {
    one.key(root);
    reference(one, "schemas", root);
  }
  one.end_object();
  one.member("minProperties", 1);
  one.member("maxProperties", 1);
  one.member("additionalProperties", false);
  one.end_object();
  all.emplace_back(document, one.take_piece());
  JsonOut several(true, level_of_schemas);
  begin_type(several, {"documents"});
  list(several, "documents", document);
  several.begin_object("supplement", JsonOut::Line::one);
  several.member("type", "object");
  several.end_object();
  end_type(several);
  all.emplace_back(bundle, several.take_piece());
}

/// As DocumentState, with answers of this process.
void add_state(const ProcessOperation& operation, Schemas& all) {
  JsonOut out(true, level_of_schemas);
  begin_type(out, {"id", "state", "tries"});
  out.begin_object("id", JsonOut::Line::one);
  out.member("type", "string");
  out.member("format", "uuid");
  out.end_object();
  out.key("state");
  reference(out, "schemas", "StateOfDocument");
  out.begin_object("tries", JsonOut::Line::one);
  out.member("type", "integer");
  out.end_object();
  list(out, "answers", type_of(operation, "Answer"));
  list(out, "answerProblems", "Problem");
  out.key("problem");
  reference(out, "schemas", "Problem");
  list(out, "findings", "FindingOfTranslation");
  end_type(out);
  all.emplace_back(type_of(operation, "State"), out.take_piece());
}

/// In the form of an OpenAPI file of a Part.
std::string texts_of(const std::vector<ProcessOperation>& operations) {
  JsonOut out(false);
  out.begin_object();
  out.begin_object("operations");
  for (const auto& operation : operations) operation_text(out, operation);
  out.end_object();
  out.end_object();
  return std::move(out).take();
}

/// The schemas of the operations, and of all documents that they name.
Schemas schemas_of(const schema::Catalog& catalog, const std::vector<ProcessOperation>& operations) {
  std::set<std::string> roots;
  for (const auto& operation : operations)
    for (const auto* messages : {&operation.taken, &operation.answers})
      for (auto& root : documents_of(*messages)) roots.insert(std::move(root));
  const auto* set = catalog.set(profile_of_queues);
  std::vector<std::shared_ptr<const schema::Schema>> kept;
  std::vector<json_schema::Kind> kinds;
  for (const auto& root : roots) {
    const auto* kind = set == nullptr ? nullptr : set->find(root);
    const auto schema = kind == nullptr ? nullptr : catalog.schema(*set, *kind).value_or(nullptr);
    if (schema == nullptr) continue;  // the server does not start: a reference leads nowhere
    kinds.push_back({kind, schema.get()});
    kept.push_back(schema);
  }
  Schemas all;
  for (const auto& operation : operations) {
    add_bundle(type_of(operation, "Document"), type_of(operation, "Documents"), documents_of(operation.taken),
               all);
    add_bundle(type_of(operation, "AnswerDocument"), type_of(operation, "Answer"),
               documents_of(operation.answers), all);
    add_state(operation, all);
  }
  for (auto& component : json_schema::components(kinds))
    all.emplace_back(std::move(component.name), std::move(component.json));
  return all;
}

void list_messages(JsonOut& out, std::string_view name, const std::vector<MessageOfProcess>& messages) {
  out.begin_array(name);
  for (const auto& message : messages) {
    out.begin_object(JsonOut::Line::one);
    out.member("message", message.name);
    if (!message.roles.empty()) {
      out.begin_array("roles");
      for (const auto& role : message.roles) out.string(role);
      out.end_array();
    }
    out.begin_array("documents");
    for (const auto& document : message.documents) out.string(document);
    out.end_array();
    out.end_object();
  }
  out.end_array();
}

std::string list_of(const std::vector<ProcessOperation>& operations) {
  JsonOut out(true);
  out.begin_object();
  out.begin_array("processes");
  for (const auto& operation : operations) {
    out.begin_object();
    out.member("process", operation.process);
    out.member("title", operation.title);
    out.member("operation", operation.id);
    out.member("address", fmt::format("{}/{}", folder, operation.process));
    list_messages(out, "takes", operation.taken);
    list_messages(out, "answers", operation.answers);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

http::Route submit_route(const Desk& desk, const ProcessOperation& operation) {
  auto route = http::route("POST", fmt::format("{}/{}", folder, operation.process), operation.id, {"message"},
                           [desk, process = operation.process](const Request& request, const Reply& reply) {
                             submit(desk, process, request, reply);
                           });
  route.body = http::BodyIs::required;
  route.consumes = {"application/json", "application/*+json", "application/xml", "text/xml"};
  return route;
}

}  // namespace

http::Part process_routes(const Desk& desk) {
  http::Part part;
  const auto& engine = desk.gateway.engine();
  std::vector<ProcessOperation> operations;
  if (const auto* messages = desk.counterpart->intake().version(); messages != nullptr)
    operations = process_operations(engine, *messages);
  for (const auto& operation : operations) part.routes.push_back(submit_route(desk, operation));
  part.made_openapi = {texts_of(operations)};
  part.routes.push_back(http::route(
      "GET", folder, "listProcesses", {},
      [text = list_of(operations)](const Request&, const Reply& reply) { reply(http::json_answer(text)); }));
  part.schemas = [gateway = desk.gateway, operations = std::move(operations)] {
    return schemas_of(*gateway.engine().catalog, operations);
  };
  return part;
}

}  // namespace cimgate::cim_rest

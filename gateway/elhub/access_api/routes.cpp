#include "gateway/elhub/access_api/routes.hpp"

#include <utility>

#include "gateway/elhub/access/roles_asked.hpp"
#include "gateway/elhub/access_api/shapes.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/security/keys/hash.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::access_api {
namespace {

using http::Answer;
using http::Reply;
using http::Request;
using HubPtr = std::shared_ptr<hub::Hub>;
using json::JsonOut;
using Work = std::function<Answer(hub::MessageProcessor&, ledger::Ledger&)>;

constexpr std::size_t largest_pdf = std::size_t{1024} * 1024;
constexpr std::size_t largest_body = std::size_t{64} * 1024;

/// Does something on the hub's thread.
void with_hub(const HubPtr& hub, const Reply& reply, Work work) {
  auto answer = std::make_shared<Answer>();
  hub->order([answer, work = std::move(work)](hub::MessageProcessor& processor,
                                              ledger::Ledger& ledger) { *answer = work(processor, ledger); },
             [answer, reply, hub](const std::optional<hub::Fault>& fault) {
               reply(fault ? refused({503, "The market cannot do this now.", fault->description}, hub->now())
                           : std::move(*answer));
             });
}

AccessRefusal of_another_party() {
  return {403, "Party not authorized", "It belongs to another party."};
}
AccessRefusal not_there() {
  return {404, "Not found error", "There is nothing with this id."};
}

/// What every handler of a party begins with.
void for_party(const HubPtr& hub, const Request& request, const Reply& reply,
               const std::function<void(const hub::Acting&)>& go_on) {
  const auto acting = acting_of(request);
  if (!acting) return reply(refused(acting.error(), hub->now()));
  go_on(*acting);
}

/// A look at something that a party may see.
void look(const HubPtr& hub, const Request& request, const Reply& reply,
          std::function<Answer(const hub::Acting&, ledger::Ledger&)> work) {
  for_party(hub, request, reply, [&](const hub::Acting& acting) {
    with_hub(hub, reply,
             [acting, work = std::move(work)](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
               if (const auto allowed = processor.may_act(acting); !allowed)
                 return refused(allowed.error(), ledger.now());
               return work(acting, ledger);
             });
  });
}

template <class Value>
Answer told(const Request& request, std::uint16_t status, const Value& value, Seconds now) {
  if constexpr (std::is_same_v<Value, ledger::GrantRecord>)
    return answer(request, status, link_of_grant(value.grant.id), now,
                  [&](JsonOut& out) { write(out, value, norway::day_of(now)); });
  else
    return answer(request, status, link_of(value), now, [&](JsonOut& out) { write(out, value); });
}

/// The request or document of the path. Error: it is not there, or not the party's.
tl::expected<ledger::Authorization, AccessRefusal> found(const Request& request, const hub::Acting& acting,
                                                         ledger::Ledger& ledger, bool documents) {
  auto one = ledger.authorization(std::string(request.parameters.get("id")));
  if (!one || one->is_document != documents) return tl::unexpected(not_there());
  if (one->requested_by != acting.party) return tl::unexpected(of_another_party());
  return *std::move(one);
}

void list(const HubPtr& hub, bool documents, const Request& request, const Reply& reply) {
  const auto page = page_of(request);
  if (!page) return reply(refused(page.error(), hub->now()));
  look(hub, request, reply,
       [request, documents, page = *page](const hub::Acting& acting, ledger::Ledger& ledger) {
         return list_answer(request, page, ledger.count_authorizations(acting.party, documents), ledger.now(),
                            [&](JsonOut& out) {
                              for (const auto& one : ledger.authorizations(acting.party, documents, page))
                                write(out, one);
                            });
       });
}

void get(const HubPtr& hub, bool documents, const Request& request, const Reply& reply) {
  look(hub, request, reply, [request, documents](const hub::Acting& acting, ledger::Ledger& ledger) {
    const auto one = found(request, acting, ledger, documents);
    return one ? told(request, 200, *one, ledger.now()) : refused(one.error(), ledger.now());
  });
}

void post(const HubPtr& hub, bool document, const Request& request, const Reply& reply) {
  for_party(hub, request, reply, [&](const hub::Acting& acting) {
    auto draft = draft_of(request.body, document);
    if (!draft) return reply(refused(draft.error(), hub->now()));
    with_hub(hub, reply,
             [request, acting, draft = *std::move(draft)](hub::MessageProcessor& processor,
                                                          ledger::Ledger& ledger) {
               const auto made = processor.ask_end_user(acting, draft);
               if (!made) return refused(made.error(), ledger.now());
               auto answer = told(request, 201, *made, ledger.now());
               answer.headers.add("Location", link_of(*made));
               return answer;
             });
  });
}

void get_pdf(const HubPtr& hub, const Request& request, const Reply& reply) {
  look(hub, request, reply, [request](const hub::Acting& acting, ledger::Ledger& ledger) {
    const auto one = found(request, acting, ledger, true);
    if (!one) return refused(one.error(), ledger.now());
    Answer answer;
    answer.content_type = "application/pdf";
    const auto kept = keys::from_base64(ledger.signed_document(one->id));
    answer.body = kept && !kept->empty() ? *kept : hub::unsigned_pdf(*one);
    return answer;
  });
}

void put_pdf(const HubPtr& hub, const Request& request, const Reply& reply) {
  for_party(hub, request, reply, [&](const hub::Acting& acting) {
    with_hub(hub, reply, [request, acting](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
      const auto done =
          processor.take_signed(acting, std::string(request.parameters.get("id")), request.body);
      if (!done) return refused(done.error(), ledger.now());
      Answer answer;
      answer.status = 204;
      return answer;
    });
  });
}

void list_grants(const HubPtr& hub, const Request& request, const Reply& reply) {
  const auto page = page_of(request);
  if (!page) return reply(refused(page.error(), hub->now()));
  look(hub, request, reply, [request, page = *page](const hub::Acting& acting, ledger::Ledger& ledger) {
    const auto today = norway::day_of(ledger.now());
    return list_answer(request, page, ledger.count_grants_to(acting.party), ledger.now(), [&](JsonOut& out) {
      for (const auto& one : ledger.grants_to(acting.party, page)) write(out, one, today);
    });
  });
}

void get_grant(const HubPtr& hub, const Request& request, const Reply& reply, bool scopes) {
  look(hub, request, reply, [request, scopes](const hub::Acting& acting, ledger::Ledger& ledger) {
    const auto one = ledger.grant(std::string(request.parameters.get("id")));
    if (!one) return refused(not_there(), ledger.now());
    if (one->grant.party != acting.party) return refused(of_another_party(), ledger.now());
    if (!scopes) return told(request, 200, *one, ledger.now());
    return answer(request, 200, link_of_grant(one->grant.id) + "/scopes", ledger.now(), [&](JsonOut& out) {
      out.begin_array();
      write_scope(out, one->grant);
      out.end_array();
    });
  });
}

void patch_request(const HubPtr& hub, const Request& request, const Reply& reply) {
  const auto id = std::string(request.parameters.get("id"));
  auto status = status_of(request.body, "AuthorizationRequest", id, {"Accepted", "Rejected"});
  if (!status) return reply(refused(status.error(), hub->now()));
  with_hub(hub, reply,
           [request, id, agrees = *status == "Accepted"](hub::MessageProcessor& processor,
                                                         ledger::Ledger& ledger) {
             const auto one = ledger.authorization(id);
             if (!one || one->is_document) return refused(not_there(), ledger.now());
             const auto done = processor.answer_of_end_user(id, agrees);
             return done ? told(request, 200, *done, ledger.now()) : refused(done.error(), ledger.now());
           });
}

void patch_grant(const HubPtr& hub, const Request& request, const Reply& reply) {
  const auto id = std::string(request.parameters.get("id"));
  auto status = status_of(request.body, "AuthorizationGrant", id, {"Exhausted", "Revoked"});
  if (!status) return reply(refused(status.error(), hub->now()));
  with_hub(
      hub, reply,
      [request, id, status = *std::move(status)](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
        const auto done = processor.change_grant(id, status);
        return done ? told(request, 200, *done, ledger.now()) : refused(done.error(), ledger.now());
      });
}

using Handle = void (*)(const HubPtr&, const Request&, const Reply&);

http::Route route(const HubPtr& hub, const char* method, const std::string& pattern, const char* operation,
                  Handle handle) {
  http::Route made;
  made.method = method;
  made.pattern = home + pattern;
  made.operation = operation;
  made.handle = [hub, handle](const Request& request, const Reply& reply) { handle(hub, request, reply); };
  if (made.method != "GET") {
    made.body = http::BodyIs::required;
    made.body_limit = largest_body;
    made.consumes = {media_type, "application/json"};
  }
  made.produces = {media_type, "application/json"};
  return made;
}

http::Part of_parties(const HubPtr& hub) {
  http::Part part;
  const std::string requests = "/authorization-requests", documents = "/authorization-documents",
                    grants = "/authorization-grants";
  auto& all = part.routes;
  all.push_back(route(hub, "GET", requests, "listAuthorizationRequests",
                      [](const HubPtr& h, const Request& q, const Reply& r) { list(h, false, q, r); }));
  all.push_back(route(hub, "POST", requests, "createAuthorizationRequest",
                      [](const HubPtr& h, const Request& q, const Reply& r) { post(h, false, q, r); }));
  all.push_back(route(hub, "GET", requests + "/{id}", "getAuthorizationRequest",
                      [](const HubPtr& h, const Request& q, const Reply& r) { get(h, false, q, r); }));
  all.push_back(route(hub, "GET", documents, "listAuthorizationDocuments",
                      [](const HubPtr& h, const Request& q, const Reply& r) { list(h, true, q, r); }));
  all.push_back(route(hub, "POST", documents, "createAuthorizationDocument",
                      [](const HubPtr& h, const Request& q, const Reply& r) { post(h, true, q, r); }));
  all.push_back(route(hub, "GET", documents + "/{id}", "getAuthorizationDocument",
                      [](const HubPtr& h, const Request& q, const Reply& r) { get(h, true, q, r); }));
  all.push_back(route(hub, "GET", documents + "/{id}.pdf", "getAuthorizationDocumentFile", get_pdf));
  all.back().produces = {"application/pdf"};
  all.push_back(route(hub, "PUT", documents + "/{id}.pdf", "putAuthorizationDocumentFile", put_pdf));
  all.back().consumes = {"application/pdf"};
  all.back().produces = {};
  all.back().body_limit = largest_pdf;
  all.push_back(route(hub, "GET", grants, "listAuthorizationGrants", list_grants));
  all.push_back(route(hub, "GET", grants + "/{id}", "getAuthorizationGrant",
                      [](const HubPtr& h, const Request& q, const Reply& r) { get_grant(h, q, r, false); }));
  all.push_back(route(hub, "GET", grants + "/{id}/scopes", "listAuthorizationScopes",
                      [](const HubPtr& h, const Request& q, const Reply& r) { get_grant(h, q, r, true); }));
  return part;
}

/// The end user in Elhub's Min side, and Elhub's own processes.
http::Part of_operators(const HubPtr& hub) {
  http::Part part;
  part.routes.push_back(
      route(hub, "PATCH", "/authorization-requests/{id}", "patchAuthorizationRequest", patch_request));
  part.routes.push_back(
      route(hub, "PATCH", "/authorization-grants/{id}", "patchAuthorizationGrant", patch_grant));
  return part;
}

/// What others say as a problem, as this API says it.
Answer translated(Answer answer, Seconds now) {
  if (answer.content_type != "application/problem+json") return answer;
  const auto problem = yaml::load(answer.body).value_or(yaml::Node());
  auto made = refused(in_its_words(answer.status, problem["title"].text(), problem["detail"].text()), now);
  made.headers = std::move(answer.headers);
  return made;
}

/// An answer, whenever it comes.
Reply translating(const HubPtr& hub, const Reply& reply) {
  return [hub, reply](Answer answer) {
    if (answer.next)
      answer.next = [hub, next = std::move(answer.next)](const Reply& later) {
        next(translating(hub, later));
      };
    else
      answer = translated(std::move(answer), hub->now());
    reply(std::move(answer));
  };
}

/// The headers are looked at before anybody asks for a token by them, under the one name that the guard
/// knows.
void look_at_headers(http::Route& route, const HubPtr& hub) {
  route.handle = [hub, handle = std::move(route.handle)](Request request, const Reply& reply) {
    if (const auto wrong = wrong_header(request)) return reply(refused(*wrong, hub->now()));
    if (const auto acting = acting_of(request)) {
      if (request.headers.find("SenderGLN") == nullptr) request.headers.add("SenderGLN", acting->physical);
      if (request.headers.find("OnBehalfOfGLN") == nullptr && acting->party != acting->physical)
        request.headers.add("OnBehalfOfGLN", acting->party);
    }
    handle(std::move(request), translating(hub, reply));
  };
  route.error_answer = [hub](const http::TransportError& error) {
    return refused(in_its_words(error.status, error.title, error.detail), hub->now());
  };
}

}  // namespace

http::Part routes(const HubPtr& hub, const std::shared_ptr<const access::Guard>& guard) {
  auto part = access::for_users(of_parties(hub), hub::gate_of(hub), [hub](const hub::Fault& fault) {
    return refused({403, "Not authorized", fault.description}, hub->now());
  });
  auto operators = of_operators(hub);
  if (guard) {
    part = access::for_parties(std::move(part), guard, access::organisations_of(hub));
    operators = access::for_operators(std::move(operators), guard);
  }
  for (auto& route : operators.routes) part.routes.push_back(std::move(route));
  for (auto& route : part.routes) look_at_headers(route, hub);
  part.openapi.emplace_back("gateway/elhub/access_api/openapi/access_api.yaml");
  return part;
}

}  // namespace cimgate::access_api

#include "gateway/elhub/access/guard.hpp"

#include <algorithm>

#include "gateway/http/json_answer.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::access {
namespace {

using http::Answer;
using http::Reply;
using http::Request;

Answer unauthorised(std::string detail, std::string_view reason) {
  auto answer = http::problem(http::Problem{401, "token", "A token is needed.", std::move(detail), {}});
  std::string challenge = "Bearer realm=\"cimgate\"";
  if (!reason.empty())
    challenge += ", error=\"invalid_token\", error_description=\"" + std::string(reason) + '"';
  answer.headers.add("WWW-Authenticate", challenge);
  return answer;
}

Answer forbidden(std::string type, std::string title, std::string detail) {
  return http::problem(http::Problem{403, std::move(type), std::move(title), std::move(detail), {}});
}

bool is_bearer(std::string_view said) {
  constexpr std::string_view scheme = "bearer ";
  if (said.size() <= scheme.size()) return false;
  for (std::size_t i = 0; i < scheme.size(); ++i)
    if ((said[i] >= 'A' && said[i] <= 'Z' ? static_cast<char>(said[i] - 'A' + 'a') : said[i]) != scheme[i])
      return false;
  return true;
}

using Handle = std::function<void(Request, Reply)>;

/// Each handler behind another, which wants a token with one of the scopes.
http::Part each(http::Part part, const std::vector<std::string>& scopes,
                const std::function<Handle(Handle)>& behind) {
  for (auto& route : part.routes) {
    route.handle = behind(std::move(route.handle));
    for (const auto& scope : scopes) route.credentials.push_back({"maskinporten", scope});
  }
  part.openapi.emplace_back("gateway/elhub/access/openapi/tokens.yaml");
  return part;
}

}  // namespace

tl::expected<tokens::Token, Answer> Guard::admit(const Request& request,
                                                 const std::vector<std::string>& scopes) const {
  const auto said = request.headers.get("Authorization");
  if (!is_bearer(said))
    return tl::make_unexpected(unauthorised("Send Authorization: Bearer, and the token.", ""));
  auto rules = setting_.rules;
  rules.scopes = scopes;
  if (claims_) {
    const auto claims = claims_();
    rules.user_claim = claims.user;
    rules.roles_claim = claims.roles;
  }
  const auto text = said.substr(std::string_view("Bearer ").size());
  auto token = tokens::check(text, *setting_.keys(), rules, setting_.now());
  if (!token && token.error() == tokens::Invalid::unknown_key && setting_.keys_anew)
    token = tokens::check(text, *setting_.keys_anew(), rules, setting_.now());
  if (token) return *std::move(token);
  const auto why = to_string(token.error());
  if (token.error() == tokens::Invalid::scope)
    return tl::make_unexpected(forbidden("token-scope", "The token is for something else.",
                                         "It has none of the scopes that this needs."));
  return tl::make_unexpected(unauthorised("The token does not hold: " + std::string(why) + '.', why));
}

bool Guard::fits(const tokens::Token& token, const std::vector<std::string>& roles) const {
  if (roles.empty()) return true;
  return std::any_of(token.scopes.begin(), token.scopes.end(), [&](const std::string& scope) {
    const auto& ours = setting_.rules.scopes;
    if (std::find(ours.begin(), ours.end(), scope) == ours.end()) return false;
    const auto of = setting_.roles.find(scope);
    return of == setting_.roles.end() || std::find_first_of(roles.begin(), roles.end(), of->second.begin(),
                                                            of->second.end()) != roles.end();
  });
}

OrganisationOf organisations_of(std::shared_ptr<hub::Hub> hub) {
  return [hub = std::move(hub)](const std::string& gln,
                                std::function<void(tl::expected<KnownParty, hub::Fault>)> tell) {
    auto organisation = std::make_shared<std::string>();
    hub->order([organisation, gln](hub::MessageProcessor&,
                                   ledger::Ledger& ledger) { *organisation = ledger.organisation_of(gln); },
               [organisation, tell = std::move(tell)](const std::optional<hub::Fault>& fault) {
                 if (fault) return tell(tl::make_unexpected(*fault));
                 tell(KnownParty{*organisation, {}});
               });
  };
}

http::Part for_parties(http::Part part, const std::shared_ptr<const Guard>& guard,
                       const OrganisationOf& organisation_of) {
  return each(std::move(part), guard->setting().rules.scopes, [&](Handle handle) -> Handle {
    return [guard, organisation_of, handle = std::move(handle)](Request request, const Reply& reply) {
      const auto token = guard->admit(request, guard->setting().rules.scopes);
      if (!token) return reply(token.error());
      const auto sender = std::string(request.headers.get("SenderGLN"));
      if (sender.empty()) return handle(std::move(request), reply);  // says so itself
      auto kept = std::make_shared<Request>(std::move(request));
      kept->caller = http::Caller{token->user, token->roles};
      organisation_of(sender, [kept, handle, reply, guard,
                               token = *token](const tl::expected<KnownParty, hub::Fault>& party) {
        if (!party)
          return reply(http::problem(
              http::Problem{503, "busy", "The market cannot do this now.", party.error().text, {}}));
        if (party->organisation.empty() || party->organisation != token.organisation)
          return reply(
              forbidden("token-party", "The token is not of this party.",
                        "SenderGLN names a party whose organisation number is not that of the token."));
        if (!guard->fits(token, party->roles))
          return reply(forbidden("token-scope", "The token is for something else.",
                                 "Its scopes are for parties in other roles than that of SenderGLN."));
        // Not on the hub's thread, which has other things to do.
        Answer later;
        later.next = [kept, handle](const Reply& answer) { handle(std::move(*kept), answer); };
        reply(std::move(later));
      });
    };
  });
}

http::Part for_parties_and_end_users(const http::Part& part, const std::shared_ptr<const Guard>& guard,
                                     const OrganisationOf& organisation_of) {
  auto guarded = for_parties(part, guard, organisation_of);
  for (std::size_t i = 0; i < part.routes.size(); ++i) {
    auto& route = guarded.routes[i];
    route.credentials.push_back({"maskinporten", scope_of_end_users});
    route.handle = [guard, for_party = std::move(route.handle), for_end_user = part.routes[i].handle](
                       Request request, const Reply& reply) {
      const auto organisation = request.headers.get(header_of_end_users);
      if (organisation.empty()) return for_party(std::move(request), reply);
      const auto token = guard->admit(request, {scope_of_end_users});
      if (!token) return reply(token.error());
      if (token->organisation != organisation)
        return reply(
            forbidden("token-party", "The token is not of this party.",
                      "ElhubOnBehalfOfOrganisation is another organisation than that of the token."));
      for_end_user(std::move(request), reply);
    };
  }
  return guarded;
}

http::Part for_operators(http::Part part, const std::shared_ptr<const Guard>& guard) {
  return each(std::move(part), {guard->setting().operator_scope}, [&](Handle handle) -> Handle {
    return [guard, handle = std::move(handle)](Request request, const Reply& reply) {
      const auto token = guard->admit(request, {guard->setting().operator_scope});
      if (!token) return reply(token.error());
      handle(std::move(request), reply);
    };
  });
}

http::Part token_routes(std::shared_ptr<const tokens::TokenEndpoint> endpoint,
                        std::function<keys::Seconds()> now) {
  http::Part part;
  part.openapi = {"gateway/elhub/access/openapi/access.yaml"};
  http::Route token;
  token.method = "POST";
  token.pattern = "/maskinporten/token";
  token.operation = "maskinportenToken";
  token.body = http::BodyIs::required;
  token.consumes = {"application/x-www-form-urlencoded"};
  token.body_limit = 64 * 1024;
  token.harmless = true;  // an OAuth client sends a form
  token.handle = [endpoint, now](const Request& request, const Reply& reply) {
    const auto given = endpoint->grant(request.body, now());
    if (given) return reply(http::json_answer(*given));
    json::JsonOut out(true);
    out.begin_object(json::JsonOut::Line::airy);
    out.member("error", given.error().error);
    out.member("error_description", given.error().description);
    out.end_object();
    reply(http::json_answer(std::move(out).take(), 400));
  };
  part.routes.push_back(std::move(token));
  http::Route keys;
  keys.method = "GET";
  keys.pattern = "/maskinporten/jwk";
  keys.operation = "maskinportenKeys";
  keys.handle = [endpoint](const Request&, const Reply& reply) {
    reply(http::json_answer(endpoint->keys().json()));
  };
  part.routes.push_back(std::move(keys));
  return part;
}

}  // namespace cimgate::access

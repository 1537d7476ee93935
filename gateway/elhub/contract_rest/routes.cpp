#include "gateway/elhub/contract_rest/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "gateway/elhub/contract_rest/json_api.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/text/percent.hpp"
#include "gateway/validation/check_digits.hpp"

namespace cimgate::contract_rest {
namespace {

using http::Answer;
using http::Reply;
using http::Request;
using hub::ContractCaller;
using hub::ContractError;
using hub::ContractErrors;
using hub::ContractOrder;
using HubPtr = std::shared_ptr<hub::Hub>;

constexpr const char* end_user_header = "ElhubOnBehalfOfOrganisation";
constexpr std::size_t largest_page = 100;
constexpr std::size_t most_points = 100;  ///< in one filter (assumed)

ContractError invalid(std::string detail) {
  return hub::invalid_input(std::move(detail), "");
}

tl::expected<ContractCaller, ContractError> caller_of(const Request& request) {
  ContractCaller caller;
  caller.physical = std::string(request.headers.get("SenderGLN"));
  caller.end_user = std::string(request.headers.get(end_user_header));
  const auto is_gln = [](const std::string& text) {
    return validation::check_gln(text).kind == validation::CheckResult::Kind::right;
  };
  if (!caller.end_user.empty()) {
    if (!caller.physical.empty() || request.headers.find("OnBehalfOfGLN") != nullptr)
      return tl::make_unexpected(invalid("A party and an end user cannot ask together."));
    if (!text::are_digits(caller.end_user, 9))
      return tl::make_unexpected(
          invalid("ElhubOnBehalfOfOrganisation is an organisation number of 9 digits."));
    return caller;
  }
  caller.juridical = std::string(request.headers.get("OnBehalfOfGLN", caller.physical));
  if (!is_gln(caller.physical) || !is_gln(caller.juridical))
    return tl::make_unexpected(ContractError{400, "", "Missing input",
                                             "SenderGLN, and OnBehalfOfGLN when it is for another, are GLNs "
                                             "of 13 digits.",
                                             ""});
  return caller;
}

/// Does something on the hub's thread; what it refuses leaves no trace.
void on_hub(const HubPtr& hub, const Reply& reply,
            std::function<Answer(hub::MessageProcessor&, hub::Seconds)> work) {
  auto answer = std::make_shared<Answer>();
  hub->order(
      [answer, work = std::move(work)](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
        ledger.attempt([&] {
          *answer = work(processor, ledger.now());
          return answer->status < 400;
        });
      },
      [hub, answer, reply](const std::optional<hub::Fault>& fault) {
        if (fault)
          reply(errors_answer({{503, "", "Service unavailable", fault->description, ""}}, hub->now()));
        else
          reply(std::move(*answer));
      });
}

void carry_out(const HubPtr& hub, ContractOrder::Kind kind, Request request, const Reply& reply) {
  ContractOrder order;
  order.kind = kind;
  auto caller = caller_of(request);
  if (!caller) return reply(errors_answer({caller.error()}, hub->now()));
  order.caller = *std::move(caller);
  order.id = std::string(request.parameters.get("id"));
  auto said = hub::read_contracts(kind, request.body);
  if (!said) return reply(errors_answer(said.error(), hub->now()));
  order.contracts = *std::move(said);
  order.body = std::move(request.body);
  on_hub(hub, reply, [order = std::move(order)](hub::MessageProcessor& processor, hub::Seconds now) {
    const auto done = processor.carry_out(order);
    if (!done) return errors_answer(done.error(), now);
    if (order.kind == ContractOrder::Kind::change_one) return contract_answer(done->front(), now);
    return contracts_answer(*done, {}, now, order.kind == ContractOrder::Kind::make ? 201 : 200);
  });
}

std::optional<std::size_t> number_of(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// What a list asks for, and its query without the number of the page.
struct Listed {
  hub::ContractQuery query;
  std::size_t page = 0;
  std::string filters;  ///< percent-encoded, for links
};

tl::expected<Listed, ContractError> listed(const Request& request) {
  Listed made;
  auto caller = caller_of(request);
  if (!caller) return tl::make_unexpected(caller.error());
  auto& query = made.query;
  query.caller = *std::move(caller);
  const auto wrong = [](const std::string& name, std::string_view expected) {
    return tl::make_unexpected(invalid(fmt::format("{}: expected {}.", name, expected)));
  };
  for (const auto& [name, value] : request.query) {
    if (name == "page[number]") {
      const auto number = number_of(value);
      if (!number || *number > 1'000'000) return wrong(name, "a number from 0");
      made.page = *number;
      continue;
    }
    if (name == "page[size]") {
      const auto size = number_of(value);
      if (!size || *size == 0 || *size > largest_page) return wrong(name, "a number from 1 to 100");
      query.limit = *size;
    } else if (name == "filter[contractType]") {
      if (value.empty() || value.size() > 100) return wrong(name, "the type of a contract");
      query.filter.type = value;
    } else if (name == "filter[meteringPointId]") {
      // A list: with commas, or the name again.
      for (std::string_view rest = value;;) {
        const auto one = rest.substr(0, rest.find(','));
        if (validation::check_gsrn(one).kind != validation::CheckResult::Kind::right)
          return wrong(name, "metering points of 18 digits");
        query.gsrns.emplace_back(one);
        if (query.gsrns.size() > most_points) return wrong(name, "at most 100 metering points");
        if (one.size() == rest.size()) break;
        rest.remove_prefix(one.size() + 1);
      }
    } else if (name == "filter[updatedAt][gt]" || name == "filter[updatedAt][lt]") {
      const auto at = norway::parse_moment(value);
      if (!at || value.find('T') == std::string::npos)
        return wrong(name, "a time with zone, such as 2026-06-01T08:00:00+02:00");
      (name.ends_with("[gt]") ? query.filter.updated_after : query.filter.updated_before) = at;
    } else {
      return tl::make_unexpected(invalid(
          "The query parameters are filter[contractType], filter[meteringPointId], filter[updatedAt][gt], "
          "filter[updatedAt][lt], page[number] and page[size]."));
    }
    made.filters += fmt::format("{}={}&", text::percent_encoded(name), text::percent_encoded(value));
  }
  std::sort(query.gsrns.begin(), query.gsrns.end());
  query.gsrns.erase(std::unique(query.gsrns.begin(), query.gsrns.end()), query.gsrns.end());
  query.skip = made.page * query.limit;
  return made;
}

void list(const HubPtr& hub, const Request& request, const Reply& reply) {
  auto made = listed(request);
  if (!made) return reply(errors_answer({made.error()}, hub->now()));
  on_hub(hub, reply, [made = *std::move(made)](hub::MessageProcessor& processor, hub::Seconds now) {
    const auto found = processor.find_contracts(made.query);
    if (!found) return errors_answer({found.error()}, now);
    const auto page = [&](std::size_t number) {
      return fmt::format("{}/contracts?{}page%5Bnumber%5D={}", base, made.filters, number);
    };
    std::vector<Link> links = {{"self", page(made.page)}, {"first", page(0)}};
    if (made.page > 0) links.push_back({"prev", page(made.page - 1)});
    if (found->more) links.push_back({"next", page(made.page + 1)});
    return contracts_answer(found->contracts, links, now);
  });
}

void tell(const HubPtr& hub, const Request& request, const Reply& reply) {
  auto caller = caller_of(request);
  if (!caller) return reply(errors_answer({caller.error()}, hub->now()));
  on_hub(hub, reply,
         [caller = *caller, id = std::string(request.parameters.get("id"))](hub::MessageProcessor& processor,
                                                                            hub::Seconds now) {
           const auto found = processor.find_contract(caller, id);
           return found ? contract_answer(*found, now) : errors_answer({found.error()}, now);
         });
}

http::Route route(const HubPtr& hub, const char* method, const std::string& path, const char* operation,
                  std::function<void(Request, const Reply&)> handle) {
  http::Route made;
  made.method = method;
  made.pattern = base + path;
  made.operation = operation;
  made.handle = std::move(handle);
  made.produces = {media_type, "application/json"};
  if (made.method != "GET") {
    made.body = http::BodyIs::required;
    made.consumes = {media_type, "application/json"};
    made.body_limit = hub::longest_contracts;
  }
  made.error_answer = [hub](const http::TransportError& error) {
    return errors_answer(
        {{error.status, error.status == 400 ? "INVALID_INPUT" : "", error.title, error.detail, ""}},
        hub->now());
  };
  return made;
}

/// A problem that somebody else has found, as an error of JSON:API.
Answer in_json_api(Answer answer, hub::Seconds now) {
  if (answer.content_type != "application/problem+json") return answer;
  const auto tree = json::parse_json(answer.body, {});
  const auto text = [&](std::string_view name) {
    const auto id = tree ? tree->member(0, name) : json::no_json;
    return id == json::no_json ? std::string() : std::string((*tree)[id].text);
  };
  auto made = errors_answer({{answer.status, "", text("title"), text("detail"), ""}}, now);
  made.headers = std::move(answer.headers);
  return made;
}

/// The draft writes Sender and On-Behalf-Of. False: both forms say different things.
bool take_draft_headers(Request& request) {
  constexpr std::pair<const char*, const char*> pairs[] = {{"Sender", "SenderGLN"},
                                                           {"On-Behalf-Of", "OnBehalfOfGLN"}};
  for (const auto& [draft, usual] : pairs) {
    const auto* said = request.headers.find(draft);
    const auto* other = request.headers.find(usual);
    if (said == nullptr) continue;
    if (other == nullptr)
      request.headers.add(usual, *said);
    else if (*said != *other)
      return false;
  }
  return true;
}

}  // namespace

http::Part routes(const HubPtr& hub) {
  http::Part part;
  part.openapi = {"gateway/elhub/contract_rest/openapi/contract_rest.yaml"};
  const auto change = [hub](ContractOrder::Kind kind) {
    return
        [hub, kind](Request request, const Reply& reply) { carry_out(hub, kind, std::move(request), reply); };
  };
  part.routes.push_back(route(hub, "GET", "/ping", "pingContractService",
                              [hub](const Request&, const Reply& reply) { reply(ping_answer(hub->now())); }));
  part.routes.push_back(
      route(hub, "GET", "/contracts", "getContracts",
            [hub](const Request& request, const Reply& reply) { list(hub, request, reply); }));
  part.routes.push_back(
      route(hub, "POST", "/contracts", "createContracts", change(ContractOrder::Kind::make)));
  part.routes.push_back(
      route(hub, "PATCH", "/contracts", "patchContracts", change(ContractOrder::Kind::change)));
  part.routes.push_back(
      route(hub, "GET", "/contracts/{id}", "getContractById",
            [hub](const Request& request, const Reply& reply) { tell(hub, request, reply); }));
  part.routes.push_back(
      route(hub, "PATCH", "/contracts/{id}", "patchContractById", change(ContractOrder::Kind::change_one)));
  return part;
}

http::Part in_its_words(http::Part part, const HubPtr& hub) {
  for (auto& route : part.routes)
    route.handle = [hub, handle = std::move(route.handle)](Request request, const Reply& reply) {
      if (!take_draft_headers(request))
        return reply(errors_answer({invalid("Sender and SenderGLN, or On-Behalf-Of and OnBehalfOfGLN, say "
                                            "different things.")},
                                   hub->now()));
      handle(std::move(request), [hub, reply](Answer answer) {
        if (!answer.next) return reply(in_json_api(std::move(answer), hub->now()));
        // A handler that goes on elsewhere: what it says there.
        answer.next = [hub, next = std::move(answer.next)](const std::function<void(Answer)>& tell) {
          next([hub, tell](Answer later) { tell(in_json_api(std::move(later), hub->now())); });
        };
        reply(std::move(answer));
      });
    };
  return part;
}

}  // namespace cimgate::contract_rest

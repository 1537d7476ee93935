#include "gateway/elhub/contract_rest/json_api.hpp"

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/json/out.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::contract_rest {
namespace {

using json::JsonOut;

http::Answer answer_of(JsonOut&& out, std::uint16_t status) {
  http::Answer answer;
  answer.status = status;
  answer.content_type = media_type;
  answer.body = std::move(out).take();
  return answer;
}

void write_relation(JsonOut& out, std::string_view name, std::string_view type, const std::string& id) {
  out.begin_object(name, JsonOut::Line::one);
  out.begin_object("data");
  out.member("type", type);
  out.member("id", id);
  out.end_object();
  out.end_object();
}

void write_meta(JsonOut& out, hub::Seconds now) {
  out.begin_object("meta", JsonOut::Line::one);
  out.member("createdAt", norway::local_text(now));
  out.end_object();
}

void write_contract(JsonOut& out, const hub::PointContract& one) {
  out.begin_object();
  out.member("id", one.id);
  out.member("type", "contract");
  out.begin_object("attributes");
  out.member("contractType", one.type);
  out.member("startDate", rules::to_text(one.start));
  if (one.end)
    out.member("endDate", rules::to_text(*one.end));
  else
    out.member_literal("endDate", "null");
  out.member("isCancelled", one.status == "Cancelled");
  out.member("status", one.status);
  out.end_object();
  out.begin_object("relationships");
  write_relation(out, "createdBy", "Party", "GLN" + one.created_by);
  if (!one.updated_by.empty()) write_relation(out, "updatedBy", "Party", "GLN" + one.updated_by);
  write_relation(out, "meteringPoint", "MeteringPoint", one.gsrn);
  out.end_object();
  out.begin_object("meta", JsonOut::Line::one);
  out.member("createdAt", norway::local_text(one.created));
  out.member("updatedAt", norway::local_text(one.updated));
  out.end_object();
  out.begin_object("links", JsonOut::Line::one);
  out.member("self", std::string(base) + "/contracts/" + one.id);
  out.end_object();
  out.end_object();
}

}  // namespace

http::Answer contract_answer(const hub::PointContract& contract, hub::Seconds now, std::uint16_t status) {
  JsonOut out(true);
  out.begin_object();
  out.key("data");
  write_contract(out, contract);
  write_meta(out, now);
  out.end_object();
  return answer_of(std::move(out), status);
}

http::Answer contracts_answer(const std::vector<hub::PointContract>& contracts,
                              const std::vector<Link>& links, hub::Seconds now, std::uint16_t status) {
  JsonOut out(true);
  out.begin_object();
  out.begin_array("data");
  for (const auto& contract : contracts) write_contract(out, contract);
  out.end_array();
  if (!links.empty()) {
    out.begin_object("links");
    for (const auto& link : links) out.member(link.name, link.target);
    out.end_object();
  }
  write_meta(out, now);
  out.end_object();
  return answer_of(std::move(out), status);
}

http::Answer ping_answer(hub::Seconds now) {
  JsonOut out(true);
  out.begin_object();
  write_meta(out, now);
  out.end_object();
  return answer_of(std::move(out), 200);
}

http::Answer errors_answer(const hub::ContractErrors& errors, hub::Seconds now) {
  JsonOut out(true);
  out.begin_object();
  out.begin_array("errors");
  for (const auto& error : errors) {
    out.begin_object();
    out.member("status", std::to_string(error.status));
    if (!error.code.empty()) out.member("code", error.code);
    out.member("title", error.title);
    out.member("detail", error.detail);
    if (!error.pointer.empty()) {
      out.begin_object("source", JsonOut::Line::one);
      out.member("pointer", error.pointer);
      out.end_object();
    }
    out.end_object();
  }
  out.end_array();
  write_meta(out, now);
  out.end_object();
  return answer_of(std::move(out), errors.empty() ? std::uint16_t{500} : errors.front().status);
}

}  // namespace cimgate::contract_rest

#include <utility>

#include "gateway/rules/operand.hpp"

namespace cimgate::rules {

void Judging::begin(const Asks& asks, document::NodeId record) {
  asks_ = &asks;
  record_ = record;
  question_.reset();
  facts_.clear();
  forget();
}

void Judging::forget() {
  place_ = document::no_node;
  said_.clear();
  missing_.clear();
  basis_.reset();
  kept_key_.reset();
}

bool Judging::is_first(const Condition& asking, std::string key) {
  if (setting_.in_parts) {
    kept_key_ = std::move(key);
    return true;
  }
  return first_with_.emplace(std::pair(&asking, std::move(key)), record_).first->second == record_;
}

const Question& Judging::question() {
  if (question_) return *question_;
  question_.emplace();
  question_->message = setting_.message_id;
  question_->as_of = setting_.as_of;
  question_->process = setting_.process;
  question_->calendar = &calendar();
  if (asks_ == nullptr) return *question_;
  const auto first = [&](const std::vector<Operand>& operands) -> std::optional<Value> {
    for (const auto& operand : operands) {
      auto answer = answer_of(operand, *this);
      if (!answer.values.empty()) return std::move(answer.values.front());
    }
    return std::nullopt;
  };
  const auto text = [&](const std::vector<Operand>& operands) {
    const auto value = first(operands);
    return value ? std::string(value->text.view()) : std::string();
  };
  question_->metering_point = text(asks_->metering_point);
  if (const auto on = first(asks_->on)) question_->on = on->day;
  question_->grid_area = text(asks_->grid_area);
  question_->supplier = text(asks_->supplier);
  question_->customer = text(asks_->customer);
  question_->sender = text(asks_->sender);
  question_->physical_sender = text(asks_->physical_sender);
  question_->role = text(asks_->role);
  question_->reference = text(asks_->reference);
  question_->payload = text(asks_->payload);
  question_->consent = text(asks_->consent);
  if (const auto from = first(asks_->from)) question_->from = from->seconds;
  if (const auto to = first(asks_->to)) question_->to = to->seconds;
  question_->business_type = text(asks_->business_type);
  question_->meter = text(asks_->meter);
  question_->street = text(asks_->street);
  question_->building_number = text(asks_->building_number);
  question_->post_code = text(asks_->post_code);
  if (const auto place = series_.find(document_, record_)) {
    question_->series = place->series;
    question_->earlier = place->earlier;
  }
  return *question_;
}

const Fact& Judging::fact(const LookUp& look_up) {
  const auto [at, is_new] = facts_.try_emplace(look_up.name);
  if (!is_new) return at->second;
  Fact fact;
  if (setting_.facts != nullptr) {
    fact = setting_.facts->look_up(look_up.name, question());
  } else {
    fact.missing = {std::string(look_up.en), std::string(look_up.nb)};
  }
  return facts_[look_up.name] = std::move(fact);
}

void Judging::object(document::NodeId at) {
  if (place_ == document::no_node) place_ = at;
}

void Judging::say(std::string_view name, Written value) {
  for (auto& [known, said] : said_)
    if (known == name) {
      said = std::move(value);
      return;
    }
  said_.emplace_back(name, std::move(value));
}

std::string_view Judging::said(std::string_view name) const {
  for (const auto& [known, said] : said_)
    if (known == name) return said;
  return {};
}

const Answer& Judging::same_for_all(const Operand& operand, const std::function<Answer()>& answer) {
  auto& kept = same_for_all_[&operand];
  if (kept == nullptr) kept = std::make_shared<const Answer>(answer());
  return *kept;
}

void Judging::lacks(const Text& fact) {
  for (const auto& known : missing_)
    if (known.en == fact.en) return;
  missing_.push_back(fact);
}

void Judging::rests_on(const RuleSource& source) {
  if (source.status == "assumed") basis_ = source;
}

}  // namespace cimgate::rules

#include "gateway/elhub/hub/access_deeds.hpp"

#include "gateway/security/keys/hash.hpp"

namespace cimgate::hub {
namespace {

/// Between two GLNs.
std::string text_of(const Acting& acting) {
  return acting.party + ' ' + acting.physical;
}

Acting acting_of(const std::string& text) {
  const auto blank = std::min(text.find(' '), text.size());
  return {text.substr(0, blank), text.substr(std::min(blank + 1, text.size()))};
}

}  // namespace

template <class Value, class Work>
AccessResult<Value> MessageProcessor::access(const ledger::JournalEntry& entry, const Work& work) {
  AccessResult<Value> result = tl::unexpected(AccessRefusal());
  ledger_.attempt([&] {
    ProcessContext context(ledger_, setting_);
    result = work(context);
    if (result) ledger_.note(entry);
    return result.has_value();
  });
  return result;
}

AccessResult<ledger::Authorization> MessageProcessor::ask_end_user(const Acting& acting,
                                                                   const AuthorizationDraft& draft) {
  return access<ledger::Authorization>(
      {0, "authorization", "ask", text_of(acting), to_text(draft)},
      [&](ProcessContext& context) { return hub::ask_end_user(context, acting, draft); });
}

AccessResult<ledger::Authorization> MessageProcessor::answer_of_end_user(const std::string& id, bool agrees) {
  return access<ledger::Authorization>(
      {0, "authorization", "answer", id, agrees ? "yes" : "no"},
      [&](ProcessContext& context) { return hub::answer_of_end_user(context, id, agrees); });
}

AccessResult<void> MessageProcessor::take_signed(const Acting& acting, const std::string& id,
                                                 const std::string& pdf) {
  return access<void>({0, "authorization", "signed " + id, text_of(acting), keys::base64(pdf)},
                      [&](ProcessContext& context) { return hub::take_signed(context, acting, id, pdf); });
}

AccessResult<ledger::GrantRecord> MessageProcessor::change_grant(const std::string& id,
                                                                 const std::string& status) {
  return access<ledger::GrantRecord>({0, "authorization", "grant", id, status}, [&](ProcessContext& context) {
    return hub::change_grant(context, id, status);
  });
}

AccessResult<void> MessageProcessor::may_act(const Acting& acting) {
  ProcessContext context(ledger_, setting_);
  return hub::may_act(context, acting);
}

tl::expected<void, std::string> repeat_access(MessageProcessor& processor,
                                              const ledger::JournalEntry& entry) {
  const std::string signing = "signed ";
  if (entry.first == "ask") {
    const auto draft = parse_draft(entry.third);
    if (!draft) return tl::make_unexpected(std::string("what was asked of an end user cannot be read"));
    static_cast<void>(processor.ask_end_user(acting_of(entry.second), *draft));
  } else if (entry.first == "answer") {
    static_cast<void>(processor.answer_of_end_user(entry.second, entry.third == "yes"));
  } else if (entry.first.starts_with(signing)) {
    const auto pdf = keys::from_base64(entry.third);
    if (!pdf) return tl::make_unexpected(std::string("a signed document cannot be read"));
    static_cast<void>(
        processor.take_signed(acting_of(entry.second), entry.first.substr(signing.size()), *pdf));
  } else if (entry.first == "grant") {
    static_cast<void>(processor.change_grant(entry.second, entry.third));
  } else {
    return tl::make_unexpected("unknown authorization '" + entry.first + "'");
  }
  return {};
}

}  // namespace cimgate::hub

#include "gateway/elhub/hub/user_roles.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/message_processor.hpp"
#include "gateway/elhub/hub/plain_words.hpp"
#include "gateway/elhub/hub/role_mail.hpp"
#include "gateway/elhub/users/book.hpp"

namespace cimgate::hub {
namespace {

/// Where the super users of an organisation are written to, on a day.
std::vector<std::string> mails_of_super_users(const users::Organisation& organisation, Day day) {
  std::vector<std::string> mails;
  for (const auto& user : organisation.users)
    if (!user.mail.empty() && std::any_of(user.terms.begin(), user.terms.end(), [&](const users::Term& term) {
          return term.role == users::super_user && term.party == organisation.gln && term.holds(day);
        }))
      mails.push_back(user.mail);
  return mails;
}

template <class Use>
void each_term(const users::Directory& directory, const Use& use) {
  for (const auto& organisation : directory.organisations)
    for (const auto& user : organisation.users)
      for (const auto& term : user.terms) use(organisation, user, term);
}

void tell(ProcessContext& context, const users::Directory& directory, const users::Organisation& organisation,
          const users::User& user, const users::Term& term) {
  RoleToTell told;
  told.user = user.id;
  told.organisation = organisation.gln;
  told.party = term.party;
  told.name_of_party = party_name(context, term.party, context.today());
  if (const auto* role = directory.roles->find(term.role)) told.role = role->title;
  told.ends = term.to;
  told.hub = party_name(context, context.gln(), context.today());
  auto mails = mails_of_super_users(organisation, context.today());
  if (mails.empty()) mails.emplace_back();
  for (const auto& to : mails) {
    auto text = role_mail_text(told);
    context.ledger().keep(
        {0, context.now(), "", "", term.to, to, std::move(text.subject), std::move(text.body)});
  }
  const auto day = rules::to_text(term.to);
  context.tell("role-ends-soon",
               {fmt::format("User {}: the role {} for {} ends on {}.", user.id, term.role, term.party, day),
                fmt::format("Bruker {}: rollen {} for {} utløper {}.", user.id, term.role, term.party, day)},
               "", "", organisation.gln);
}

}  // namespace

void plan_ends_of_roles(ProcessContext& context, const users::Directory& directory) {
  auto& ledger = context.ledger();
  for (const auto& step : ledger.steps_named(role_ends_soon)) ledger.drop_steps(step.subject);
  each_term(directory, [&](const auto& organisation, const auto& user, const auto& term) {
    const auto name = users::name_of(organisation, user, term);
    if (term.to <= context.today() || ledger.users().was_told(name)) return;
    context.schedule(std::max(norway::start_of(directory.warning_of(term)), context.now()), role_ends_soon,
                     name, "", "");
  });
}

void tell_end_of_role(ProcessContext& context, const users::Directory& directory, const std::string& name) {
  each_term(directory, [&](const auto& organisation, const auto& user, const auto& term) {
    if (!name.starts_with(organisation.gln) || !name.ends_with(time::to_text(term.to)) ||
        users::name_of(organisation, user, term) != name || directory.goes_on(user, term) ||
        context.ledger().users().was_told(name))
      return;
    context.ledger().users().keep_told(name, context.now());
    tell(context, directory, organisation, user, term);
  });
}

tl::expected<users::Directory, MessageProcessor::Mistakes> MessageProcessor::directory_of(
    const std::string& name, const std::string& text) const {
  const auto file = setting_.intake->engine().store->read(users::roles_file);
  const auto roles =
      file ? users::read_roles(users::roles_file, *file) : tl::make_unexpected(std::string(file.error()));
  if (!roles) return tl::make_unexpected(Mistakes{{{users::roles_file, 1, 1}, roles.error()}});
  return users::read_directory(name, text, std::make_shared<const users::Roles>(*roles));
}

tl::expected<void, MessageProcessor::Mistakes> MessageProcessor::take_users(const std::string& name,
                                                                            const std::string& text) {
  std::shared_ptr<const users::Directory> taken;
  if (!text.empty()) {
    auto made = directory_of(name, text);
    if (!made) return tl::make_unexpected(std::move(made.error()));
    taken = std::make_shared<const users::Directory>(*std::move(made));
  }
  ledger_.note({0, "users", text, name, ""});
  ledger_.users().keep_text("directory", text);
  users_ = std::move(taken);
  ProcessContext context(ledger_, setting_);
  std::size_t count = 0;
  if (users_)
    for (const auto& organisation : users_->organisations) count += organisation.users.size();
  context.tell("users-taken", {fmt::format("Users: {}.", count), fmt::format("Brukere: {}.", count)});
  plan_ends_of_roles(context, users_ ? *users_ : users::Directory{users::no_roles(), {}, {}, {}, {}});
  while (const auto step = ledger_.take_step(ledger_.now())) run(*step);
  return {};
}

users::Verdict MessageProcessor::judge(users::Act& act) {
  const auto today = norway::day_of(ledger_.now());
  if (!act.document.empty()) {
    // Its answers are those of the party for which it was sent, whoever is named now.
    const auto message = ledger_.message(act.document);
    const bool own = message && message->incoming && message->physical_sender == act.organisation;
    if (own) act.party = message->sender;
    act.own_answers = own && message->process == "BRS-NO-611";
  } else if (act.organisation == act.party && ledger::parse_channel(act.about)) {
    // A company that may only ask gets nothing into its queues but what is said to that.
    const auto history = ledger_.market()->party_history(act.party);
    const auto* party = market::held_on(history, today);
    act.own_answers = party != nullptr && market::may_only_ask(party->roles);
  }
  return users::judge(*users_, act, today);
}

tl::expected<void, Fault> MessageProcessor::may_do(users::Act act) {
  if (!users_) return {};
  const auto verdict = judge(act);
  if (verdict.allowed) return {};
  return tl::make_unexpected(Fault{FaultGroup::security, verdict.why, "", {}});
}

tl::expected<std::int64_t, Fault> MessageProcessor::enter(users::Act act) {
  if (!users_) return 0;
  const auto verdict = judge(act);
  const auto entry = ledger_.users().enter(act, verdict, ledger_.now());
  if (verdict.allowed) return entry;
  return tl::make_unexpected(Fault{FaultGroup::security, verdict.why, "", {}});
}

}  // namespace cimgate::hub

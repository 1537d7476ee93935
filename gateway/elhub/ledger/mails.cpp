#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/store/day_columns.hpp"

namespace cimgate::ledger {
namespace {

/// Of a mail, and what is known of its way.
constexpr const char* columns =
    "SELECT m.sequence, m.at, m.process, m.gsrn, m.ends, m.recipient, m.subject_en, m.subject_nb, m.body_en, "
    "m.body_nb, coalesce(p.state, 0), coalesce(p.tries, 0) FROM hub_mails m LEFT JOIN hub_mail_posts p ON "
    "p.mail = m.sequence ";

Ledger::PostedMail mail_at(const database::Query& row) {
  Ledger::PostedMail one;
  one.mail = {row->integer(0),
              row->integer(1),
              row->text(2),
              row->text(3),
              store::day_at(row, 4),
              row->text(5),
              {row->text(6), row->text(7)},
              {row->text(8), row->text(9)}};
  one.post = {static_cast<Delivery::State>(row->integer(10)), row->integer(11)};
  return one;
}

}  // namespace

std::string_view to_string(Delivery::State state) {
  switch (state) {
    case Delivery::State::waiting:
      return "waiting";
    case Delivery::State::sent:
      return "sent";
    case Delivery::State::refused:
      return "refused";
    case Delivery::State::given_up:
      break;
  }
  return "given-up";
}

std::int64_t Ledger::keep(const Mail& mail) {
  if (!mail.to.empty()) ++mails_kept_;
  auto row = connection_->query(
      "INSERT INTO hub_mails (at, process, gsrn, ends, recipient, subject_en, subject_nb, body_en, body_nb) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING sequence");
  row->bind(1, mail.at).bind(2, mail.process).bind(3, mail.gsrn).bind(4, store::number(mail.ends));
  int column = 4;
  for (const auto* text : {&mail.to, &mail.subject.en, &mail.subject.nb, &mail.body.en, &mail.body.nb})
    row->bind(++column, *text);
  row->step();
  return row->integer(0);
}

std::vector<Ledger::PostedMail> Ledger::mails(const MailFilter& filter) {
  auto row = connection_->query(std::string(columns) +
                                "WHERE m.sequence > ?1 AND (?2 = '' OR m.process = ?2) AND (?3 = '' OR "
                                "m.gsrn = ?3) AND m.at >= ?4 ORDER BY m.sequence LIMIT ?5");
  row->bind(1, filter.after)
      .bind(2, filter.process)
      .bind(3, filter.gsrn)
      .bind(4, filter.since)
      .bind(5, static_cast<std::int64_t>(filter.limit));
  std::vector<PostedMail> all;
  while (row->step()) all.push_back(mail_at(row));
  return all;
}

std::vector<Ledger::PostedMail> Ledger::mails_to_send(std::int64_t after, std::size_t limit) {
  auto row = connection_->query(std::string(columns) +
                                "WHERE m.sequence > ?1 AND m.recipient <> '' AND coalesce(p.state, 0) = 0 "
                                "ORDER BY m.sequence LIMIT ?2");
  row->bind(1, after).bind(2, static_cast<std::int64_t>(limit));
  std::vector<PostedMail> all;
  while (row->step()) all.push_back(mail_at(row));
  return all;
}

void Ledger::set_post(std::int64_t mail, const Delivery& post) {
  auto row = connection_->query(database::put_into("hub_mail_posts", {"mail", "state", "tries"}, 1));
  row->bind(1, mail).bind(2, static_cast<std::int64_t>(post.state)).bind(3, post.tries);
  row->step();
}

}  // namespace cimgate::ledger

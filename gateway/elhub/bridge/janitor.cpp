#include "gateway/elhub/bridge/janitor.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cimgate::bridge {
namespace {

constexpr std::size_t at_once = 500;

}  // namespace

Janitor::Janitor(std::shared_ptr<Book> book, const Retention& retention, Surroundings surroundings)
    : book_(std::move(book)),
      retention_(retention),
      around_(std::move(surroundings)),
      background_(around_, [this] { work(); }) {}

void Janitor::work() {
  while (!*around_.stopping) {
    round();
    background_.sleep(retention_.every);
  }
}

void Janitor::round() {
  const auto now = around_.now();
  if (retention_.keep_uses > 0)
    book_->run([&](Pages& pages) { pages.forget_uses((now - retention_.keep_uses) / 1000); });
  if (retention_.keep == 0) return;
  Pages::Forgotten all, some;
  do {
    if (*around_.stopping) return;
    some = {};
    if (!book_->run([&](Pages& pages) { some = pages.forget(now - retention_.keep, at_once, now); })) break;
    all.outgoing += some.outgoing;
    all.incoming += some.incoming;
    all.entries += some.entries;
  } while (std::max({some.outgoing, some.incoming, some.entries}) == at_once);
  if (all.outgoing + all.incoming == 0) return;
  Happening happening;
  happening.at = around_.now();
  happening.event = "forgotten";
  happening.count = all.outgoing + all.incoming;
  around_.log(happening);
}

}  // namespace cimgate::bridge

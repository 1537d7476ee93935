#include "gateway/elhub/bridge/attendance.hpp"

namespace cimgate::bridge {
namespace {

constexpr Millis every = 1000;

}  // namespace

Attendance::Attendance(std::shared_ptr<Book> book, Surroundings surroundings)
    : book_(std::move(book)), around_(std::move(surroundings)), background_(around_, [this] { work(); }) {}

void Attendance::work() {
  while (!*around_.stopping) {
    const auto found = book_->look_after_workers(around_.now());
    if (found.taken_over > 0 || found.enlisted_again) {
      Happening happening;
      happening.at = around_.now();
      happening.trouble = true;
      happening.event = found.enlisted_again ? "enlisted-again" : "taken-over";
      happening.count = found.taken_over;
      around_.log(happening);
    }
    background_.sleep(every);
  }
}

}  // namespace cimgate::bridge

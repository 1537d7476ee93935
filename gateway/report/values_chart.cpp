#include "gateway/report/values_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "gateway/report/html_parts.hpp"
#include "gateway/report/words.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::report::html {
namespace {

using values::Curve;
using values::Kind;
using values::Piece;

constexpr double width = 1000, height = 200;
constexpr std::int64_t hour = 3600, day = 24 * hour;

struct KindWord {
  std::string_view name;
  Text word;
};

const KindWord& kind_word(Kind kind) {
  static const KindWord words[] = {{"metered", {"metered", "målt"}},
                                   {"estimated", {"estimated", "estimert"}},
                                   {"temporary", {"temporary", "midlertidig"}},
                                   {"stipulated", {"stipulated", "stipulert"}},
                                   {"calculated", {"calculated", "beregnet"}},
                                   {"withdrawn", {"withdrawn", "trukket tilbake"}},
                                   {"reading", {"meter reading", "målerstand"}},
                                   {"annual", {"expected per year", "antatt per år"}},
                                   {"unstated", {"no quality given", "kvalitet ikke oppgitt"}}};
  return words[static_cast<std::size_t>(kind)];
}

const KindWord& word_of(const Piece& piece) {
  static const KindWord gap = {"gap", {"gap", "hull"}};
  return piece.value != nullptr ? kind_word(piece.value->kind) : gap;
}

/// "2026-10-25 02:00 +02:00"
std::string local(const time::Calendar& calendar, std::int64_t at, bool with_zone) {
  const auto text = calendar.local_text(at);
  return text.substr(0, 10) + " " + text.substr(11, 5) + (with_zone ? " " + text.substr(19) : "");
}

/// "25 Oct", "25. okt."
Text short_day(const std::string& text) {
  static constexpr std::string_view en[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  static constexpr std::string_view nb[] = {"jan.", "feb.", "mars", "april", "mai",  "juni",
                                            "juli", "aug.", "sep.", "okt.",  "nov.", "des."};
  const auto month = static_cast<std::size_t>((text[5] - '0') * 10 + text[6] - '1');
  const auto number = std::to_string((text[8] - '0') * 10 + text[9] - '0');
  return {fmt::format("{} {}", number, en[month]), fmt::format("{}. {}", number, nb[month])};
}

Text number_text(double number) {
  Text text;
  text.en = text.nb = fmt::format("{:.6g}", number);
  std::replace(text.nb.begin(), text.nb.end(), '.', ',');
  return text;
}

/// The next number at or above that is easy to read.
double round_up(double number) {
  if (number <= 0) return 0;
  const double power = std::pow(10, std::floor(std::log10(number)));
  for (const double step : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0})
    if (number <= step * power * 1.000001) return step * power;
  return 10 * power;
}

struct Tick {
  double at;  ///< in percent
  Text text;
};

class Chart {
 public:
  Chart(const Curve& curve, const values::Values& of)
      : curve_(curve), calendar_(of.calendar), from_(curve.start()), until_(curve.end()) {
    bool any = false;
    for (const auto& piece : curve.pieces) {
      const auto number = piece.value == nullptr ? std::nullopt : values::number_of(*piece.value);
      if (!number || !std::isfinite(*number)) continue;
      smallest_ = any ? std::min(smallest_, *number) : *number;
      largest_ = any ? std::max(largest_, *number) : *number;
      any = true;
    }
    any_ = any;
    top_ = round_up(std::max(largest_, 0.0));
    bottom_ = -round_up(std::max(-smallest_, 0.0));
    if (top_ == bottom_) top_ = 1;
  }

  bool any() const { return any_; }
  double smallest() const { return smallest_; }
  double largest() const { return largest_; }

  std::string svg(std::string_view id, const std::string& title, const std::string& description,
                  std::string_view language) const {
    std::string svg = fmt::format(
        "<svg viewBox=\"0 0 1000 200\" preserveAspectRatio=\"none\" role=\"img\" aria-labelledby=\"{0}-t "
        "{0}-d\" "
        "lang=\"{1}\" class=\"always\"><title id=\"{0}-t\">{2}</title><desc id=\"{0}-d\">{3}</desc>\n",
        id, language, text::xml_text(title), text::xml_text(description));
    for (const auto& tick : up_ticks())
      svg += fmt::format("<path class=\"grid\" d=\"M0 {0:.1f}H1000\"/>", (1 - tick.at / 100) * height);
    for (const auto& tick : time_ticks())
      svg += fmt::format("<path class=\"grid\" d=\"M{0:.1f} 0V200\"/>", tick.at / 100 * width);
    return svg + marks() + lines() + "</svg>\n";
  }

  std::vector<Tick> up_ticks() const {
    std::vector<Tick> ticks;
    for (const double share : {0.0, 0.5, 1.0})
      ticks.push_back({share * 100, number_text(bottom_ + share * (top_ - bottom_))});
    return ticks;
  }

  /// Days begin at midnight by the clock of the market, whatever hours they have; of an hour that comes twice
  /// the first has a label.
  std::vector<Tick> time_ticks() const {
    std::vector<Tick> ticks;
    const auto add = [&](std::int64_t at, Text text) {
      if (at >= from_ && at <= until_)
        ticks.push_back(
            {100.0 * static_cast<double>(at - from_) / static_cast<double>(until_ - from_), std::move(text)});
    };
    const auto span = until_ - from_;
    constexpr std::int64_t most = 6;
    auto a_day = calendar_.day_of(from_);
    if (span <= 3 * day + 2 * hour) {
      std::int64_t step = 24;
      for (const std::int64_t one : {1, 2, 3, 6, 12})
        if (span / hour / one <= most + 2) {
          step = one;
          break;
        }
      for (; calendar_.start_of(a_day) <= until_; a_day += std::chrono::days(1)) {
        const auto begin = calendar_.start_of(a_day), next = calendar_.start_of(a_day + std::chrono::days(1));
        std::int64_t before = -1;
        for (auto at = begin; at < next; at += hour) {
          const auto text = calendar_.local_text(at);
          const std::int64_t shown = (text[11] - '0') * 10 + text[12] - '0';
          if (shown % step == 0 && shown != before)
            add(at, shown == 0 ? short_day(text) : Text{text.substr(11, 5), text.substr(11, 5)});
          before = shown;
        }
      }
      return ticks;
    }
    const auto step = std::chrono::days(std::max<std::int64_t>(1, (span / day + most - 1) / most));
    if (calendar_.start_of(a_day) < from_) a_day += std::chrono::days(1);
    for (; calendar_.start_of(a_day) <= until_; a_day += step)
      add(calendar_.start_of(a_day), short_day(time::to_text(a_day)));
    return ticks;
  }

 private:
  double x(std::int64_t at) const {
    return width * static_cast<double>(at - from_) / static_cast<double>(until_ - from_);
  }
  double y(double number) const { return height * (1 - (number - bottom_) / (top_ - bottom_)); }

  /// Behind the curve: runs of values that are not simply metered, and gaps.
  std::string marks() const {
    std::string svg;
    const auto& pieces = curve_.pieces;
    for (std::size_t i = 0; i < pieces.size();) {
      const auto name = word_of(pieces[i]).name;
      auto end = i + 1;
      while (end < pieces.size() && word_of(pieces[end]).name == name) ++end;
      const double left = x(pieces[i].from), right = x(pieces[end - 1].until);
      if (name != "metered" && name != "unstated")
        svg += fmt::format(
            "<rect class=\"mark {0}\" x=\"{1:.2f}\" y=\"0\" width=\"{2:.2f}\" height=\"200\"/><rect "
            "class=\"hatch "
            "{0}\" x=\"{1:.2f}\" y=\"0\" width=\"{2:.2f}\" height=\"200\"/>",
            name, left, std::max(right - left, 1.0));
      i = end;
    }
    return svg;
  }

  /// A step a value, broken where there is none.
  std::string lines() const {
    std::string line, area;
    bool down = true;
    double until = 0;
    const auto close = [&] {
      if (!down) area += fmt::format("L{:.2f} {:.2f}Z", until, y(0));
      down = true;
    };
    for (const auto& piece : curve_.pieces) {
      const auto number = piece.value == nullptr ? std::nullopt : values::number_of(*piece.value);
      if (!number || !std::isfinite(*number)) {
        close();
        continue;
      }
      const double left = x(piece.from), at = y(*number);
      until = x(piece.until);
      if (down) area += fmt::format("M{:.2f} {:.2f}", left, y(0));
      line += fmt::format("{}{:.2f} {:.2f}H{:.2f}", down ? 'M' : 'L', left, at, until);
      area += fmt::format("L{:.2f} {:.2f}H{:.2f}", left, at, until);
      down = false;
    }
    close();
    if (line.empty()) return {};
    return fmt::format("<path class=\"area\" d=\"{}\"/><path class=\"curve\" d=\"{}\"/>", area, line);
  }

  const Curve& curve_;
  const time::Calendar& calendar_;
  std::int64_t from_, until_;
  bool any_ = false;
  double smallest_ = 0, largest_ = 0, top_ = 1, bottom_ = 0;
};

/// "96 values: 80 metered, 12 estimated, 4 temporary; 2 gaps; 3 replaced by later values"
Text counts_of(const Curve& curve) {
  std::size_t all = 0;
  Text kinds;
  for (std::size_t i = 0; i < curve.kinds.size(); ++i) {
    if (curve.kinds[i] == 0) continue;
    all += curve.kinds[i];
    const auto& word = kind_word(static_cast<Kind>(i)).word;
    kinds.en += fmt::format("{}{} {}", kinds.en.empty() ? "" : ", ", grouped(curve.kinds[i]), word.en);
    kinds.nb += fmt::format("{}{} {}", kinds.nb.empty() ? "" : ", ", grouped(curve.kinds[i]), word.nb);
  }
  Text text = {fmt::format("{}: {}", counted(all, "value", "values"), kinds.en),
               fmt::format("{}: {}", counted(all, "verdi", "verdier"), kinds.nb)};
  if (curve.gaps > 0) {
    text.en += "; " + counted(curve.gaps, "gap", "gaps");
    text.nb += "; " + counted(curve.gaps, "hull", "hull");
  }
  if (curve.replaced > 0) {
    text.en += fmt::format("; {} replaced by later values", grouped(curve.replaced));
    text.nb += fmt::format("; {} erstattet av senere verdier", grouped(curve.replaced));
  }
  return text;
}

std::string table_html(const Curve& curve, const values::Values& of, std::string_view id) {
  std::string html = fmt::format(
      "<details class=\"all-values\"><summary>{}</summary><div class=\"scroll\" tabindex=\"0\" "
      "role=\"group\" "
      "aria-labelledby=\"{}-c\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" "
      "class=\"number\">{}</th><th "
      "scope=\"col\">{}</th><th scope=\"col\" class=\"number\">{}</th></tr></thead><tbody>\n",
      both({"Every value", "Alle verdier"}), id, both({"From", "Fra"}), both({"Value", "Verdi"}),
      both({"Kind", "Type"}), both({"Line", "Linje"}));
  for (const auto& piece : curve.pieces) {
    const auto& word = word_of(piece);
    html += fmt::format(
        "<tr class=\"{}\"><td>{}</td><td class=\"number\">{}</td><td>{}</td><td "
        "class=\"number\">{}</td></tr>\n",
        word.name, local(of.calendar, piece.from, true),
        piece.value != nullptr ? text::xml_text(piece.value->text) : "", both(word.word),
        piece.value != nullptr && piece.value->line > 0 ? std::to_string(piece.value->line) : "");
  }
  return html + "</tbody></table></div></details>\n";
}

std::string drawing_html(const Chart& chart, std::string_view id, const std::string& title,
                         const std::string& description, bool norwegian) {
  std::string html = "<div class=\"chart\"><div class=\"up\" aria-hidden=\"true\">";
  for (const auto& tick : chart.up_ticks())
    html += fmt::format("<span style=\"bottom:{:.1f}%\">{}</span>", tick.at, both(tick.text));
  html += "</div>\n" + chart.svg(id, title, description, norwegian ? "nb" : "en");
  html += "<div class=\"along\" aria-hidden=\"true\">";
  // On a narrow screen there is room for every second one.
  bool fine = false;
  for (const auto& tick : chart.time_ticks()) {
    html += fmt::format("<span style=\"left:{:.2f}%\"{}>{}</span>", tick.at, fine ? " class=\"fine\"" : "",
                        both(tick.text));
    fine = !fine;
  }
  return html + "</div></div>\n";
}

}  // namespace

std::string curve_html(const Curve& curve, const values::Values& of, std::string_view id, bool norwegian) {
  const Chart chart(curve, of);
  const auto unit = of.word_of(curve.unit);
  Text name;
  const auto add = [&](const Text& part) {
    if (part.en.empty()) return;
    name.en += (name.en.empty() ? "" : " · ") + part.en;
    name.nb += (name.nb.empty() ? "" : " · ") + part.nb;
  };
  add({curve.subject, curve.subject});
  add(of.word_of(curve.direction));
  add(of.word_of(curve.product));
  add(unit);
  const auto period =
      local(of.calendar, curve.start(), false) + (curve.of_moments && curve.start() == curve.end()
                                                      ? ""
                                                      : " – " + local(of.calendar, curve.end(), false));
  const auto counts = counts_of(curve);
  Text says = counts;
  if (chart.any()) {
    const auto least = number_text(chart.smallest()), most = number_text(chart.largest());
    says.en += fmt::format(". From {} to {} {}", least.en, most.en, unit.en);
    says.nb += fmt::format(". Fra {} til {} {}", least.nb, most.nb, unit.nb);
  }
  for (const auto& odd : values::odd_days(of.calendar, curve.start(), curve.end())) {
    if (curve.of_moments) break;
    says.en += fmt::format(". {} has {} hours", odd.day, odd.hours);
    says.nb += fmt::format(". {} har {} timer", odd.day, odd.hours);
  }
  says.en += ".";
  says.nb += ".";
  std::string html = fmt::format(
      "<figure class=\"values\"><figcaption id=\"{}-c\"><b>{}</b> <span "
      "class=\"period\">{}</span></figcaption>\n",
      id, both(name), period);
  if (!curve.of_moments)
    html += drawing_html(chart, id, in(name, norwegian) + ", " + period, in(says, norwegian), norwegian);
  return html + fmt::format("<p class=\"says\">{}</p>\n", both(says)) + table_html(curve, of, id) +
         "</figure>\n";
}

std::string chart_patterns() {
  return "<svg class=\"patterns\" aria-hidden=\"true\" width=\"0\" height=\"0\"><defs>"
         "<pattern id=\"hatch-up\" width=\"12\" height=\"12\" patternUnits=\"userSpaceOnUse\"><path d=\"M0 "
         "12L12 "
         "0\"/></pattern><pattern id=\"hatch-down\" width=\"12\" height=\"12\" "
         "patternUnits=\"userSpaceOnUse\"><path "
         "d=\"M0 0L12 12\"/></pattern></defs></svg>\n";
}

}  // namespace cimgate::report::html
